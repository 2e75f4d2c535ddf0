import { AppError, type Clock } from '@nencho/kernel';
import type { Connection } from 'mongoose';
import { isDuplicateKey } from './database-error.js';

export type RateLimit = {
  readonly tenantId: string;
  readonly actor: string;
  /** What is counted, for example `sign_in` or `mail.invitation`. */
  readonly bucket: string;
  readonly limit: number;
  readonly windowMs: number;
  readonly clock: Clock;
};

type RateRow = { _id: string; tenantId: string; hits: Date[]; accepted: boolean; expiresAt: Date };

/**
 * Counts one act and throws `limit_exceeded` (with `retryAfterSeconds`) when there were already `limit` within the
 * window that ends now. A sliding window: no double portion across the edge of a minute. Refused acts do not count.
 */
export const hitRateLimit = async (
  connection: Connection,
  { tenantId, actor, bucket, limit, windowMs, clock }: RateLimit,
): Promise<void> => {
  const rows = connection.collection<RateRow>('rate_limits');
  const _id = JSON.stringify([tenantId, actor, bucket]);
  const now = clock.now();
  const from = new Date(now.getTime() - windowMs);
  const recent = { $filter: { input: { $ifNull: ['$hits', []] }, cond: { $gt: ['$$this', from] } } };
  const update = [
    { $set: { tenantId, hits: recent, expiresAt: { $add: ['$$NOW', windowMs] } } },
    { $set: { accepted: { $lt: [{ $size: '$hits' }, limit] } } },
    { $set: { hits: { $cond: ['$accepted', { $concatArrays: ['$hits', [now]] }, '$hits'] } } },
  ];
  const row = await rows
    .findOneAndUpdate({ _id }, update, { upsert: true, returnDocument: 'after' })
    .catch(async (error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
      // Two first acts at once: the loser's upsert finds the winner's row now.
      return rows.findOneAndUpdate({ _id }, update, { returnDocument: 'after' });
    });
  if (row?.accepted !== false) return;
  const oldest = row.hits[0] ?? now;
  const retryAfter = Math.max(1, Math.ceil((oldest.getTime() + windowMs - now.getTime()) / 1_000));
  throw new AppError('limit_exceeded', 'too many acts in the window', {
    details: { limit: bucket, retryAfterSeconds: String(retryAfter) },
  });
};
