// Unit tests run on what ships: the compiled output. Suites that need real servers are in jest.int.config.mjs.
/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  transform: {},
  injectGlobals: false,
  coverageProvider: 'v8',
  roots: ['<rootDir>/packages', '<rootDir>/services', '<rootDir>/e2e', '<rootDir>/scripts'],
  testMatch: [
    '<rootDir>/(packages|services)/*/dist/**/*.test.js',
    '<rootDir>/e2e/dist/**/*.test.js',
    '<rootDir>/scripts/**/*.test.mjs',
  ],
  moduleFileExtensions: ['js', 'mjs', 'json', 'node'],
  testPathIgnorePatterns: ['/node_modules/', '\\.(?:int|e2e|chart|cluster|crash|drill)\\.test\\.js$'],
  collectCoverageFrom: ['**/dist/**/*.js', '!**/*.test.js', '!**/testing/**', '!**/contracts/**'],
};
