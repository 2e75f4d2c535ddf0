// `npm test`: builds, then runs every suite: unit, with real servers, on the whole system, and while parts are killed.
// `--tier=NAME[,NAME]` runs others instead: chart, cluster. The last line counts all. A skipped test must stand in
// .ci/allowed-skips ("full name :: reason"), or it counts as failed. Everything else is handed on to Jest.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

const tiers = {
  unit: 'jest.config.mjs',
  'real servers': 'jest.int.config.mjs',
  'whole system': 'jest.e2e.config.mjs',
  crash: 'jest.crash.config.mjs',
  drill: 'jest.drill.config.mjs',
  chart: 'jest.chart.config.mjs',
  cluster: 'jest.cluster.config.mjs',
};
const ofNpmTest = ['unit', 'real servers', 'whole system', 'crash', 'drill'];

const tierOption = process.argv.find((argument) => argument.startsWith('--tier='));
const chosen = tierOption?.slice('--tier='.length).split(',') ?? ofNpmTest;
const jestArguments = process.argv.slice(2).filter((argument) => argument !== tierOption);
const unknown = chosen.find((name) => !Object.hasOwn(tiers, name));
if (unknown !== undefined) {
  console.error(`there is no tier ${unknown}; there are: ${Object.keys(tiers).join(', ')}`);
  process.exit(1);
}

const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];

const allowedSkips = new Map(
  readFileSync('.ci/allowed-skips', 'utf8')
    .split('\n')
    .filter((line) => line.includes(' :: '))
    .map((line) => line.split(' :: ')),
);

const runTier = (name, config) => {
  const started = performance.now();
  const outputFile = `reports/${name.replaceAll(' ', '-')}.json`;
  rmSync(outputFile, { force: true });
  console.log(`\n── ${name}`);
  spawnSync('node', [...jest, '--config', config, '--json', '--outputFile', outputFile, ...jestArguments], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let report;
  try {
    report = JSON.parse(readFileSync(outputFile, 'utf8'));
  } catch {
    console.error(`${name}: Jest ended without a report`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const skips = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'pending' || status === 'todo')
    .map(({ fullName }) => fullName);
  const forbidden = skips.filter((skip) => !allowedSkips.has(skip));
  skips.forEach((skip) => console.log(`skipped: ${skip} (${allowedSkips.get(skip) ?? 'NOT in .ci/allowed-skips'})`));
  console.log(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites + forbidden.length,
    skipped: skips.length - forbidden.length,
  };
};

mkdirSync('reports', { recursive: true });
const build = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
if (build.status !== 0) {
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}
const results = chosen.map((name) => runTier(name, tiers[name]));
const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
console.log(`\n${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
// A tier in which nothing ran, not even a listed skip, proves nothing.
const ran = results.every(({ passed, skipped }) => passed + skipped > 0);
process.exitCode = total('failed') === 0 && ran ? 0 : 1;
