import { withoutTracing, type Logger } from '@nencho/telemetry';

/** Does `work` every now and then until stopped; a failure is logged and tried again the next time. */
export const startPeriodic = (
  name: string,
  everyMs: number,
  work: () => Promise<void> | void,
  logger: Pick<Logger, 'warn'>,
): { readonly stop: () => Promise<void> } => {
  let running: Promise<void> = Promise.resolve();
  const turn = async (): Promise<void> => {
    try {
      await withoutTracing(async () => work());
    } catch (error) {
      logger.warn('periodic_work_failed', { state: name, err: error });
    }
  };
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = turn().finally(() => (busy = false));
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
};
