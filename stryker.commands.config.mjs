// Mutation tests of the commands of the tax engine: processes of their own, so their tests are slower than the engine's.
import engine, { testsOf } from './stryker.config.mjs';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  ...engine,
  commandRunner: { command: testsOf('command-tests') },
  mutate: ['packages/tax-rules/dist/{law-review,cli/*}.js', '!**/*.test.js'],
  jsonReporter: { fileName: 'reports/mutation-commands.json' },
  incrementalFile: 'reports/mutation-commands-incremental.json',
};
