import { afterAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { type ManagedProcess, spawnProcess } from '../managed-process.js';
import { type ProgressEvent } from '../progress.js';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { waitUntil } from '../wait-until.js';
import { supervise } from './supervise.js';

const temporary = temporaryDirectory();
afterAll(() => temporary.remove());

const sleeper = async (): Promise<ManagedProcess> =>
  spawnProcess({
    name: 'sleeper',
    command: 'sleep',
    args: ['600'],
    logFile: join(temporary.path, 'log'),
    pidFile: join(temporary.path, 'sleeper.pid'),
  });

describe('a supervised process', () => {
  test('comes back after a kill and after a start that failed, and not any more once stopped', async () => {
    const events: ProgressEvent[] = [];
    const started: ManagedProcess[] = [await sleeper()];
    const stopping = new AbortController();
    let refusals = 1;
    const restart = async () => {
      if (refusals > 0) {
        refusals -= 1;
        throw new Error('not yet');
      }
      const running = await sleeper();
      started.push(running);
      return running;
    };
    const first = Promise.resolve(started[0]);
    const done = supervise({
      name: 'sleeper',
      first,
      restart,
      progress: (e) => events.push(e),
      signal: stopping.signal,
    });
    started[0]?.kill('SIGKILL');
    await waitUntil(async () => Promise.resolve(started.length === 2), { what: 'restart', timeoutMs: 10_000 });
    expect(events.map(({ detail }) => detail)).toEqual(['signal SIGKILL', 'not yet']);

    stopping.abort();
    await started[1]?.stop();
    await done;
    expect(started).toHaveLength(2);
  });

  test('whose first start fails is left to whoever waits for it', async () => {
    const first = Promise.reject(new Error('wrong configuration'));
    const never = async () => Promise.reject(new Error('must not be called'));
    const signal = new AbortController().signal;
    const events: ProgressEvent[] = [];
    await supervise({ name: 'x', first, restart: never, progress: (event) => events.push(event), signal });
    expect(events).toEqual([]);
  });
});
