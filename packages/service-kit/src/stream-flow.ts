import type { Writable } from 'node:stream';
import { AppError } from '@nencho/kernel';

const cut = (): AppError => new AppError('timeout', 'the call ended before its work');

/** The promise's value, unless the signal aborts first: then throws `timeout`. A later failure of the promise is dropped. */
export const untilAborted = async <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> => {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(cut());
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) {
      onAbort();
    }
  });
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (onAbort !== undefined) {
      signal.removeEventListener('abort', onAbort);
    }
  }
};

/** Until the stream takes more. */
export const drained = async (stream: Pick<Writable, 'once' | 'off'>, signal: AbortSignal): Promise<void> => {
  let onDrain: (() => void) | undefined;
  const drain = new Promise<void>((resolve) => {
    onDrain = resolve;
    stream.once('drain', resolve);
  });
  try {
    await untilAborted(drain, signal);
  } finally {
    if (onDrain !== undefined) {
      stream.off('drain', onDrain);
    }
  }
};
