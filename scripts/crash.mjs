// `npm run test:crash [-- --seeds N --seed S]`: N crash runs (20), the first with seed S (1). A failed run prints its
// seed and its schedule; the same seed kills the same processes before the same requests.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '20' }, seed: { type: 'string', default: '1' } },
});
const isNumber = (text) => /^\d{1,6}$/.test(text);
if (!isNumber(values.seeds) || !isNumber(values.seed) || values.seeds === '0') {
  console.error('npm run test:crash -- [--seeds N] [--seed S]: N and S are numbers');
  process.exit(1);
}
const env = { ...process.env, NENCHO_CRASH_SEEDS: values.seeds, NENCHO_CRASH_SEED: values.seed };
const { status } = spawnSync('node', ['scripts/test.mjs', '--tier=crash'], { stdio: 'inherit', env });
process.exitCode = status ?? 1;
