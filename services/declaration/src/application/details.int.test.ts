import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { adjust, type AdjustmentFacts } from '@nencho/tax-rules';
import { aPreviousEmployer, detailedFacts } from '../testing/given.js';
import { employeeActor, type Employee } from '../testing/people.js';
import {
  calculate,
  factsWith,
  failuresOf,
  finaliseSeason,
  importPay,
  key,
  openSeason,
  refusal,
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

const atSeason = async (size: number): Promise<{ readonly season: Season; readonly people: readonly Employee[] }> => {
  const season = await openSeason(world, { people: Array.from({ length: size }, () => ({})) });
  return { season, people: season.people };
};

const approved = async (season: Season, person: Employee, facts: Partial<AdjustmentFacts>): Promise<string> => {
  const { declarationId, version } = await saveAndSubmit(world, season, person, facts);
  await world.useCases.approveDeclaration({ idempotencyKey: key(), declarationId, version }, season.hr);
  return declarationId;
};

const isPending = { employers: [{ ...aPreviousEmployer, slip: 'promised' }] } as const;

describe('a declaration with details', () => {
  test('is saved, submitted, compared, calculated as the engine does, and finalised', async () => {
    const { season, people } = await atSeason(1);
    const [person] = people;
    if (person === undefined) throw new Error('nobody');
    const { hr, campaign, tenantId } = season;
    const id = await approved(season, person, detailedFacts);
    const facts = await factsWith(world, season, person);
    expect(facts).toMatchObject(detailedFacts);
    await importPay(world, season);
    expect(await calculate(world, season)).toMatchObject({ state: 'succeeded', done: 1 });
    const { stored, pay } = await world.useCases.getResult(id, hr);
    if (pay === undefined) throw new Error('no pay');
    const expected = adjust(facts, pay, campaign);
    expect(expected.status === 'adjusted' && expected.result).toEqual(stored?.result);
    expect(stored?.result).toMatchObject({
      // 4,800,000 here and 1,200,000 before
      box9SalaryAfterSalaryDeduction: 4_360_000,
      // less 所得金額調整控除 ② for pay and pension
      totalIncomeEstimate: 4_360_000 + 345_678 - 100_000,
      box12SocialInsuranceWithheld: 700_000 + 180_000,
      widowOrSingleParentDeduction: 350_000,
      relatives: [{ relativeId: 'r1' }, { relativeId: 'r2', dependantDeduction: 480_000 }],
    });

    await finaliseSeason(world, season, { expectedCount: 1 });
    const slip = await world.useCases.getSlipData(id, employeeActor(tenantId, person));
    expect(slip.declaration.facts).toEqual(facts);
  });

  test('with a case that is only named is refused by its name', async () => {
    const { season, people } = await atSeason(1);
    const [person] = people;
    if (person === undefined) throw new Error('nobody');
    const refused = await refusal(saveAndSubmit(world, season, person, { ...detailedFacts, employers: [] }));
    expect(refused).toMatchObject({
      code: 'validation_failed',
      violations: [
        { path: 'facts.specialCases.otherEmployer', rule: 'unsupported_case', params: { case: 'otherEmployer' } },
      ],
    });
  });

  test('whose previous slip is still to come is held, told why, and does not stop the others', async () => {
    const { season, people } = await atSeason(3);
    const [held, other, third] = people;
    if (held === undefined || other === undefined || third === undefined) throw new Error('nobody');
    const { hr } = season;
    const id = await approved(season, held, isPending);
    await approved(season, other, detailedFacts);
    await approved(season, third, {});
    await importPay(world, season);
    const job = await calculate(world, season);
    expect(job).toMatchObject({ state: 'finished_with_errors', done: 2, failed: 1 });
    expect(await failuresOf(world, job)).toEqual({ [id]: 'previous_slip_missing' });
    const { declaration } = await world.useCases.getDeclaration(id, hr);
    expect(declaration).toMatchObject({ status: 'approved', resultStatus: 'none', problem: 'previous_slip_missing' });

    // It comes: HR asks for it, the person states it, and the figures are there.
    const comments = [{ path: 'employers[0].slip', comment: '届きましたか' }];
    const { version } = declaration;
    await world.useCases.sendBackDeclaration({ idempotencyKey: key(), declarationId: id, version, comments }, hr);
    await approved(season, held, { employers: [aPreviousEmployer] });
    expect(await calculate(world, season)).toMatchObject({ state: 'succeeded', done: 3 });
    const { stored } = await world.useCases.getResult(id, hr);
    expect(stored?.result.box9SalaryAfterSalaryDeduction).toBe(4_360_000);
  });

  test('tells events and audit trail the names of fields, and nothing that stands in them', async () => {
    const { season, people } = await atSeason(1);
    const [person] = people;
    if (person === undefined) throw new Error('nobody');
    const { tenantId, hr } = season;
    await saveAndSubmit(world, season, person, detailedFacts);
    const id = await season.declarationIdOf(person);
    const { declaration } = await world.useCases.getDeclaration(id, hr);
    const comments = [{ path: 'employers[0].name', comment: '正式な名前を' }];
    const { version } = declaration;
    await world.useCases.sendBackDeclaration({ idempotencyKey: key(), declarationId: id, version, comments }, hr);
    await saveAndSubmit(world, season, person, { employers: [{ ...aPreviousEmployer, name: '見本前職商事本店' }] });
    const trail = await auditTrail(world, tenantId);
    expect(trail.filter(({ type }) => type === 'facts_saved').map(({ changedFields }) => changedFields)).toEqual([
      expect.arrayContaining(['status', 'incomes', 'employers', 'specialCases.otherEmployer']),
      ['employers[0].name'],
    ]);
    const told = JSON.stringify([trail, await eventsOf(world, tenantId)]);
    for (const secret of ['見本', '345678', '1200000', 'divorced', '2026-04-30']) expect(told).not.toContain(secret);
  });
});
