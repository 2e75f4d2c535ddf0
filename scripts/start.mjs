// `npm start`: everything on this machine, from an empty checkout to a page that people can sign in to.
import { spawn } from 'node:child_process';

const run = async (command, args) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} failed\n${output}`)),
    );
  });

console.log('nencho: compiling the launcher');
await run('tsc', ['-b', 'packages/local-stack']);
const { launch } = await import('../packages/local-stack/dist/system/index.js');
process.exit(
  await launch({
    argv: process.argv.slice(2),
    build: async () => run('npm', ['run', '--silent', 'build']),
  }),
);
