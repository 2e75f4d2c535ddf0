import { AppError } from '@nencho/kernel';
import { runService } from '../run-service.js';
import { recordingLogger } from './wire-harness.js';

/** A whole process for run-service.test.ts: prints what happens, and behaves as its first argument says. */
const [behaviour, certificateFile = ''] = process.argv.slice(2);
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const { logger } = recordingLogger();

await runService(
  { logger, graceMs: 500, ...(certificateFile === '' ? {} : { certificateFile }) },
  async ({ stopping, onStop }) => {
    stopping.addEventListener('abort', () => say('stopping'));
    onStop('database', () => say('database closed'));
    onStop('broken', () => {
      throw new Error('a hook that fails');
    });
    onStop('server', async () => {
      say('server closing');
      await new Promise((resolve) => setTimeout(resolve, behaviour === 'hang' ? 60_000 : 20));
      say('server closed');
    });
    if (behaviour === 'misconfigured') {
      throw new AppError('validation_failed', 'standalone');
    }
    if (behaviour === 'broken') {
      throw new Error('bug in the start');
    }
    if (behaviour === 'waiting') {
      say('waiting');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    }
    if (behaviour === 'bug') {
      setTimeout(() => {
        throw new Error('nobody catches this');
      }, 50);
    }
    if (behaviour === 'rejection') {
      setTimeout(() => void Promise.reject(new Error('nobody awaits this')), 50);
    }
    setInterval(() => undefined, 1_000);
    say('running');
    await Promise.resolve();
  },
);
