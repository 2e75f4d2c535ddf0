// The tests that a mutant of the tax engine must survive: the quick ones in one file, those of the commands in another.
/** @type {import('jest').Config} */
export default {
  testEnvironment: './scripts/first-failure.mjs',
  transform: {},
  injectGlobals: false,
  roots: ['<rootDir>/packages/tax-rules'],
  testMatch: ['<rootDir>/packages/tax-rules/dist/{quick,command}-tests.mjs'],
  moduleFileExtensions: ['js', 'mjs', 'json', 'node'],
};
