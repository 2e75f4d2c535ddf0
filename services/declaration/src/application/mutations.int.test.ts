import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DeclarationServiceService } from '@nencho/contracts/declaration/v1/declaration_service';
import { newId, yen } from '@nencho/kernel';
import { employeeActor, newEmployee, type Employee } from '../testing/people.js';
import {
  approveAll,
  calculate,
  factsWith,
  importPay,
  key,
  openSeason,
  payCsv,
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

type Call = (idempotencyKey: string) => Promise<unknown>;
/** Brings a fresh season to where the call is possible; `other` is the same method with another request. */
type Case = {
  readonly audit: string;
  readonly prepare: (season: Season, person: Employee) => Promise<{ readonly call: Call; readonly other: Call }>;
};

const comments = [{ path: 'claims', comment: '確認' }];

const cases: Readonly<Record<string, Case>> = {
  createCampaign: {
    audit: 'campaign_created',
    prepare: async ({ hr, tenantId }) => {
      const companyId = newId();
      world.register.put(tenantId, newEmployee({ companyId }));
      const request = { companyId, taxYear: 2026, title: 'x', deadline: '2026-12-10' };
      const create =
        (lastPaymentDate: string): Call =>
        async (idempotencyKey) =>
          world.useCases.createCampaign({ ...request, idempotencyKey, lastPaymentDate }, hr);
      return Promise.resolve({ call: create('2026-12-25'), other: create('2026-12-24') });
    },
  },
  openCampaign: {
    audit: 'campaign_opened',
    prepare: async ({ hr, campaign }) => {
      const other = await openSeason(world);
      return {
        call: async (idempotencyKey) => world.useCases.openCampaign({ idempotencyKey, campaignId: campaign.id }, hr),
        other: async (idempotencyKey) =>
          world.useCases.openCampaign({ idempotencyKey, campaignId: other.campaign.id }, hr),
      };
    },
  },
  saveFacts: {
    audit: 'facts_saved',
    prepare: async (season, person) => {
      const declarationId = await season.declarationIdOf(person);
      const facts = await factsWith(world, season, person);
      const actor = employeeActor(season.tenantId, person);
      const save =
        (amount: number): Call =>
        async (idempotencyKey) =>
          world.useCases.saveFacts(
            { idempotencyKey, declarationId, version: 1, facts: { ...facts, otherIncome: yen(amount) } },
            actor,
          );
      return { call: save(1), other: save(2) };
    },
  },
  submitDeclaration: {
    audit: 'declaration_submitted',
    prepare: async (season, person) => {
      const declarationId = await season.declarationIdOf(person);
      const actor = employeeActor(season.tenantId, person);
      const facts = await factsWith(world, season, person);
      await world.useCases.saveFacts({ idempotencyKey: key(), declarationId, version: 1, facts }, actor);
      const submit =
        (version: number): Call =>
        async (idempotencyKey) =>
          world.useCases.submitDeclaration({ idempotencyKey, declarationId, version }, actor);
      return { call: submit(2), other: submit(3) };
    },
  },
  sendBackDeclaration: {
    audit: 'declaration_sent_back',
    prepare: async (season, person) => {
      const { declarationId, version } = await saveAndSubmit(world, season, person);
      const sendBack =
        (path: string): Call =>
        async (idempotencyKey) =>
          world.useCases.sendBackDeclaration(
            { idempotencyKey, declarationId, version, comments: [{ path, comment: '確認' }] },
            season.hr,
          );
      return { call: sendBack('claims'), other: sendBack('spouse') };
    },
  },
  approveDeclaration: {
    audit: 'declaration_approved',
    prepare: async (season, person) => {
      const { declarationId, version } = await saveAndSubmit(world, season, person);
      const approve =
        (given: number): Call =>
        async (idempotencyKey) =>
          world.useCases.approveDeclaration({ idempotencyKey, declarationId, version: given }, season.hr);
      return { call: approve(version), other: approve(version + 1) };
    },
  },
  startPayImport: {
    audit: 'pay_import_checked',
    prepare: async ({ hr, campaign }, person) => {
      const start =
        (salaryTotal: number): Call =>
        async (idempotencyKey) =>
          world.useCases.startPayImport(
            { idempotencyKey, campaignId: campaign.id, content: payCsv([[person.employeeNumber, { salaryTotal }]]) },
            hr,
          );
      return Promise.resolve({ call: start(1), other: start(2) });
    },
  },
  applyPayImport: {
    audit: 'pay_imported',
    prepare: async ({ hr, campaign }, person) => {
      const upload = async () =>
        world.useCases.startPayImport(
          { idempotencyKey: key(), campaignId: campaign.id, content: payCsv([[person.employeeNumber]]) },
          hr,
        );
      const [first, second] = [await upload(), await upload()];
      return {
        call: async (idempotencyKey) => world.useCases.applyPayImport({ idempotencyKey, importId: first.id }, hr),
        other: async (idempotencyKey) => world.useCases.applyPayImport({ idempotencyKey, importId: second.id }, hr),
      };
    },
  },
  startCalculation: {
    audit: 'adjustment_calculated',
    prepare: async ({ hr, campaign }) => {
      const start =
        (campaignId: string): Call =>
        async (idempotencyKey) =>
          world.useCases.startCalculation({ idempotencyKey, campaignId }, hr);
      return Promise.resolve({ call: start(campaign.id), other: start(newId()) });
    },
  },
  startFinalisation: {
    audit: 'adjustment_finalised',
    prepare: async (season) => {
      await approveAll(world, season);
      await importPay(world, season);
      await calculate(world, season);
      const start =
        (allowPartial: boolean): Call =>
        async (idempotencyKey) =>
          world.useCases.startFinalisation(
            { idempotencyKey, campaignId: season.campaign.id, allowPartial, expectedCount: 1 },
            season.hr,
          );
      return { call: start(false), other: start(true) };
    },
  },
};

/** Methods whose request carries an idempotency key: those that change something. */
const mutatingMethods = Object.entries(DeclarationServiceService)
  .filter(
    ([name, method]) => name === 'startPayImport' || 'idempotencyKey' in method.requestDeserialize(Buffer.alloc(0)),
  )
  .map(([name]) => name);

test('every mutating method of the service is in this table', () => {
  expect(Object.keys(cases).sort()).toEqual([...mutatingMethods].sort());
});

describe.each(Object.entries(cases))('%s', (_name, { audit, prepare }) => {
  test('happens once per key, with one audit entry in the same transaction', async () => {
    const season = await openSeason(world);
    const [person] = season.people;
    if (person === undefined) throw new Error('nobody');
    const { call, other } = await prepare(season, person);
    const trailBefore = (await auditTrail(world, season.tenantId)).length;
    const idempotencyKey = key();
    const answers = await Promise.all([call(idempotencyKey), call(idempotencyKey)]);
    expect(answers[1]).toEqual(answers[0]);
    expect(await call(idempotencyKey)).toEqual(answers[0]);
    const added = (await auditTrail(world, season.tenantId)).slice(trailBefore);
    expect(added.map(({ type, outcome }) => [type, outcome])).toEqual([[audit, 'success']]);
    expect(added[0]?.actor?.kind).toBe('user');

    const events = (await eventsOf(world, season.tenantId)).length;
    expect(await refusal(other(idempotencyKey))).toEqual({
      code: 'validation_failed',
      violations: [{ path: 'idempotencyKey', rule: 'idempotency_key_reused' }],
      details: {},
    });
    expect(await refusal(call('short'))).toMatchObject({ violations: [{ rule: 'idempotency_key_required' }] });
    expect(await auditTrail(world, season.tenantId)).toHaveLength(trailBefore + 1);
    expect(await eventsOf(world, season.tenantId)).toHaveLength(events);
  });
});

describe('the work of jobs', () => {
  test('each chunk leaves an audit entry of its own, made by the job on behalf of the person', async () => {
    const season = await openSeason(world);
    await approveAll(world, season);
    await importPay(world, season);
    await calculate(world, season);
    const byJob = (await auditTrail(world, season.tenantId)).filter(({ actor }) => actor?.kind === 'job');
    expect(byJob.map(({ type, actor, params }) => [type, actor?.sub, params['stage']])).toEqual([
      ['campaign_opened', season.hr.sub, 'applied'],
      ['pay_imported', season.hr.sub, 'applied'],
      ['adjustment_calculated', season.hr.sub, 'applied'],
    ]);
    expect(byJob.every(({ actor }) => actor?.jobId !== '')).toBe(true);
  });

  test('a job whose person lost the grant stops as forbidden and changes nothing more', async () => {
    const season = await openSeason(world, { people: Array.from({ length: 3 }, () => ({})) });
    await approveAll(world, season);
    await importPay(world, season);
    const { jobId } = await world.useCases.startCalculation(
      { idempotencyKey: key(), campaignId: season.campaign.id },
      season.hr,
    );
    world.actors.set(season.hr.sub, { ...season.hr, grants: [] });
    expect(await world.finish(season.tenantId, jobId)).toMatchObject({
      state: 'stopped',
      stopCode: 'forbidden',
      done: 0,
    });
    world.actors.set(season.hr.sub, season.hr);
    expect(await world.useCases.getProgress(season.campaign.id, season.hr)).toMatchObject({ calculated: 0 });
  });

  test('nothing of a change stays when it fails half way: no state, no event, no audit entry, no key', async () => {
    const season = await openSeason(world);
    const [person] = season.people;
    if (person === undefined) throw new Error('nobody');
    const { declarationId, version } = await saveAndSubmit(world, season, person);
    const before = [await auditTrail(world, season.tenantId), await eventsOf(world, season.tenantId)];
    const idempotencyKey = key();
    const stale = { idempotencyKey, declarationId, version: version - 1, comments };
    expect(await refusal(world.useCases.sendBackDeclaration(stale, season.hr))).toMatchObject({
      code: 'version_conflict',
    });
    expect([await auditTrail(world, season.tenantId), await eventsOf(world, season.tenantId)]).toEqual(before);
    expect(await world.useCases.sendBackDeclaration({ ...stale, version }, season.hr)).toEqual({
      version: version + 1,
    });
  });
});
