// `npm start`: everything on this machine, from an empty checkout to a page that people can sign in to.
import { spawn } from 'node:child_process';

/** In a group of its own, so that a wish to stop reaches whatever the command has started. */
const run = async (command, args, signal) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const stop = () => process.kill(-child.pid, 'SIGKILL');
    signal?.addEventListener('abort', stop);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      signal?.removeEventListener('abort', stop);
      if (code === 0) {
        resolve();
      } else {
        reject(signal?.aborted === true ? signal.reason : new Error(`${command} ${args.join(' ')} failed\n${output}`));
      }
    });
  });

console.log('nencho: compiling the launcher');
await run('tsc', ['-b', 'packages/local-stack']);
const { launch } = await import('../packages/local-stack/dist/system/index.js');
process.exit(
  await launch({
    argv: process.argv.slice(2),
    build: async (signal) => run('npm', ['run', '--silent', 'build'], signal),
    demo: async (state) => (await import('../e2e/dist/season/demo.js')).ensureDemo(state), // compiled by the build
  }),
);
