// Suites that talk to real servers (*.int.test.ts). globalSetup uses the servers of `.nencho/test-stack` when they are
// up (node packages/local-stack/dist/cli.js up --data .nencho/test-stack), else it starts fresh ones and ends them with
// the run. NENCHO_TEST_SERVERS=mongod,kafka starts only those.
/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  transform: {},
  injectGlobals: false,
  coverageProvider: 'v8',
  roots: ['<rootDir>/packages', '<rootDir>/services'],
  testMatch: ['<rootDir>/(packages|services)/*/dist/**/*.int.test.js'],
  moduleFileExtensions: ['js', 'mjs', 'json', 'node'],
  globalSetup: '<rootDir>/packages/local-stack/dist/testing/global-setup.js',
  globalTeardown: '<rootDir>/packages/local-stack/dist/testing/global-teardown.js',
  testTimeout: 60_000,
  maxWorkers: 2,
  workerIdleMemoryLimit: '768MB',
  collectCoverageFrom: ['**/dist/**/*.js', '!**/*.test.js', '!**/testing/**', '!**/contracts/**'],
};
