// The tests that a mutant of the tax engine must survive: those in this process, without the thousands of runs of the properties.
/** @type {import('jest').Config} */
export default {
  testEnvironment: '@stryker-mutator/jest-runner/jest-env/node',
  transform: {},
  injectGlobals: false,
  roots: ['<rootDir>/packages/tax-rules'],
  testMatch: ['<rootDir>/packages/tax-rules/dist/**/*.test.js'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '\\.property\\.test\\.js$',
    '/browser\\.test\\.js$',
    '/glossary\\.test\\.js$',
    '/cli/',
    '/testing/',
  ],
  moduleFileExtensions: ['js', 'mjs', 'json', 'node'],
};
