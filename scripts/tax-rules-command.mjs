// `npm run -s nencho-calc -- …` and `npm run law:review`: builds the engine, quietly, and runs its command.
import { spawnSync } from 'node:child_process';

const [command, ...args] = process.argv.slice(2);
const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };
const bootstrapped = spawnSync('node', ['scripts/bootstrap.mjs'], quiet).status ?? 1;
const built = bootstrapped === 0 ? (spawnSync('tsc', ['-b', 'packages/tax-rules'], quiet).status ?? 1) : bootstrapped;
process.exitCode =
  built === 0
    ? spawnSync('node', [`packages/tax-rules/dist/cli/${command}.js`, ...args], { stdio: 'inherit' }).status
    : built;
