import { messageOf } from './stack-error.js';

/** One step of the set-up as the launcher shows it. `ms` comes with the end of a step. */
export type ProgressEvent = {
  readonly step: string;
  readonly state: 'started' | 'done' | 'failed' | 'restarting';
  readonly detail?: string;
  readonly ms?: number;
};
export type Progress = (event: ProgressEvent) => void;

/** Reports the start and the end of `run`. */
export const withProgress = async <T>(progress: Progress, step: string, run: () => Promise<T>): Promise<T> => {
  const started = performance.now();
  const elapsed = () => Math.round(performance.now() - started);
  progress({ step, state: 'started' });
  try {
    const result = await run();
    progress({ step, state: 'done', ms: elapsed() });
    return result;
  } catch (error) {
    progress({ step, state: 'failed', ms: elapsed(), detail: messageOf(error) });
    throw error;
  }
};
