import { expect, test } from '@jest/globals';
import type { UserActor } from '@nencho/auth';
import { AppError, localDate, systemClock, tenantId, validationFailed } from '@nencho/kernel';
import { withDigest } from '../csv/with-digest.js';
import type { Mutate, ReadEmployeeCsv, Session } from './ports.js';
import { startEmployeeImport } from './start-employee-import.js';

const actor: UserActor = {
  ...{ kind: 'user', sub: 'sub-1', grantsVersion: 1, departmentIds: [] },
  tenantId: tenantId('00000000-0000-4000-8000-000000000001'),
  credential: { kind: 'token', token: '', amr: ['pwd'] },
  grants: [{ role: 'admin', scope: { kind: 'tenant' } }],
};

/** Ids of the imports whose staged rows were dropped while the file was read and `mutate` did what it does. */
const droppedWhen = async (mutate: Mutate, readCsv: ReadEmployeeCsv = nothing): Promise<string[]> => {
  const dropped: string[] = [];
  const tenant = {
    id: actor.tenantId,
    code: 'mihon',
    displayName: '見本',
    seats: 10,
    contractVersion: 1,
    peopleRevision: 0,
  } as const;
  const start = startEmployeeImport({
    tenants: {
      find: async () =>
        Promise.resolve({
          ...tenant,
          ...{ contractStart: localDate('2026-10-01'), state: 'active', createdAt: new Date(0) },
        }),
    },
    companies: { list: async () => Promise.resolve([]) },
    departments: { list: async () => Promise.resolve([]) },
    people: {
      cardsByNumbers: async () => Promise.resolve([]),
      findByLoginIds: async () => Promise.resolve([]),
      countActive: async () => Promise.resolve(0),
    },
    imports: {
      stage: async () => Promise.resolve(),
      insert: async () => Promise.resolve(),
      find: async () => Promise.resolve(undefined),
      dropStaged: async (_tenantId, importId) => {
        dropped.push(importId);
        return Promise.resolve();
      },
    },
    audit: { append: async () => Promise.resolve() },
    hitRate: async () => Promise.resolve(),
    ...{ mutate, readCsv, withDigest, clock: systemClock, newId: () => 'import-1' },
  });
  await expect(start({ idempotencyKey: 'key-00000001', content: nothing() }, actor)).rejects.toThrow();
  return dropped;
};

const nothing = async function* (): AsyncGenerator<never> {
  yield* await Promise.resolve([]);
};
const session = {} as Session;

test('an answer lost after the commit leaves the staged rows to the import that exists', async () => {
  const lost: Mutate = async (_change, work) => {
    await work(session);
    throw new AppError('unavailable', 'the connection broke');
  };
  expect(await droppedWhen(lost)).toEqual([]);
  // Committed, and only reading it again fails.
  expect(await droppedWhen(async (_change, work) => work(session))).toEqual([]);
});

test('what surely became no import leaves nothing', async () => {
  const refused: Mutate = async () =>
    Promise.reject(validationFailed([{ path: 'idempotencyKey', rule: 'idempotency_key_reused' }]));
  expect(await droppedWhen(refused)).toEqual(['import-1']);
  const cut: ReadEmployeeCsv = async function* () {
    yield* await Promise.reject<never[]>(new Error('cut'));
  };
  expect(await droppedWhen(refused, cut)).toEqual(['import-1']);
});
