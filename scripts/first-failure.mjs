// Jest's environment of the mutation tests: one failure is all that they ask for, so the first one ends the process.
import { TestEnvironment } from 'jest-environment-node';

export default class FirstFailure extends TestEnvironment {
  handleTestEvent({ name }) {
    if (name === 'test_fn_failure' || name === 'hook_failure') process.exit(1);
  }
}
