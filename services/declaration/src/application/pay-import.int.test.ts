import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@nencho/kernel';
import { newEmployee } from '../testing/people.js';
import {
  approveAll,
  calculate,
  failuresOf,
  finaliseSeason,
  importPay,
  key,
  openSeason,
  payCsv,
  refusal,
  runJob,
  type Season,
} from '../testing/season.js';
import { startWorld, type World } from '../testing/world.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => world.stop());

const check = async ({ hr, campaign }: Season, content: Buffer) =>
  world.useCases.startPayImport({ idempotencyKey: key(), campaignId: campaign.id, content }, hr);

const apply = async ({ hr }: Season, importId: string) =>
  runJob(world, hr, world.useCases.applyPayImport({ idempotencyKey: key(), importId }, hr));

const numbersOf = ({ people }: Season): readonly string[] => people.map(({ employeeNumber }) => employeeNumber);

describe('the dry run', () => {
  test('says what would be new, changed and the same, and changes nothing', async () => {
    const season = await openSeason(world, { people: [{}, {}, {}] });
    const [a = '', b = '', c = ''] = numbersOf(season);
    await importPay(world, season, [[a], [b]]);
    const before = await world.connection.collection('pay').find({ tenantId: season.tenantId }).toArray();
    const checked = await check(season, payCsv([[a], [b, { withheldTaxTotal: 1 }], [c]]));
    expect(checked).toMatchObject({ state: 'ready', rows: 3, toCreate: 1, toUpdate: 1, unchanged: 1, errorCount: 0 });
    expect(await world.connection.collection('pay').find({ tenantId: season.tenantId }).toArray()).toEqual(before);
    expect(await world.useCases.getPayImport(checked.id, season.hr)).toEqual(checked);
  });

  test('names every wrong row with its line, column and rule, and stages none', async () => {
    const season = await openSeason(world);
    const [a = ''] = numbersOf(season);
    const stranger = newEmployee({ companyId: season.companyId });
    const content = Buffer.concat([
      payCsv([[a], ['X999'], [a, { salaryTotal: '12,34' }], [a], [stranger.employeeNumber, { withheldTaxTotal: '' }]]),
      Buffer.from('\r\nshort,1'),
    ]);
    const checked = await check(season, content);
    expect(checked).toMatchObject({ state: 'invalid', rows: 6, errorCount: 5 });
    expect(
      checked.errors.map(({ line, violations }) => [line, ...violations.map(({ path, rule }) => `${path} ${rule}`)]),
    ).toEqual([
      [3, '従業員番号 employee_unknown'],
      [4, '給与・賞与の総額 yen'],
      [5, '従業員番号 duplicate_in_file'],
      [6, '源泉徴収税額 required'],
      [7, ' column_count'],
    ]);
    expect(await world.connection.collection('pay_import_chunks').countDocuments({ tenantId: season.tenantId })).toBe(
      0,
    );
    expect(await refusal(apply(season, checked.id))).toMatchObject({
      code: 'illegal_state',
      violations: [{ rule: 'import_invalid', params: { count: '5' } }],
    });
  });

  test('lists 200 wrong rows and counts the rest', async () => {
    const season = await openSeason(world);
    const checked = await check(season, payCsv(Array.from({ length: 250 }, (_, n) => [`nobody${n}`])));
    expect(checked.errors).toHaveLength(200);
    expect(checked.errorCount).toBe(250);
  });

  test('a campaign that was never opened takes no pay', async () => {
    const season = await openSeason(world);
    const companyId = newId();
    world.register.put(season.tenantId, newEmployee({ companyId }));
    const other = await world.useCases.createCampaign(
      {
        idempotencyKey: key(),
        companyId,
        taxYear: 2026,
        title: 'x',
        deadline: '2026-12-10',
        lastPaymentDate: '2026-12-25',
      },
      season.hr,
    );
    expect(await refusal(check({ ...season, campaign: other }, payCsv([['E1']])))).toMatchObject({
      violations: [{ rule: 'campaign_not_open' }],
    });
  });

  test('the 21st file of an hour is refused, an hour later it is welcome', async () => {
    const season = await openSeason(world);
    const [a = ''] = numbersOf(season);
    for (let n = 0; n < 20; n += 1) await check(season, payCsv([[a]]));
    expect(await refusal(check(season, payCsv([[a]])))).toMatchObject({
      code: 'limit_exceeded',
      details: { limit: 'pay_import' },
    });
    world.clock.advance(3_600_001);
    expect(await check(season, payCsv([[a]]))).toMatchObject({ state: 'ready' });
  });
});

describe('applying', () => {
  test('takes more rows than a staging chunk holds, and an import is applied once', async () => {
    const season = await openSeason(world, { people: Array.from({ length: 520 }, () => ({})) });
    const checked = await check(season, payCsv(numbersOf(season).map((number) => [number])));
    expect(await world.connection.collection('pay_import_chunks').countDocuments({ importId: checked.id })).toBe(2);
    expect(await apply(season, checked.id)).toMatchObject({ state: 'succeeded', done: 520, total: 520 });
    expect(await world.useCases.getProgress(season.campaign.id, season.hr)).toMatchObject({ withPay: 520 });
    expect(await refusal(apply(season, checked.id))).toMatchObject({
      code: 'illegal_state',
      violations: [{ rule: 'import_applied' }],
    });
  }, 60_000);

  test('a second apply is refused while the first is under way, and possible once it was cancelled', async () => {
    const season = await openSeason(world);
    const checked = await check(season, payCsv([[numbersOf(season)[0] ?? '']]));
    const request = () => ({ idempotencyKey: key(), importId: checked.id });
    const { jobId } = await world.useCases.applyPayImport(request(), season.hr);
    expect(await refusal(world.useCases.applyPayImport(request(), season.hr))).toMatchObject({
      violations: [{ rule: 'import_applying' }],
    });
    await world.connection.transaction(async (session) => {
      await world.jobs.cancel(session, season.tenantId, jobId);
    });
    expect(await world.finish(season.tenantId, jobId)).toMatchObject({ state: 'cancelled' });
    expect(await apply(season, checked.id)).toMatchObject({ state: 'succeeded', done: 1 });
  });

  test('an import whose rows may have expired is refused', async () => {
    const season = await openSeason(world);
    const checked = await check(season, payCsv([[numbersOf(season)[0] ?? '']]));
    world.clock.advance(6 * 86_400_000 + 1);
    expect(await refusal(apply(season, checked.id))).toMatchObject({ violations: [{ rule: 'import_expired' }] });
    world.clock.advance(-6 * 86_400_000 - 1);
  });

  test('an import whose staged rows are gone, all or the last of them, stops the job and is never said to be applied', async () => {
    const season = await openSeason(world, { people: Array.from({ length: 520 }, () => ({})) });
    const chunks = world.connection.collection('pay_import_chunks');
    const jobs = world.connection.collection('jobs');
    const passing = setInterval(
      () => void jobs.updateMany({ holder: { $exists: false } }, { $set: { dueAt: new Date(0) } }),
      20,
    );
    try {
      for (const [sequence, done] of [
        [1, 500],
        [0, 0],
      ] as const) {
        const checked = await check(season, payCsv(numbersOf(season).map((number) => [number])));
        await chunks.deleteOne({ importId: checked.id, sequence });
        expect(await apply(season, checked.id)).toMatchObject({ state: 'stopped', stopCode: 'illegal_state', done });
        expect(await world.useCases.getPayImport(checked.id, season.hr)).toMatchObject({ state: 'applying' });
      }
    } finally {
      clearInterval(passing);
    }
  }, 60_000);

  test('people finalised meanwhile keep their pay, the others get theirs', async () => {
    const season = await openSeason(world, { people: [{}, {}] });
    const [a = '', b = ''] = numbersOf(season);
    await approveAll(world, season);
    await importPay(world, season, [[a]]);
    await calculate(world, season);
    const checked = await check(season, payCsv([[a, { salaryTotal: 1 }], [b]]));
    expect(checked.state).toBe('ready');
    await finaliseSeason(world, season, { expectedCount: 1, allowPartial: true });
    const job = await apply(season, checked.id);
    expect(job).toMatchObject({ state: 'finished_with_errors', done: 1, failed: 1 });
    expect(await failuresOf(world, job)).toEqual({ 'row 2': 'finalised' });
    const [first] = season.people;
    if (first === undefined) throw new Error('nobody');
    const kept = await world.useCases.getResult(await season.declarationIdOf(first), season.hr);
    expect(kept).toMatchObject({ status: 'finalised', pay: { salaryTotal: 4_800_000 } });
    const again = await check(season, payCsv([[a]]));
    expect(again.errors).toEqual([{ line: 2, violations: [{ path: '従業員番号', rule: 'finalised' }] }]);
  });
});
