import { describe, expect, test } from '@jest/globals';
import { localDate } from '@nencho/kernel';
import { participants, type Erasure, type Round } from './erasure.js';
import { nextStep, sendAgainAt } from './erasure-step.js';

const settings = { graceBusinessDays: 20, backupRetentionDays: 35, vaultRetentionDays: 7, settleMs: 65_000 };
const at = (text: string) => new Date(`${text}+09:00`);
const now = at('2027-02-02T12:00:00');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);

const round = (no: number, count: number, answered: number = participants.length): Round => ({
  ...{ no, orderedAt: now, sentAt: now, sends: 1 },
  answers: participants.slice(0, answered).map((service) => ({ service, at: now, stores: [{ name: 'rows', count }] })),
});
const completed = (one: Round): Round => ({ ...one, completedAt: now });

const begun: Erasure = {
  ...{ id: 'e', version: 1, tenantId: 't', tenantCode: 'midori', kekName: 'k', state: 'erasing' },
  ...{ endDate: localDate('2026-12-31'), exportState: 'waived', exportActs: [], cancelActs: [] },
  ...{ contactRecorded: false, letterIssued: false, approvals: [], approvers: [], alarm: 0, rounds: [] },
};
const entered: Erasure = { ...begun, erasingEntry: { index: 1, hash: 'h' } };
const erasing: Erasure = { ...entered, keyDisabledAt: now };

describe('an erasure under way', () => {
  test('is in the ledger before anything else happens, and the key is disabled before anything is deleted', () => {
    expect(nextStep(begun, now, settings)).toEqual({ kind: 'enter_erasing_in_ledger' });
    expect(nextStep(entered, now, settings)).toEqual({ kind: 'disable_key' });
    expect(nextStep(erasing, now, settings)).toEqual({ kind: 'order_round', no: 1 });
  });

  test('waits for all six services, and orders again with growing patience', () => {
    const waiting = { ...erasing, rounds: [round(1, 3, 5)] };
    expect(nextStep(waiting, now, settings)).toEqual({ kind: 'wait', until: new Date(now.getTime() + 5_000) });
    expect(nextStep(waiting, minutes(1), settings)).toEqual({ kind: 'send_again', of: 'round' });
    expect(nextStep({ ...erasing, rounds: [round(1, 3)] }, now, settings)).toEqual({ kind: 'complete_round' });
    expect([1, 2, 3, 20].map((sends) => sendAgainAt({ sentAt: now, sends }).getTime() - now.getTime())).toEqual([
      5_000, 10_000, 20_000, 600_000,
    ]);
  });

  test('orders the second round only after every cache of opened keys has ended', () => {
    const first = { ...erasing, rounds: [completed(round(1, 0))] };
    expect(nextStep(first, minutes(1), settings)).toEqual({ kind: 'wait', until: new Date(now.getTime() + 65_000) });
    expect(nextStep(first, minutes(2), settings)).toEqual({ kind: 'order_round', no: 2 });
  });

  test('goes on until a round finds nothing: before that the key is not destroyed', () => {
    const found = { ...erasing, rounds: [completed(round(1, 3)), completed(round(2, 1))] };
    expect(nextStep(found, minutes(2), settings)).toEqual({ kind: 'order_round', no: 3 });
    const empty = { ...erasing, rounds: [completed(round(1, 3)), completed(round(2, 0))] };
    expect(nextStep(empty, minutes(2), settings)).toEqual({ kind: 'conclude_rounds' });
    expect(nextStep({ ...empty, erasedAt: now }, minutes(2), settings)).toEqual({ kind: 'destroy_key' });
  });

  test('believes the vault after its retention, and the backups after theirs', () => {
    const vault: Erasure = { ...erasing, state: 'waiting_vault', keyDestroyedAt: now };
    expect(nextStep(vault, minutes(7 * 1_440 - 1), settings)).toMatchObject({ kind: 'wait' });
    expect(nextStep(vault, minutes(7 * 1_440), settings)).toEqual({ kind: 'ask_vault' });
    const backups: Erasure = { ...erasing, state: 'waiting_backups', backupsGoneAt: minutes(10) };
    expect(nextStep(backups, minutes(9), settings)).toEqual({ kind: 'wait', until: minutes(10) });
    expect(nextStep(backups, minutes(10), settings)).toEqual({ kind: 'certify' });
  });
});

describe('a contract that has ended', () => {
  const ended: Erasure = { ...begun, state: 'grace', exportState: 'open' };

  test('rests until business day 20, when silence about the export ends', () => {
    const opens = at('2027-02-01T00:00:00');
    expect(nextStep(ended, at('2027-01-31T23:59:59'), settings)).toEqual({ kind: 'wait', until: opens });
    expect(nextStep(ended, opens, settings)).toEqual({ kind: 'lapse_export' });
    expect(nextStep({ ...ended, exportState: 'lapsed' }, opens, settings)).toEqual({ kind: 'wait' });
  });

  test('in a year whose holidays are not published is an error, not a guess', () => {
    const far = { ...ended, endDate: localDate('2031-01-31') };
    expect(() => nextStep(far, at('2031-03-31T00:00:00'), settings)).toThrow(/2031/);
  });
});
