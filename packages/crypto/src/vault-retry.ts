import { AppError } from '@nencho/kernel';
import { keyUnavailable } from './key-unavailable.js';

/** What a vault answered, as far as the product decides by it. */
export type VaultRefusal = { readonly status?: number; readonly code?: string; readonly retryAfterMs?: number };

type Property = (value: unknown, name: string) => unknown;
const property: Property = (value, name) =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** `Retry-After` in seconds or as a date, as HTTP knows it. */
const retryAfterOf = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined;
  const wait = /^\d{1,6}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
};

/** Reads the SDK's RestError without its class: what else comes (a broken line, no token) has no status. */
export const refusalOf = (error: unknown, now: number): VaultRefusal => {
  const status = property(error, 'statusCode');
  const response = property(error, 'response');
  const body = property(property(error, 'details'), 'error');
  const headers = property(response, 'headers') as { get?: (name: string) => string | undefined } | undefined;
  const code = textOf(property(property(body, 'innerError'), 'code')) ?? textOf(property(body, 'code'));
  const retryAfterMs = retryAfterOf(headers?.get?.('retry-after'), now);
  return {
    ...(typeof status === 'number' ? { status } : {}),
    ...(code === undefined ? {} : { code }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
};

const KEY_REFUSED: ReadonlySet<string> = new Set([
  'KeyDisabled',
  'KeyExpired',
  'KeyNotYetValid',
  'ObjectIsDeletedButRecoverable',
  'ObjectIsBeingDeleted',
]);

/** Whether the vault itself says that there is no such key; a 404 of anybody else proves nothing. */
export const isKeyNotFound = ({ status, code }: VaultRefusal): boolean => status === 404 && code === 'KeyNotFound';

const isKeyRefused = (refusal: VaultRefusal): boolean =>
  isKeyNotFound(refusal) || (refusal.code !== undefined && KEY_REFUSED.has(refusal.code));

/** A missing right is ours to mend, like a line that is down: only a word on the key itself makes it the key's fault. */
export const toKeyError = (error: unknown, refusal: VaultRefusal): AppError => {
  if (error instanceof AppError) return error;
  if (isKeyRefused(refusal)) return keyUnavailable('the key vault refuses the key', error);
  return new AppError('unavailable', 'the key vault cannot be used', {
    details: { dependency: 'key_vault' },
    cause: error,
  });
};

const mayPass = ({ status }: VaultRefusal): boolean =>
  status === undefined || status === 408 || status === 429 || status >= 500;

export type RetryTimes = {
  /** For all tries together. */
  readonly limitMs: number;
  readonly firstWaitMs: number;
};

export type RetryDeps = {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
};

/**
 * Tries again after what may pass: too many requests, an overloaded vault, a broken line. Waits as long as the vault
 * wishes, else longer each time with a random part, and never beyond the limit.
 * @throws AppError `unavailable` or `forbidden` with reason key_unavailable
 */
export const withRetries = async <T>(
  { limitMs, firstWaitMs }: RetryTimes,
  { now, sleep, random }: RetryDeps,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const end = now() + limitMs;
  const signal = AbortSignal.timeout(limitMs);
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call(signal);
    } catch (error) {
      const refusal = refusalOf(error, now());
      const wait = refusal.retryAfterMs ?? firstWaitMs * 2 ** Math.min(attempt, 8) * (0.5 + random() / 2);
      const again = !(error instanceof AppError) && mayPass(refusal) && now() + wait < end;
      if (!again) throw toKeyError(error, refusal);
      await sleep(wait);
    }
  }
};
