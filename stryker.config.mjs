// Mutation tests of the tax engine (`npm run test:mutation`). Jest runs on dist, so the mutants are made there as well. For each mutant
// the quick test files run as one, in a process that ends at the first failure (scripts/mutation.mjs says which). Left out: texts and
// parameters (data, compared with their sources by other tests), what only tests use, and the commands, which
// stryker.commands.config.mjs measures.
/** The command that runs one of the two files of tests. */
export const testsOf = (file) =>
  `node --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js --config jest.mutation.config.mjs --runInBand --silent ${file}`;

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  packageManager: 'npm',
  testRunner: 'command',
  commandRunner: { command: testsOf('quick-tests') },
  mutate: [
    'packages/tax-rules/dist/**/*.js',
    '!**/*.test.js',
    '!**/{testing,texts,cli}/**',
    '!**/{rules-version,index,law-review}.js',
    '!**/parameters/**',
    'packages/tax-rules/dist/parameters/parameters-for.js',
  ],
  ignorePatterns: [
    '**/*',
    '!package.json',
    '!jest.mutation.config.mjs',
    '!scripts/first-failure.mjs',
    '!packages/tax-rules/**',
    '!packages/kernel/**',
    '!docs/correctness.md',
  ],
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: 'reports/mutation.json' },
  incremental: true,
  incrementalFile: 'reports/mutation-incremental.json',
  concurrency: 2,
  timeoutMS: 20_000,
  tempDirName: '.cache/stryker',
  thresholds: { high: 95, low: 90, break: null },
};
