// The six images on a real node (e2e/src/cluster): needs root on Linux, Go, and Debian's packages, which it installs.
/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  transform: {},
  injectGlobals: false,
  roots: ['<rootDir>/e2e'],
  testMatch: ['<rootDir>/e2e/dist/cluster/**/*.cluster.test.js'],
  moduleFileExtensions: ['js', 'mjs', 'json', 'node'],
  testTimeout: 900_000,
  maxWorkers: 1,
};
