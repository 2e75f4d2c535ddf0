import { newId } from './ids.js';

/** Why a request failed; one constant in service-kit maps each to gRPC and HTTP. */
const appErrorCodes = [
  'validation_failed',
  'unauthenticated',
  'forbidden',
  'not_found',
  'already_exists',
  'version_conflict',
  'illegal_state',
  'limit_exceeded',
  'unavailable',
  'timeout',
  'internal',
] as const;
export type AppErrorCode = (typeof appErrorCodes)[number];

/** One broken rule at one place of the input (`spouse.birthDate`). `params` hold bounds and names, no personal data. */
export type Violation = {
  readonly path: string;
  readonly rule: string;
  readonly params?: Readonly<Record<string, string>>;
};

export type AppErrorOptions = {
  readonly violations?: readonly Violation[];
  readonly details?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
  readonly errorId?: string;
};

/** The one error of the system. Message and details are for logs and must hold no personal data. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly violations: readonly Violation[];
  readonly details: Readonly<Record<string, string>>;
  readonly errorId: string;

  constructor(code: AppErrorCode, logMessage: string, options: AppErrorOptions = {}) {
    super(logMessage, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.violations = options.violations ?? [];
    this.details = options.details ?? {};
    this.errorId = options.errorId ?? newId();
  }
}

export const isAppErrorCode = (value: unknown): value is AppErrorCode =>
  typeof value === 'string' && appErrorCodes.some((code) => code === value);

/** By shape, not by class: two copies of this module may be loaded (tests, bundles). */
export const isAppError = (error: unknown): error is AppError =>
  error instanceof Error &&
  error.name === 'AppError' &&
  'code' in error &&
  isAppErrorCode(error.code) &&
  'violations' in error &&
  Array.isArray(error.violations) &&
  'errorId' in error &&
  typeof error.errorId === 'string';

/** An AppError as it is; anything else becomes `internal` with a fixed text and the original as its cause. */
export const toAppError = (error: unknown): AppError =>
  isAppError(error) ? error : new AppError('internal', 'unexpected error', { cause: error });

export const validationFailed = (violations: readonly Violation[]): AppError =>
  new AppError('validation_failed', `${violations.length} violation(s)`, { violations });

export const unauthenticated = (reason: string): AppError =>
  new AppError('unauthenticated', 'no valid identity', { details: { reason } });

/** `kind` names the sort of thing, never its id: absent and another tenant's must look alike. */
export const notFound = (kind: string): AppError => new AppError('not_found', `no such ${kind}`, { details: { kind } });

export const forbidden = (permission: string): AppError =>
  new AppError('forbidden', 'not permitted', { details: { permission } });

export const alreadyExists = (kind: string): AppError =>
  new AppError('already_exists', `${kind} exists`, { details: { kind } });

export const versionConflict = (kind: string): AppError =>
  new AppError('version_conflict', `${kind} was changed meanwhile`, { details: { kind } });

export const illegalState = (reason: string): AppError =>
  new AppError('illegal_state', 'not possible in this state', { details: { reason } });

export const limitExceeded = (limit: string): AppError =>
  new AppError('limit_exceeded', 'limit exceeded', { details: { limit } });

export const unavailable = (dependency: string, cause?: unknown): AppError =>
  new AppError('unavailable', `${dependency} is unavailable`, { details: { dependency }, cause });
