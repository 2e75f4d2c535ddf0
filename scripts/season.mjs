// `npm run season`: builds, then plays a whole season with synthetic people through the public interfaces.
import { spawnSync } from 'node:child_process';

const run = (command, args) => spawnSync(command, args, { stdio: 'inherit' }).status ?? 1;

const built = run('npm', ['run', '--silent', 'build']);
process.exitCode = built === 0 ? run('node', ['e2e/dist/season/cli.js', ...process.argv.slice(2)]) : built;
