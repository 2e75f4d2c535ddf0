import { AppError } from '@nencho/kernel';

/**
 * The key is gone, disabled or not the one that sealed the data: an answer, not a fault to retry. The reader maps
 * `reason` to text; nothing here names the tenant.
 */
export const keyUnavailable = (logMessage: string, cause?: unknown): AppError =>
  new AppError('forbidden', logMessage, { details: { reason: 'key_unavailable' }, cause });
