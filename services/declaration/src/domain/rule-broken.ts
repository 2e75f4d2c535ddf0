import { AppError, type Violation } from '@nencho/kernel';

const broken = (code: 'illegal_state' | 'validation_failed', violations: readonly Violation[]): AppError =>
  new AppError(code, 'a rule of the declaration service was broken', {
    violations,
    details: violations[0] === undefined ? {} : { reason: violations[0].rule },
  });

/** The act does not fit the present state. `rule` says which rule of docs/errors.md stands against it. */
export const notInThisState = (rule: string, params?: Readonly<Record<string, string>>): AppError =>
  broken('illegal_state', [params === undefined ? { path: '', rule } : { path: '', rule, params }]);

/** The request is wrong whatever the state; all violations at once. */
export const invalidRequest = (violations: readonly Violation[]): AppError => broken('validation_failed', violations);
