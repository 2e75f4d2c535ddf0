// Runs named steps one after another and tells how long each took.
import { spawnSync } from 'node:child_process';

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * @param {[name: string, command: string, args: string[]][]} steps
 * @returns {boolean} whether every step ended with 0; the first that does not ends the run
 */
export const runPhases = (steps) => {
  const times = [];
  for (const [name, command, args] of steps) {
    const started = performance.now();
    console.log(`\n── ${name}`);
    const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
    times.push(`${name} ${seconds(performance.now() - started)}`);
    if (status !== 0) {
      console.error(`\n${name} failed${error === undefined ? '' : `: ${error.message}`} (${times.join(', ')})`);
      return false;
    }
  }
  console.log(`\nphases: ${times.join(', ')}`);
  return true;
};
