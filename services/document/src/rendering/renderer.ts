import { AppError, validationFailed } from '@nencho/kernel';
import { Piscina } from 'piscina';
import type { FormDocument } from '../forms/form.js';
import type { DrawnForm } from './draw-form.js';

export type Renderer = {
  /**
   * @throws AppError `validation_failed` naming each field and its code points when a text cannot be drawn or does not
   * fit; `limit_exceeded` when too many wait; `timeout` when the caller's signal fires.
   */
  readonly render: (form: FormDocument, signal: AbortSignal) => Promise<Uint8Array>;
  readonly stop: () => Promise<void>;
};

const QUEUE = 200;

/** Threads that draw forms: a slip takes some milliseconds of pure computing, which must not hold up the service. */
export const createRenderer = ({ threads }: { readonly threads: number }): Renderer => {
  const pool = new Piscina<FormDocument, DrawnForm>({
    filename: new URL('./render-worker.js', import.meta.url).href,
    minThreads: 1,
    maxThreads: threads,
    maxQueue: QUEUE,
    execArgv: [], // a thread must not start a second telemetry SDK
    env: {},
  });
  return {
    render: async (form, signal) => {
      if (pool.queueSize >= QUEUE) throw new AppError('limit_exceeded', 'too many forms wait to be drawn');
      const drawn = await pool.run(form, { signal }).catch((cause: unknown) => {
        throw signal.aborted ? new AppError('timeout', 'drawing a form was given up', { cause }) : cause;
      });
      if ('violations' in drawn) throw validationFailed(drawn.violations);
      return drawn;
    },
    stop: async () => pool.destroy(),
  };
};
