import { AppError } from '@nencho/kernel';

/** kafkajs can wait for ever on a broker that has gone: no wait of ours does. The late result is dropped. */
export const withTimeLimit = async <T>(what: string, limitMs: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new AppError('timeout', `${what} took too long`, { details: { dependency: 'kafka' } }));
    }, limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
};
