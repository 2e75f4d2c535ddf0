import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { localDate, yen } from '@nencho/kernel';
import { adjust, type AdjustmentFacts } from '@nencho/tax-rules';
import { aChild } from '../testing/given.js';
import { employeeActor, newEmployee, type Employee } from '../testing/people.js';
import {
  approveAll,
  calculate,
  factsWith,
  failuresOf,
  finaliseSeason,
  importPay,
  key,
  openSeason,
  refusal,
  runJob,
  saveAndSubmit,
  type Season,
} from '../testing/season.js';
import { auditTrail, eventsOf } from '../testing/trail.js';
import { startWorld, type World } from '../testing/world.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => world.stop());

const only = (season: Season): Employee => {
  const [person] = season.people;
  if (person === undefined) throw new Error('nobody');
  return person;
};

describe('opening', () => {
  test('every active employee of the company gets a declaration with the birth date of the record', async () => {
    const season = await openSeason(world, {
      people: [{ birthDate: localDate('1975-01-31') }, { active: false }, { birthDate: localDate('1999-12-31') }],
    });
    const [first, left, last] = season.people;
    if (first === undefined || left === undefined || last === undefined) throw new Error('nobody');
    expect((await factsWith(world, season, first)).person.birthDate).toBe('1975-01-31');
    expect((await factsWith(world, season, last)).person.birthDate).toBe('1999-12-31');
    expect(await world.useCases.listMyDeclarations(employeeActor(season.tenantId, left))).toEqual([]);
    expect(await eventsOf(world, season.tenantId)).toMatchObject([
      { type: 'CampaignOpened', aggregateId: season.campaign.id, payload: { campaignId: season.campaign.id } },
    ]);
  });

  test('run again it takes in who joined since, and nobody twice', async () => {
    const season = await openSeason(world, { people: [{}, {}] });
    const joined = newEmployee({ companyId: season.companyId });
    const nameless = newEmployee({ companyId: season.companyId, birthDate: undefined });
    world.register.put(season.tenantId, joined, nameless);
    const again = await runJob(
      world,
      season.hr,
      world.useCases.openCampaign({ idempotencyKey: key(), campaignId: season.campaign.id }, season.hr),
    );
    expect(again).toMatchObject({ state: 'finished_with_errors', done: 1, failed: 1, total: 2 });
    expect(await failuresOf(world, again)).toEqual({ [nameless.employeeId]: 'required' });
    const progress = await world.useCases.getProgress(season.campaign.id, season.hr);
    expect(progress).toMatchObject({ total: 3, counts: { open: 3 } });
    const opened = (await eventsOf(world, season.tenantId)).map(({ payload }) => payload);
    expect(opened[1]).toEqual({ campaignId: season.campaign.id, employeeIds: [joined.employeeId] });
  });

  test('more people than one chunk holds are opened chunk by chunk, with an event for each', async () => {
    const season = await openSeason(world, { people: Array.from({ length: 120 }, () => ({})) });
    const events = await eventsOf(world, season.tenantId);
    const sizes = events.map(({ payload }) => (payload as { employeeIds: string[] }).employeeIds.length);
    expect(sizes).toEqual([50, 50, 20]);
    expect(events.map(({ aggregateVersion }) => aggregateVersion)).toEqual([3, 4, 5]);
    expect(await world.useCases.getProgress(season.campaign.id, season.hr)).toMatchObject({ total: 120 });
  });

  test('one company has one campaign a year, for a year that the rules know', async () => {
    const season = await openSeason(world);
    const request = {
      idempotencyKey: key(),
      companyId: season.companyId,
      taxYear: 2026,
      title: 'again',
      deadline: '2026-12-10',
      lastPaymentDate: '2026-12-25',
    };
    expect(await refusal(world.useCases.createCampaign(request, season.hr))).toMatchObject({ code: 'already_exists' });
    expect(
      await refusal(
        world.useCases.createCampaign({ ...request, idempotencyKey: key(), lastPaymentDate: '2026-11-25' }, season.hr),
      ),
    ).toMatchObject({ code: 'validation_failed', violations: [{ rule: 'last_payment_before_reform' }] });
    expect(
      await refusal(
        world.useCases.createCampaign(
          { ...request, idempotencyKey: key(), taxYear: 2031, deadline: '2031-12-10', lastPaymentDate: '2031-12-25' },
          season.hr,
        ),
      ),
    ).toMatchObject({ code: 'validation_failed', violations: [{ rule: 'tax_year_unsupported' }] });
  });
});

describe('declaring', () => {
  test('of two tabs that start from one version the second conflicts and nothing is lost', async () => {
    const season = await openSeason(world);
    const person = only(season);
    const actor = employeeActor(season.tenantId, person);
    const declarationId = await season.declarationIdOf(person);
    const facts = await factsWith(world, season, person);
    const save = async (otherIncome: number) =>
      world.useCases.saveFacts(
        { idempotencyKey: key(), declarationId, version: 1, facts: { ...facts, otherIncome: yen(otherIncome) } },
        actor,
      );
    const outcomes = await Promise.allSettled([save(1111), save(2222)]);
    const saved = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(saved).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'version_conflict' },
    });
    const kept = outcomes[0].status === 'fulfilled' ? 1111 : 2222;
    expect((await factsWith(world, season, person)).otherIncome).toBe(kept);
    expect(await refusal(save(3333))).toMatchObject({ code: 'version_conflict' });
    expect((await factsWith(world, season, person)).otherIncome).toBe(kept);
  });

  test('submit, send back, correct, submit again, approve: receipts, revisions, comments and events tell of it', async () => {
    const season = await openSeason(world);
    const person = only(season);
    const { hr } = season;
    const actor = employeeActor(season.tenantId, person);
    const first = await saveAndSubmit(world, season, person, { otherIncome: yen(300_000) });
    const { declarationId } = first;
    expect(first.receipt).toMatchObject({ revision: 1, submittedAt: world.clock.now() });
    expect(first.receipt.number).toMatch(/^2026(-[0-9A-F]{4}){3}$/);
    expect(first.receipt.contentHash).toMatch(/^[0-9a-f]{64}$/);
    const comments = [{ path: 'otherIncome', comment: '金額を確認してください' }];
    await world.useCases.sendBackDeclaration(
      { idempotencyKey: key(), declarationId, version: first.version, comments },
      hr,
    );
    const seen = await world.useCases.getDeclaration(declarationId, actor);
    expect(seen.declaration).toMatchObject({ status: 'sent_back', comments });
    const second = await saveAndSubmit(world, season, person, { otherIncome: yen(200_000) });
    expect(second.receipt.revision).toBe(2);
    expect(second.receipt.contentHash).not.toBe(first.receipt.contentHash);
    await world.useCases.approveDeclaration({ idempotencyKey: key(), declarationId, version: second.version }, hr);
    const { declaration, revisions } = await world.useCases.getDeclaration(declarationId, hr);
    expect(declaration).toMatchObject({ status: 'approved', facts: { otherIncome: 200_000 } });
    expect(declaration).not.toHaveProperty('comments');
    expect(revisions.map(({ receipt, facts }) => [receipt.revision, facts.otherIncome])).toEqual([
      [2, 200_000],
      [1, 300_000],
    ]);
    const events = await eventsOf(world, season.tenantId);
    expect(events.map(({ type, aggregateVersion }) => [type, aggregateVersion])).toEqual([
      ['CampaignOpened', 3],
      ['DeclarationSubmitted', 3],
      ['DeclarationSentBack', 4],
      ['DeclarationSubmitted', 6],
      ['DeclarationApproved', 7],
    ]);
    const trail = await auditTrail(world, season.tenantId);
    expect(trail.filter(({ subjectIds }) => subjectIds.includes(declarationId)).map(({ type }) => type)).toEqual([
      'campaign_opened',
      'facts_saved',
      'declaration_submitted',
      'declaration_sent_back',
      'facts_saved',
      'declaration_submitted',
      'declaration_approved',
    ]);
  });

  test('after the deadline a draft stays a draft', async () => {
    const season = await openSeason(world);
    const late = await startWorldAt(world, '2026-12-11T00:00:00+09:00', async () =>
      refusal(saveAndSubmit(world, season, only(season))),
    );
    expect(late).toMatchObject({
      code: 'illegal_state',
      violations: [{ rule: 'deadline_passed', params: { deadline: '2026-12-10' } }],
    });
    expect(await world.useCases.getProgress(season.campaign.id, season.hr)).toMatchObject({ counts: { draft: 1 } });
  });

  test('drafts may be incomplete; submitting names everything that is missing', async () => {
    const season = await openSeason(world);
    const relatives: AdjustmentFacts['relatives'] = [{ ...aChild, name: '', birthDate: '' }];
    const refused = await refusal(saveAndSubmit(world, season, only(season), { relatives }));
    expect(refused.code).toBe('validation_failed');
    expect(refused.violations.map(({ path, rule }) => `${path}: ${rule}`)).toEqual(
      expect.arrayContaining(['facts.relatives[0].name: required', 'facts.relatives[0].birthDate: required']),
    );
    expect((await factsWith(world, season, only(season))).relatives).toEqual(relatives);
  });
});

const startWorldAt = async <T>(running: World, instant: string, act: () => Promise<T>): Promise<T> => {
  const before = running.clock.now().toISOString();
  running.clock.set(instant);
  try {
    return await act();
  } finally {
    running.clock.set(before);
  }
};

describe('the whole season', () => {
  test('pay, calculation, finalising: results are the engine’s, locked, with their trace', async () => {
    const season = await openSeason(world, { people: [{}, {}, {}] });
    const { hr, campaign } = season;
    await approveAll(world, season);
    expect(await importPay(world, season)).toMatchObject({ state: 'succeeded', done: 3 });
    expect(await calculate(world, season)).toMatchObject({ state: 'succeeded', done: 3, failed: 0 });
    const person = only(season);
    const id = await season.declarationIdOf(person);
    const own = employeeActor(season.tenantId, person);
    expect(await refusal(world.useCases.getResult(id, own))).toMatchObject({
      code: 'illegal_state',
      violations: [{ rule: 'not_finalised' }],
    });
    const seen = await world.useCases.getResult(id, hr);
    expect(seen.status).toBe('calculated');
    expect(seen.stored?.trace?.length).toBeGreaterThan(20);
    if (seen.pay === undefined) throw new Error('no pay');
    const expected = adjust(await factsWith(world, season, person), seen.pay, campaign);
    expect(expected.status === 'adjusted' && expected.result).toEqual(seen.stored?.result);

    expect(await finaliseSeason(world, season, { expectedCount: 3 })).toMatchObject({ state: 'succeeded', done: 3 });
    const final = await world.useCases.getResult(id, own);
    expect(final).toMatchObject({ status: 'finalised', stored: { result: seen.stored?.result } });
    expect(final.stored?.trace).toEqual(seen.stored?.trace);
    expect((await world.useCases.getCampaign(campaign.id, hr)).status).toBe('finalised');
    expect(await world.useCases.getSlipData(id, own)).toMatchObject({ pay: seen.pay, declaration: { id } });
    const finalised = (await eventsOf(world, season.tenantId)).filter(({ type }) => type === 'AdjustmentFinalised');
    expect(finalised.map(({ payload }) => (payload as { employeeIds: string[] }).employeeIds.length)).toEqual([3]);
    expect(
      await refusal(world.useCases.openCampaign({ idempotencyKey: key(), campaignId: campaign.id }, hr)),
    ).toMatchObject({
      violations: [{ rule: 'campaign_finalised' }],
    });
  });

  test('people who cannot be calculated are told one by one and do not stop the others', async () => {
    const season = await openSeason(world, { people: [{}, {}, {}, {}] });
    const [good, waiting, unpaid, rich] = season.people;
    if (good === undefined || waiting === undefined || unpaid === undefined || rich === undefined) throw new Error();
    for (const person of [good, unpaid, rich]) {
      const { declarationId, version } = await saveAndSubmit(world, season, person);
      await world.useCases.approveDeclaration({ idempotencyKey: key(), declarationId, version }, season.hr);
    }
    await importPay(world, season, [
      [good.employeeNumber],
      [waiting.employeeNumber],
      [rich.employeeNumber, { salaryTotal: 20_000_001 }],
    ]);
    const job = await calculate(world, season);
    expect(job).toMatchObject({ state: 'finished_with_errors', done: 1, failed: 3, total: 4 });
    expect(await failuresOf(world, job)).toEqual({
      [await season.declarationIdOf(waiting)]: 'not_approved',
      [await season.declarationIdOf(unpaid)]: 'no_pay',
      [await season.declarationIdOf(rich)]: 'salary_over_20m',
    });
    const query = { campaignId: season.campaign.id, departmentId: '', employeeIds: [], cursor: '', limit: 0 };
    const problems = await world.useCases.listDeclarations({ ...query, withProblem: true }, season.hr);
    expect(problems.items.map(({ problem }) => problem)).toEqual(['not_approved', 'no_pay', 'salary_over_20m']);
    expect(await world.useCases.getProgress(season.campaign.id, season.hr)).toMatchObject({
      withPay: 3,
      calculated: 1,
      withProblem: 3,
      total: 4,
    });
    const start = async (options: { expectedCount: number; allowPartial?: boolean }) =>
      refusal(finaliseSeason(world, season, options));
    expect(await start({ expectedCount: 1 })).toMatchObject({ violations: [{ rule: 'not_all_calculated' }] });
    expect(await start({ expectedCount: 2, allowPartial: true })).toMatchObject({
      code: 'illegal_state',
      violations: [{ rule: 'expected_count_changed', params: { expected: '2', actual: '1' } }],
    });
    expect(await finaliseSeason(world, season, { expectedCount: 1, allowPartial: true })).toMatchObject({ done: 1 });
    expect(await start({ expectedCount: 0, allowPartial: true })).toMatchObject({
      violations: [{ rule: 'nothing_to_finalise' }],
    });
    expect((await world.useCases.getCampaign(season.campaign.id, season.hr)).status).toBe('open');
  });

  test('a result is outdated when pay or facts change, and good again when they come back', async () => {
    const season = await openSeason(world);
    const person = only(season);
    const { hr } = season;
    await approveAll(world, season);
    await importPay(world, season);
    await calculate(world, season);
    const id = await season.declarationIdOf(person);
    const before = await world.useCases.getResult(id, hr);
    const number = person.employeeNumber;
    await importPay(world, season, [[number, { salaryTotal: 5_000_000 }]]);
    const outdated = await world.useCases.getResult(id, hr);
    expect(outdated).toMatchObject({ status: 'outdated', pay: { salaryTotal: 5_000_000 } });
    expect(outdated.stored).toEqual(expect.not.objectContaining({ trace: expect.anything() }));
    await importPay(world, season, [[number]]);
    await calculate(world, season);
    expect(await world.useCases.getResult(id, hr)).toEqual(before);
    const { declaration } = await world.useCases.getDeclaration(id, hr);
    await world.useCases.sendBackDeclaration(
      {
        idempotencyKey: key(),
        declarationId: id,
        version: declaration.version,
        comments: [{ path: 'claims', comment: '?' }],
      },
      hr,
    );
    expect((await world.useCases.getResult(id, hr)).status).toBe('outdated');
    expect(await refusal(finaliseSeason(world, season, { expectedCount: 1, allowPartial: true }))).toMatchObject({
      violations: [{ rule: 'nothing_to_finalise' }],
    });
  });

  test('calculating again stores nothing anew: the bytes in the database stay', async () => {
    const season = await openSeason(world, { people: [{}, {}] });
    await approveAll(world, season);
    await importPay(world, season);
    await calculate(world, season);
    const stored = async () =>
      world.connection.collection('results').find({ tenantId: season.tenantId }).sort({ _id: 1 }).toArray();
    const first = await stored();
    expect(first).toHaveLength(2);
    world.clock.advance(60_000);
    expect(await calculate(world, season)).toMatchObject({ state: 'succeeded', done: 2 });
    expect(await stored()).toEqual(first);
  });
});
