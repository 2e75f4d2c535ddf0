// Suites on the whole system (e2e/): servers and all six services as processes, two of declaration, notification and
// gateway, access tokens of 60 s, the clock on a day of the season. globalSetup starts it once for all suites.
/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  transform: {},
  injectGlobals: false,
  roots: ['<rootDir>/e2e'],
  testMatch: ['<rootDir>/e2e/dist/**/*.e2e.test.js'],
  moduleFileExtensions: ['js', 'mjs', 'json', 'node'],
  globalSetup: '<rootDir>/e2e/dist/harness/global-setup.js',
  globalTeardown: '<rootDir>/e2e/dist/harness/global-teardown.js',
  testTimeout: 600_000,
  maxWorkers: 1,
};
