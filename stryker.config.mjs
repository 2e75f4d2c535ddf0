// Mutation tests of the tax engine (`npm run test:mutation`). Jest runs on dist, so the mutants are made there as well. Left out:
// texts and parameters (data, compared with their sources by other tests), what only tests use, and the two commands that run as
// processes of their own, where no mutant can be switched on.
/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  packageManager: 'npm',
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  plugins: ['@stryker-mutator/jest-runner'],
  mutate: [
    'packages/tax-rules/dist/**/*.js',
    '!**/*.test.js',
    '!**/{testing,texts,parameters}/**',
    '!**/{rules-version,index}.js',
    '!**/cli/{nencho-calc,law-review,usage}.js',
  ],
  jest: { projectType: 'custom', configFile: 'jest.mutation.config.mjs', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  ignorePatterns: [
    '**/*',
    '!package.json',
    '!jest.mutation.config.mjs',
    '!packages/tax-rules/**',
    '!packages/kernel/**',
    '!docs/glossary.md',
  ],
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: 'reports/mutation.json' },
  incremental: true,
  incrementalFile: 'reports/mutation-incremental.json',
  concurrency: 1,
  timeoutMS: 20_000,
  tempDirName: '.cache/stryker',
  thresholds: { high: 95, low: 90, break: null },
};
