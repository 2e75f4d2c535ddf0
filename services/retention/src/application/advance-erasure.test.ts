import { beforeEach, describe, expect, test } from '@jest/globals';
import { isKekOf } from '@nencho/crypto';
import { localDate, newId } from '@nencho/kernel';
import { participants, type Erasure, type Round } from '../domain/erasure.js';
import { advanceErasure } from './advance-erasure.js';
import type { ErasureDeps, Session } from './erasure-ports.js';

const tenantId = newId();
const kekName = `a.tenant-${tenantId}`;
const now = new Date('2027-02-02T10:00:00+09:00');
const before = new Date(now.getTime() - 3_600_000);
const act = (sub: string) => ({ sub, at: before });
const round = (no: number, count: number): Round => ({
  ...{ no, orderedAt: before, sentAt: before, sends: 1, completedAt: before },
  answers: participants.map((service) => ({ service, at: before, stores: [{ name: 'rows', count }] })),
});

/** As it stands before its start: everything is there, the grace is over. */
const approved: Erasure = {
  ...{ id: newId(), version: 3, tenantId, tenantCode: 'midori', kekName, state: 'grace' },
  ...{ endDate: localDate('2026-12-31'), exportState: 'lapsed', exportActs: [], cancelActs: [] },
  ...{ contactRecorded: false, letterIssued: false, alarm: 0, approvers: [], rounds: [] },
  dryRun: { ...round(1, 7), hash: 'dry-run' },
  approvals: [
    { ...act('op-1'), dryRunHash: 'dry-run' },
    { ...act('op-2'), dryRunHash: 'dry-run' },
  ],
};
const kekPlace = 'https://a/keys/x';
const erasing: Erasure = {
  ...{ ...approved, state: 'erasing', startedAt: before, approvers: [act('op-1'), act('op-2')], kekPlace },
  auditHead: { index: 0, hash: 'head' },
};
const entered: Erasure = { ...erasing, erasingEntry: { index: 1, hash: 'entry' } };
const disabled: Erasure = { ...entered, keyDisabledAt: before };
const counted: Erasure = { ...disabled, rounds: [round(1, 7), round(2, 0)] };
const deleted: Erasure = { ...counted, erasedAt: before, backupsGoneAt: before };
const destroyed: Erasure = { ...deleted, state: 'waiting_vault', keyDestroyedAt: before };
const waiting: Erasure = { ...destroyed, state: 'waiting_backups', keyGoneAt: before };

const told: { errors: string[]; effects: string[]; saved: Erasure | undefined } = {
  ...{ errors: [], effects: [], saved: undefined },
};
beforeEach(() => {
  Object.assign(told, { errors: [], effects: [], saved: undefined });
});

type KeyState = 'active' | 'disabled' | 'deleted' | 'gone';
type Circumstances = {
  readonly clockAgrees?: boolean;
  readonly key?: KeyState;
  readonly place?: string;
};

/** Does one step of an erasure in the circumstances of the test. @returns whether it was done */
const step = async (erasure: Erasure, { clockAgrees = true, key = 'active', place = kekPlace }: Circumstances = {}) => {
  const effect = (name: string) => async () => {
    told.effects.push(name);
    return Promise.resolve();
  };
  const certificate = { erasureId: erasure.id, json: '{}', hash: 'hash', certifiedAt: now };
  const deps: ErasureDeps = {
    erasures: {
      byId: async () => Promise.resolve(erasure),
      save: async (saved) => {
        told.saved = saved;
        return Promise.resolve(saved);
      },
      postpone: async () => Promise.resolve(),
      ...{ ofTenant: async () => Promise.resolve(erasure), due: async () => Promise.resolve([]) },
      ...{ allOpen: async () => Promise.resolve([]), list: async () => Promise.resolve([]) },
      states: async () => Promise.resolve(new Map()),
    },
    certificates: { find: async () => Promise.resolve(undefined), insert: async () => Promise.resolve(certificate) },
    transact: async (work) => work({} as Session),
    publish: async () => Promise.resolve(),
    ledger: async (event) => {
      told.effects.push(`ledger ${event}`);
      return Promise.resolve({ index: 1, hash: 'entry' });
    },
    keys: {
      ...{ disable: effect('disable'), destroy: effect('destroy'), state: async () => Promise.resolve(key) },
      ...{ placeOf: () => place, belongsTo: isKekOf },
    },
    digest: () => 'digest',
    closeChain: async () => Promise.resolve({ index: 0, hash: 'head' }),
    certify: () => certificate,
    contract: async () => Promise.resolve({ state: 'ended', contractEnd: erasure.endDate }),
    clock: { now: () => now },
    clockAgrees: async () => Promise.resolve(clockAgrees),
    settings: { graceBusinessDays: 20, vaultRetentionDays: 0, backupRetentionDays: 35, settleMs: 0 },
    logger: {
      ...{ info: () => undefined, warn: () => undefined },
      error: (event) => void told.errors.push(event),
    },
  };
  return advanceErasure(deps)(erasure.id);
};

describe('while the second clock disagrees', () => {
  test.each<[string, Erasure, Circumstances]>([
    ['the export does not lapse', { ...approved, exportState: 'open' }, {}],
    ['nothing starts', approved, {}],
    ['no end of the backups is written', counted, {}],
    ['no key is destroyed', deleted, {}],
    ['the vault’s word is not written down', destroyed, { key: 'gone' }],
    ['nothing is certified', waiting, {}],
  ])('%s, and does when it agrees', async (_, erasure, circumstances) => {
    expect(await step(erasure, { ...circumstances, clockAgrees: false })).toBe(false);
    expect(told).toEqual({ errors: ['clock_disagrees'], effects: [], saved: undefined });
    expect(await step(erasure, circumstances)).toBe(true);
    expect(told.saved).toBeDefined();
  });
});

describe('the key of a tenant', () => {
  test.each<[KeyState, string]>([
    ['gone', 'key_missing'],
    ['deleted', 'key_deleted'],
  ])('that is %s before the beginning was not destroyed by us: %s', async (key, problem) => {
    for (const erasure of [approved, erasing]) expect(await step(erasure, { key })).toBe(false);
    expect(told).toEqual({ errors: [problem, problem], effects: [], saved: undefined });
  });

  test.each<KeyState>(['active', 'disabled'])('that is %s is there, and its place is remembered', async (key) => {
    expect(await step(approved, { key })).toBe(true);
    expect(told.saved).toMatchObject({ state: 'erasing', kekPlace });
    expect(await step(erasing, { key })).toBe(true);
    expect(told.effects).toEqual(['ledger erasing']);
  });

  test('that is gone after the ledger has the beginning was destroyed', async () => {
    expect(await step(destroyed, { key: 'gone' })).toBe(true);
    expect(told).toMatchObject({ effects: ['ledger key_destroyed'], saved: { state: 'waiting_backups' } });
  });

  test('of another tenant is not touched, though it is there', async () => {
    const kek = { kekName: `a.tenant-${newId()}` };
    for (const erasure of [approved, erasing, entered, deleted, destroyed]) {
      expect(await step({ ...erasure, ...kek })).toBe(false);
    }
    expect(new Set(told.errors)).toEqual(new Set(['key_of_another']));
    expect([told.effects, told.saved]).toEqual([[], undefined]);
  });

  test('is not looked for in another vault than the one where it was: its alias came to mean that one', async () => {
    for (const erasure of [erasing, entered, deleted, destroyed]) {
      expect(await step(erasure, { key: 'gone', place: 'https://b/keys/x' })).toBe(false);
    }
    expect(new Set(told.errors)).toEqual(new Set(['key_elsewhere']));
    expect([told.effects, told.saved]).toEqual([[], undefined]);
  });
});
