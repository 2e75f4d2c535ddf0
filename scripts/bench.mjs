// `npm run bench`: builds, then measures the services beside bare references and writes docs/benchmarks.
import { spawnSync } from 'node:child_process';

const run = (command, args) => spawnSync(command, args, { stdio: 'inherit' }).status ?? 1;

const built = run('npm', ['run', '--silent', 'build']);
process.exitCode = built === 0 ? run('node', ['e2e/dist/bench/cli.js', ...process.argv.slice(2)]) : built;
