// `npm run ops`: the operator's command. It needs the gateway's code compiled and a running system to talk to.
import { spawnSync } from 'node:child_process';

const run = (command, args) => spawnSync(command, args, { stdio: 'inherit' }).status ?? 1;

const built = run('tsc', ['-b', 'services/gateway']);
process.exitCode = built === 0 ? run('node', ['services/gateway/dist/ops/cli.js', ...process.argv.slice(2)]) : built;
