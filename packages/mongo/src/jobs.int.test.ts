import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testServers } from '@nencho/local-stack/testing';
import { forbidden, newId, systemClock, unavailable } from '@nencho/kernel';
import type { Connection } from 'mongoose';
import { createJobs, withTransaction, type Job, type JobHandler, type Jobs } from './index.js';
import { countingHandler, createEffects, effectRows, markedSeal } from './testing/job-fixture.js';
import { silent, testConnection } from './testing/test-connection.js';

let connection: Connection;
beforeAll(async () => {
  connection = await testConnection('jobs');
  await createEffects(connection);
});
// Not dropped: the transaction of the killed worker stays open for a minute on the server, and a drop would wait for it.
afterAll(async () => connection.close());

const tenantId = newId();
const jobsWith = (kinds: Record<string, JobHandler>): Jobs =>
  createJobs(connection, { kinds, seal: markedSeal, clock: systemClock, logger: silent, leaseMs: 2_000 });
const startOf = async (jobs: Jobs, kind: string, total: number): Promise<string> =>
  withTransaction(connection, async (session) =>
    jobs.start(session, { kind, tenantId, startedBy: { sub: 's', grantsVersion: 1 }, total, params: {} }),
  );
const ended = async (jobs: Jobs, id: string): Promise<Job> => {
  for (;;) {
    const job = await jobs.get(tenantId, id);
    if (job.finishedAt !== undefined) return job;
    await sleep(20);
  }
};
const itemsOf = async (jobId: string): Promise<number[]> =>
  (await effectRows(connection).find({ jobId }).toArray()).map(({ item }) => item).sort((a, b) => a - b);
/** Ends the waiting of jobs that failed, as the server's clock would. */
const letTimePass = async (): Promise<void> => {
  const waiting = { open: true, holder: { $exists: false } };
  await connection.collection('jobs').updateMany(waiting, { $set: { dueAt: new Date(0) } });
};
const upTo = (total: number): number[] => Array.from({ length: total }, (_, index) => index);

test('a worker killed in the middle of a chunk: another goes on, every item is done once', async () => {
  const jobs = jobsWith({ count: countingHandler(connection, { perChunk: 10 }) });
  const id = await startOf(jobs, 'count', 45);
  const script = new URL('testing/slow-worker.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, testServers().mongodbUri, connection.name], { stdio: 'pipe' });
  await once(child.stdout, 'data');
  expect(await itemsOf(id)).toEqual(upTo(20));
  child.kill('SIGKILL');
  await once(child, 'exit');
  const worker = jobs.startWorker();
  expect(await ended(jobs, id)).toMatchObject({ state: 'succeeded', done: 45, failed: 0 });
  await worker.stop();
  expect(await itemsOf(id)).toEqual(upTo(45));
});

test('several workers share several jobs, every item is done once', async () => {
  const jobs = jobsWith({ count: countingHandler(connection, { perChunk: 7 }) });
  const ids = await Promise.all([30, 50, 1].map(async (total) => startOf(jobs, 'count', total)));
  const workers = [1, 2, 3].map(() => jobs.startWorker());
  await Promise.all(ids.map(async (id) => ended(jobs, id)));
  await Promise.all(workers.map(async (worker) => worker.stop()));
  expect(await Promise.all(ids.map(itemsOf))).toEqual([upTo(30), upTo(50), upTo(1)]);
});

test('a worker that lost its job to another cannot save its chunk', async () => {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let entered = 0;
  const slow = countingHandler(connection, {
    perChunk: 10,
    beforeCommit: async () => {
      entered += 1;
      if (entered === 1) await released;
    },
  });
  const jobs = jobsWith({ count: slow });
  const id = await startOf(jobs, 'count', 10);
  const first = jobs.startWorker();
  while (entered === 0) await sleep(5);
  // As if the first had been frozen for longer than its lease.
  await connection.collection<{ _id: string }>('leases').deleteOne({ _id: `job/${id}` });
  const second = jobs.startWorker();
  await ended(jobs, id);
  release();
  await Promise.all([first.stop(), second.stop()]);
  expect(await itemsOf(id)).toEqual(upTo(10));
});

test("a chunk that takes longer than the lease is nobody else's, and runs once", async () => {
  let runs = 0;
  const slow = countingHandler(connection, {
    perChunk: 10,
    beforeCommit: async () => {
      runs += 1;
      await sleep(3_500);
    },
  });
  const jobs = jobsWith({ count: slow });
  const id = await startOf(jobs, 'count', 10);
  const workers = [jobs.startWorker(), jobs.startWorker()];
  await ended(jobs, id);
  await Promise.all(workers.map(async (worker) => worker.stop()));
  expect(runs).toBe(1);
  expect(await itemsOf(id)).toEqual(upTo(10));
});

test('cancelling ends the job after the present chunk and keeps what was done', async () => {
  const jobs = jobsWith({
    count: countingHandler(connection, {
      perChunk: 10,
      beforeCommit: async (first) => {
        // Not in the chunk's session: the request of another person, at the same time.
        if (first === 10) await withTransaction(connection, async (session) => jobs.cancel(session, tenantId, id));
      },
    }),
  });
  const id: string = await startOf(jobs, 'count', 100);
  const worker = jobs.startWorker();
  const job = await ended(jobs, id);
  await worker.stop();
  expect(job).toMatchObject({ state: 'cancelled', cancelRequested: true, done: 20 });
  expect(await itemsOf(id)).toEqual(upTo(20));
});

describe('errors', () => {
  const failing = (overrides: Partial<JobHandler>): JobHandler => ({
    chunk: async () => Promise.resolve({ done: 1, errors: [] }),
    ...overrides,
  });
  const run = async (handler: JobHandler): Promise<{ jobs: Jobs; job: Job }> => {
    const jobs = jobsWith({ x: handler });
    const id = await startOf(jobs, 'x', 3);
    const worker = jobs.startWorker();
    const job = await ended(jobs, id);
    await worker.stop();
    return { jobs, job };
  };

  test('errors of items are counted, sealed, and read back page by page', async () => {
    const errors = upTo(45).map((row) => ({
      item: `row ${row}`,
      code: 'validation_failed' as const,
      violations: [{ path: 'mail', rule: 'format' }],
    }));
    const { jobs, job } = await run(
      failing({
        chunk: async (_job, cursor) => {
          const n = Number(cursor ?? '0');
          return Promise.resolve({ done: 5, errors, ...(n < 2 ? { cursor: String(n + 1) } : {}) });
        },
      }),
    );
    expect(job).toMatchObject({ state: 'finished_with_errors', done: 15, failed: 135 });
    const first = await jobs.listErrors(tenantId, job.id, '');
    const second = await jobs.listErrors(tenantId, job.id, first.nextCursor);
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([100, 35, '']);
    expect(first.items[0]).toEqual(errors[0]);
    expect((await jobs.listErrors(newId(), job.id, '')).items).toEqual([]);
    await expect(jobs.get(newId(), job.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('who may no longer is stopped at the next chunk, and what was done stays', async () => {
    let asked = 0;
    const { job } = await run(
      failing({
        authorise: async () => {
          asked += 1;
          return asked === 2 ? Promise.reject(forbidden('pay.import')) : Promise.resolve();
        },
        chunk: async () => Promise.resolve({ done: 1, errors: [], cursor: 'next' }),
      }),
    );
    expect(job).toMatchObject({ state: 'stopped', stopCode: 'forbidden', done: 1 });
  });

  test('a peer that is down is waited for, beyond five tries', async () => {
    let tries = 0;
    const passing = setInterval(() => void letTimePass().catch(() => undefined), 20);
    const { job } = await run(
      failing({
        prepare: async () => {
          tries += 1;
          return tries < 8 ? Promise.reject(unavailable('identity')) : Promise.resolve(42);
        },
        chunk: async (_job, _cursor, _session, prepared) => Promise.resolve({ done: prepared as number, errors: [] }),
      }),
    );
    clearInterval(passing);
    expect(job).toMatchObject({ state: 'succeeded', done: 42 });
  });

  test('a bug stops the job after five tries, a chunk of more than 50 people is one', async () => {
    let tries = 0;
    const passing = setInterval(() => void letTimePass().catch(() => undefined), 20);
    const { job } = await run(
      failing({
        chunk: async () => {
          tries += 1;
          return Promise.resolve({ done: 51, errors: [] });
        },
      }),
    );
    clearInterval(passing);
    expect(tries).toBe(5);
    expect(job).toMatchObject({ state: 'stopped', stopCode: 'internal', done: 0 });
  });
});
