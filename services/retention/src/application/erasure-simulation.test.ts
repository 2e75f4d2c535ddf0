import { describe, expect, test } from '@jest/globals';
import { addDays, localDate, type LocalDate } from '@nencho/kernel';
import { addBusinessDays, businessDaysBetween } from '@nencho/kernel/business-days';
import { verifyLedger } from '@nencho/service-kit/erasure-ledger';
import { businessDayAt, startOfDay } from '../domain/deadlines.js';
import { parseCertificate } from '../proof/certificate.js';
import { operator, simulatedWorld, type World, type WorldOptions } from '../testing/simulated-world.js';
import { checkAgainstLedger, checkCertificate } from '../verify/check-certificate.js';

const hour = 3_600_000;
const settings = { graceBusinessDays: 20, backupRetentionDays: 35, vaultRetentionDays: 7, settleMs: 65_000 };

/** Mulberry32: the same seed, the same run. */
const seeded = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const worldAt = (endDate: LocalDate, options: Partial<WorldOptions> = {}): World =>
  simulatedWorld({
    ...{ settings, start: startOfDay(addDays(endDate, 1)), random: seeded(Date.parse(endDate)), crashRate: 0.2 },
    ...{ slowestAnswerMs: 20 * hour },
    ...options,
  });

const dryRunHash = (world: World): string => world.erasure().dryRun?.hash ?? 'none';

const approval = (world: World, key: string) => ({
  ...{ idempotencyKey: key, tenantId: world.tenantId, tenantCode: 'midori', displayName: 'みどり商事' },
  ...{ dryRunHash: dryRunHash(world), reason: '契約の終了', ticket: 'T-1' },
});

/** Two operators, in the last days of the grace: a dry run, then each an approval. */
const planOperators = (world: World, endDate: LocalDate, random: () => number): void => {
  const opens = startOfDay(addBusinessDays(endDate, 20)).getTime();
  const at = (hoursBefore: number) => new Date(opens - hoursBefore * hour);
  world.plan(at(96), async () => {
    await world.operators.orderDryRun({ idempotencyKey: 'dry-run-1', tenantId: world.tenantId }, operator('op-1'));
  });
  for (const sub of ['op-1', 'op-2']) {
    world.plan(at(1 + random() * 70), async () => {
      await world.operators.approve(approval(world, `approve-${sub}`), operator(sub));
    });
  }
};

const everyDay = (first: string, last: string): LocalDate[] => {
  const days: LocalDate[] = [];
  for (let day = localDate(first); day <= last; day = addDays(day, 1)) days.push(day);
  return days;
};

const certifiedDay = async (endDate: LocalDate): Promise<number> => {
  const world = worldAt(endDate);
  await world.end(endDate);
  planOperators(world, endDate, seeded(Date.parse(endDate) + 1));
  await world.runUntil(startOfDay(addDays(endDate, 120)));
  const { state, id, certifiedAt } = world.erasure();
  if (state !== 'certified' || certifiedAt === undefined) throw new Error(`${endDate} ended in ${state}`);
  const certificate = parseCertificate(world.certificates.get(id)?.json ?? '');
  if (certificate === undefined) throw new Error(`${endDate} has no certificate`);
  const { entries, problem } = verifyLedger(world.ledgerFiles(), [world.publicKey]);
  expect([endDate, problem, entries.map(({ event }) => event)]).toEqual([
    ...[endDate, undefined, ['erasing', 'key_destroyed', 'certified']],
  ]);
  expect([endDate, checkCertificate(certificate, [world.publicKey])]).toEqual([endDate, []]);
  expect([endDate, checkAgainstLedger(certificate, entries)]).toEqual([endDate, []]);
  expect(certificate.export.state).toBe('lapsed');
  return businessDayAt(endDate, certifiedAt);
};

const threeYears = everyDay('2024-09-01', '2027-08-31');
/** The last backup of these may be gone as late as business day 46: 26 business days in the 36 days after the grace. */
const worst = threeYears.filter((endDate) => {
  const graceEnds = addBusinessDays(endDate, 20);
  return businessDaysBetween(graceEnds, addDays(graceEnds, 36)) === 26;
});
/** A seeded choice; SIMULATED_ENDS=all takes every day of the three years (a minute and a half of one core). */
const chosen = (random: () => number): readonly LocalDate[] =>
  process.env['SIMULATED_ENDS'] === 'all'
    ? threeYears
    : [...worst.filter((_, i) => i % 20 === 0), ...threeYears.filter(() => random() < 0.1)];

describe('the end of a contract', () => {
  test('on any day of three years is certified by business day 46, though the process keeps dying', async () => {
    const days: number[] = [];
    for (const endDate of chosen(seeded(46))) days.push(await certifiedDay(endDate));
    expect(days.length).toBeGreaterThan(100);
    expect(Math.max(...days)).toBeLessThanOrEqual(46);
    expect(Math.max(...days)).toBeGreaterThanOrEqual(45); // the promise has no slack to give away
  }, 180_000);
});

describe('an erasure without two approvals', () => {
  const endDate = localDate('2026-03-31');
  const graceIsOver = startOfDay(addBusinessDays(endDate, 30));
  const ended = async (): Promise<World> => {
    const world = worldAt(endDate, { crashRate: 0 });
    await world.end(endDate);
    return world;
  };
  const withDryRun = async (): Promise<World> => {
    const world = await ended();
    world.plan(new Date(graceIsOver.getTime() - 40 * hour), async () => {
      await world.operators.orderDryRun({ idempotencyKey: 'dry-run-1', tenantId: world.tenantId }, operator('op-1'));
    });
    await world.runUntil(graceIsOver);
    return world;
  };
  const later = (world: World, hours: number): Date => new Date(world.now().getTime() + hours * hour);

  test('never begins, and is cried out at business days 40, 50 and 55', async () => {
    const world = await withDryRun();
    await world.runUntil(startOfDay(addBusinessDays(endDate, 65)));
    expect(world.erasure()).toMatchObject({ state: 'grace', exportState: 'lapsed', alarm: 55 });
    expect(world.alarms).toEqual([40, 50, 55]);
    expect(world.ledgerFiles()).toEqual([]);
  });

  test('does not begin on one approval, nor on two of the same operator', async () => {
    const world = await withDryRun();
    await world.operators.approve(approval(world, 'first-key'), operator('op-1'));
    await expect(world.operators.approve(approval(world, 'other-key'), operator('op-1'))).rejects.toMatchObject({
      details: { reason: 'second_operator_needed' },
    });
    await world.runUntil(later(world, 24));
    expect(world.erasure().state).toBe('grace');
    await world.operators.approve(approval(world, 'second-key'), operator('op-2'));
    await world.runUntil(later(world, 1));
    expect(world.erasure().state).toBe('erasing');
  });

  test('counts no approval of a session that was left open', async () => {
    const world = await withDryRun();
    await expect(world.operators.approve(approval(world, 'first-key'), operator('op-1', 660))).rejects.toMatchObject({
      details: { reason: 'sign_in_not_recent' },
    });
    await world.operators.approve(approval(world, 'first-key'), operator('op-1', 590));
    await expect(
      world.operators.approve(approval(world, 'other-key'), { ...operator('op-2'), authTime: 0 }),
    ).rejects.toMatchObject({ details: { reason: 'sign_in_not_recent' } });
    await world.runUntil(later(world, 24));
    expect(world.erasure().state).toBe('grace');
  });

  test('does not begin on approvals more than 72 hours apart', async () => {
    const world = await withDryRun();
    await world.operators.approve(approval(world, 'first-key'), operator('op-1'));
    await world.runUntil(later(world, 73));
    await world.operators.approve(approval(world, 'second-key'), operator('op-2'));
    await world.runUntil(later(world, 24));
    expect(world.erasure().state).toBe('grace');
  });

  test('does not begin on approvals of an earlier dry run', async () => {
    const world = await withDryRun();
    await world.operators.approve(approval(world, 'first-key'), operator('op-1'));
    const stale = approval(world, 'second-key');
    await world.operators.orderDryRun({ idempotencyKey: 'dry-run-2', tenantId: world.tenantId }, operator('op-1'));
    await world.runUntil(later(world, 30));
    await expect(world.operators.approve(stale, operator('op-2'))).rejects.toMatchObject({
      violations: [{ path: 'dryRunHash', rule: 'dry_run_differs' }],
    });
    await world.operators.approve(approval(world, 'third-key'), operator('op-2'));
    await world.runUntil(later(world, 24));
    expect(world.erasure().state).toBe('grace');
  });

  test('is refused for what was typed wrong, and by name for the id of a company', async () => {
    const world = await withDryRun();
    const typed = { ...approval(world, 'first-key'), tenantCode: 'midori2', displayName: 'みどり', reason: ' ' };
    await expect(world.operators.approve(typed, operator('op-1'))).rejects.toMatchObject({
      violations: [
        { path: 'tenantCode', rule: 'tenant_code_differs' },
        { path: 'displayName', rule: 'display_name_differs' },
        { path: 'reason', rule: 'required' },
      ],
    });
    const company = { ...approval(world, 'first-key'), tenantId: '11111111-1111-4111-8111-111111111111' };
    const refused = { violations: [{ path: 'tenantId', rule: 'company_id_given' }] };
    await expect(world.operators.approve(company, operator('op-1'))).rejects.toMatchObject(refused);
    await expect(world.operators.orderDryRun(company, operator('op-1'))).rejects.toMatchObject(refused);
  });

  test('does not begin before the grace is over, whoever has approved', async () => {
    const world = await ended();
    await world.operators.orderDryRun({ idempotencyKey: 'dry-run-1', tenantId: world.tenantId }, operator('op-1'));
    await world.runUntil(later(world, 30));
    for (const sub of ['op-1', 'op-2']) await world.operators.approve(approval(world, `key-${sub}`), operator(sub));
    await world.runUntil(later(world, 48));
    expect(world.erasure()).toMatchObject({ state: 'grace', exportState: 'open' });
  });
});
