import type { Actor } from '@nencho/auth';
import { AppError } from '@nencho/kernel';

/** Until when and for whom. A handler hands on its own `CallContext`; `deadlineMs` counts from now, the earlier one holds. */
export type CallOptions = {
  readonly actor?: Actor | undefined;
  /** The person's access token, where there is no actor yet (the gateway). */
  readonly token?: string | undefined;
  readonly deadline?: Date | undefined;
  readonly deadlineMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** Milliseconds since 1970. No call without an end. */
export const deadlineOf = ({ deadline, deadlineMs }: CallOptions): number => {
  const ends = [
    ...(deadline === undefined ? [] : [deadline.getTime()]),
    ...(deadlineMs === undefined ? [] : [Date.now() + deadlineMs]),
  ];
  if (ends.length === 0) {
    throw new AppError('internal', 'a call to a peer needs a deadline');
  }
  return Math.min(...ends);
};
