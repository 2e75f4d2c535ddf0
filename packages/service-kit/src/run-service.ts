import { isAppError, toAppError } from '@nencho/kernel';
import { flushTraces, type Logger } from '@nencho/telemetry';
import { watchCertificate } from './certificate-watch.js';
import { configurationExitCode } from './load-config.js';

export type ServiceRun = {
  /** Aborts when the process begins to stop: readiness must then answer no. */
  readonly stopping: AbortSignal;
  /** Hooks run in reverse order, one after the other: what was started last stops first. */
  readonly onStop: (name: string, hook: () => Promise<void> | void) => void;
};

type StopHook = { readonly name: string; readonly hook: () => Promise<void> | void };

const runHooks = async (hooks: readonly StopHook[], logger: Logger): Promise<void> => {
  for (const { name, hook } of hooks.toReversed()) {
    try {
      await hook();
    } catch (error) {
      logger.error('stop_failed', { dependency: name, err: error });
    }
  }
};

/** A wrong configuration that only a server could tell (a standalone mongod) ends like one found in the environment. */
const exitCodeOf = (error: unknown): number =>
  isAppError(error) && (error.code === 'illegal_state' || error.code === 'validation_failed')
    ? configurationExitCode
    : 1;

/**
 * A service's life: start, run, and stop on SIGTERM, SIGINT, a changed certificate or a bug that nobody caught. All
 * work under way may end within `graceMs`; then the process exits, 0 after a request to stop.
 */
export const runService = async (
  {
    logger,
    certificateFile,
    graceMs = 25_000,
  }: { readonly logger: Logger; readonly certificateFile?: string; readonly graceMs?: number },
  start: (run: ServiceRun) => Promise<void>,
): Promise<void> => {
  const stopping = new AbortController();
  const hooks: StopHook[] = [];

  const stop = async (state: string, exitCode: number): Promise<void> => {
    if (stopping.signal.aborted) {
      return;
    }
    stopping.abort();
    logger.info('stopping', { state });
    setTimeout(() => {
      logger.error('stop_timed_out');
      process.exit(exitCode === 0 ? 1 : exitCode);
    }, graceMs).unref();
    await runHooks(hooks, logger);
    await flushTraces();
    logger.info('stopped', { state });
    process.exit(exitCode);
  };
  const crash = (state: string) => (error: unknown) => {
    logger.error('uncaught', { err: error, errorId: toAppError(error).errorId });
    void stop(state, 1);
  };

  process.on('SIGTERM', () => void stop('SIGTERM', 0));
  process.on('SIGINT', () => void stop('SIGINT', 0));
  process.on('uncaughtException', crash('uncaughtException'));
  process.on('unhandledRejection', crash('unhandledRejection'));
  if (certificateFile !== undefined) {
    watchCertificate(certificateFile, () => void stop('certificate_changed', 0));
  }
  try {
    await start({ stopping: stopping.signal, onStop: (name, hook) => void hooks.push({ name, hook }) });
    logger.info('started');
  } catch (error) {
    logger.error('start_failed', { err: error });
    await stop('start_failed', exitCodeOf(error));
  }
};
