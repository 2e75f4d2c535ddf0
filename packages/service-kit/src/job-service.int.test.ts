import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { UserActor } from '@nencho/auth';
import { employeeId, newId, systemClock, tenantId } from '@nencho/kernel';
import { testDatabase, testServers } from '@nencho/local-stack/testing';
import { connectMongo, createJobs, mongoMigrations, runMigrations, withTransaction, type Jobs } from '@nencho/mongo';
import { jobServiceHandlers } from './job-service.js';
import { recordingLogger } from './testing/wire-harness.js';

let connection: Awaited<ReturnType<typeof connectMongo>>;
let jobs: Jobs;
let recorded: string[] = [];

beforeAll(async () => {
  connection = await connectMongo({
    uri: testServers().mongodbUri,
    database: testDatabase('job_service'),
    appName: 'job-service-test',
  });
  await runMigrations(connection, mongoMigrations);
  jobs = createJobs(connection, {
    kinds: {
      test: {
        chunk: async () => {
          const violations = [{ path: 'mail', rule: 'required', params: { line: '3' } }];
          return Promise.resolve({ done: 1, errors: [{ item: 'row 3', code: 'validation_failed', violations }] });
        },
      },
    },
    seal: {
      seal: async (_tenant, _id, value) => Promise.resolve(Buffer.from(JSON.stringify(value))),
      open: async (_tenant, _id, blob) => Promise.resolve(JSON.parse(Buffer.from(blob).toString()) as unknown),
    },
    clock: systemClock,
    logger: recordingLogger().logger,
  });
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});
beforeEach(() => {
  recorded = [];
});

const starter: UserActor = {
  kind: 'user',
  tenantId: tenantId(newId()),
  sub: 'starter',
  employeeId: employeeId('e1'),
  departmentIds: [],
  grants: [{ role: 'hr', scope: { kind: 'company', companyId: 'c1' } }],
  grantsVersion: 3,
  credential: { kind: 'token', token: 't', amr: [] },
};
const colleague: UserActor = { ...starter, sub: 'colleague' };
const administrator: UserActor = { ...colleague, grants: [{ role: 'admin', scope: { kind: 'tenant' } }] };
const ofCompany: UserActor = { ...colleague, grants: [{ role: 'admin', scope: { kind: 'company', companyId: 'c1' } }] };
const stranger: UserActor = { ...administrator, tenantId: tenantId(newId()) };

const call = async (name: 'GetJob' | 'CancelJob', request: object, actor: UserActor): Promise<unknown> => {
  const methods = jobServiceHandlers({
    connection,
    jobs,
    recordCancel: async (_session, user, job) => {
      recorded.push(`${user.sub} ${job.id}`);
      return Promise.resolve();
    },
  });
  const method = methods.find(({ path }) => path === `/nencho.jobs.v1.JobService/${name}`);
  const context = { actor, caller: 'gateway', deadline: new Date(), signal: new AbortController().signal } as const;
  return await method?.handle(request, context);
};
const startJob = async (): Promise<string> =>
  withTransaction(connection, async (session) =>
    jobs.start(session, {
      kind: 'test',
      tenantId: starter.tenantId,
      startedBy: { sub: starter.sub, grantsVersion: 3 },
      total: 2,
      params: {},
    }),
  );
const get = async (id: string, actor: UserActor) => call('GetJob', { id, errorCursor: '' }, actor);
const cancel = async (id: string, actor: UserActor, idempotencyKey = newId()) =>
  call('CancelJob', { id, idempotencyKey }, actor);

describe('JobService', () => {
  test('shows a job to who started it and to the administrators of the tenant', async () => {
    const id = await startJob();
    for (const actor of [starter, administrator]) {
      expect(await get(id, actor)).toMatchObject({
        job: { id, kind: 'test', state: 'JOB_STATE_QUEUED', done: 0, total: 2, finishedAt: '', stopCode: '' },
        itemErrors: [],
        nextErrorCursor: '',
      });
    }
    for (const actor of [colleague, ofCompany]) {
      await expect(get(id, actor)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  test('answers for another tenant’s job as for one that does not exist', async () => {
    const id = await startJob();
    const plain = (error: unknown) => ({ ...(error as object), errorId: '' });
    const foreign = plain(await get(id, stranger).catch((error: unknown) => error));
    const missing = plain(await get(newId(), stranger).catch((error: unknown) => error));
    expect(foreign).toMatchObject({ code: 'not_found' });
    expect(foreign).toEqual(missing);
    await expect(cancel(id, stranger)).rejects.toMatchObject({ code: 'not_found' });
    expect(recorded).toEqual([]);
  });

  test('cancels once per key, with one entry in the audit trail', async () => {
    const id = await startJob();
    const key = newId();
    expect(await cancel(id, starter, key)).toMatchObject({ job: { id, cancelRequested: true } });
    expect(await cancel(id, starter, key)).toMatchObject({ job: { id, cancelRequested: true } });
    expect(recorded).toEqual([`starter ${id}`]);
    await expect(cancel(await startJob(), starter, key)).rejects.toMatchObject({
      violations: [{ path: 'idempotencyKey', rule: 'idempotency_key_reused' }],
    });
    await expect(cancel(id, colleague)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(cancel(id, starter, '')).rejects.toMatchObject({
      violations: [{ path: 'idempotencyKey', rule: 'idempotency_key_required' }],
    });
  });

  test('shows the end of a job and what failed in it', async () => {
    const id = await startJob();
    const worker = jobs.startWorker();
    let answer: unknown;
    for (let look = 0; look < 200; look += 1) {
      answer = await get(id, starter);
      if (JSON.stringify(answer).includes('JOB_STATE_FINISHED')) {
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await worker.stop();
    expect(answer).toMatchObject({
      job: {
        state: 'JOB_STATE_FINISHED_WITH_ERRORS',
        done: 1,
        failed: 1,
        finishedAt: expect.stringContaining('+09:00'),
      },
      itemErrors: [
        {
          item: 'row 3',
          code: 'validation_failed',
          violations: [{ path: 'mail', rule: 'required', params: { line: '3' } }],
        },
      ],
    });
  });
});
