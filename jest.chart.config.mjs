// Suites of the chart (e2e/src/chart): lint and schemas, and a real API server with nodes that KWOK plays. globalSetup
// builds what is missing (Go is its only extra prerequisite), starts the cluster once and says which layer is reached.
/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  transform: {},
  injectGlobals: false,
  roots: ['<rootDir>/e2e'],
  testMatch: ['<rootDir>/e2e/dist/**/*.chart.test.js'],
  moduleFileExtensions: ['js', 'mjs', 'json', 'node'],
  globalSetup: '<rootDir>/e2e/dist/chart/global-setup.js',
  globalTeardown: '<rootDir>/e2e/dist/chart/global-teardown.js',
  testTimeout: 180_000,
  maxWorkers: 1,
};
