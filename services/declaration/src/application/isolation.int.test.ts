import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { UserActor } from '@nencho/auth';
import { newId } from '@nencho/kernel';
import { employeeActor, hrOf, newEmployee, type Employee } from '../testing/people.js';
import {
  approveAll,
  calculate,
  factsWith,
  failuresOf,
  finaliseSeason,
  importPay,
  key,
  known,
  openSeason,
  payCsv,
  refusal,
  runJob,
  type Season,
} from '../testing/season.js';
import { createStores } from '../store/stores.js';
import { startWorld, type World } from '../testing/world.js';

let world: World;
let season: Season;
let foreign: Season;
let importId: string;
let east: Employee;
let west: Employee;
const sales = newId();
const eastern = newId();
const western = newId();

const drain = async (items: AsyncIterable<unknown>): Promise<unknown[]> => {
  const all: unknown[] = [];
  for await (const item of items) all.push(item);
  return all;
};
const list = (campaignId: string) => ({
  campaignId,
  departmentId: '',
  employeeIds: [],
  withProblem: false,
  cursor: '',
  limit: 0,
});

beforeAll(async () => {
  world = await startWorld();
  foreign = await openSeason(world);
  season = await openSeason(world, {
    people: [
      { departmentId: eastern, departmentPath: [sales, eastern] },
      { departmentId: western, departmentPath: [sales, western] },
    ],
  });
  const [first, second] = season.people;
  if (first === undefined || second === undefined) throw new Error('nobody');
  [east, west] = [first, second];
  await approveAll(world, season);
  await importPay(world, season);
  await calculate(world, season);
  const { id } = await world.useCases.startPayImport(
    { idempotencyKey: key(), campaignId: season.campaign.id, content: payCsv([[east.employeeNumber]]) },
    season.hr,
  );
  importId = id;
});
afterAll(async () => world.stop());

type Act = (ids: { declaration: string; campaign: string; import: string }, actor: UserActor) => Promise<unknown>;

const onDeclarations = async (): Promise<Readonly<Record<string, Act>>> => {
  const facts = await factsWith(world, season, east);
  const { useCases: use } = world;
  const write = () => ({ idempotencyKey: key(), version: 1 });
  return {
    getDeclaration: async (ids, actor) => use.getDeclaration(ids.declaration, actor),
    saveFacts: async (ids, actor) => use.saveFacts({ ...write(), declarationId: ids.declaration, facts }, actor),
    submitDeclaration: async (ids, actor) =>
      use.submitDeclaration({ ...write(), declarationId: ids.declaration }, actor),
    sendBackDeclaration: async (ids, actor) =>
      use.sendBackDeclaration({ ...write(), declarationId: ids.declaration, comments: [] }, actor),
    approveDeclaration: async (ids, actor) =>
      use.approveDeclaration({ ...write(), declarationId: ids.declaration }, actor),
    getResult: async (ids, actor) => use.getResult(ids.declaration, actor),
    getSlipData: async (ids, actor) => use.getSlipData(ids.declaration, actor),
  };
};

const onCampaigns = (): Readonly<Record<string, Act>> => {
  const { useCases: use } = world;
  const write = () => ({ idempotencyKey: key() });
  return {
    getCampaign: async (ids, actor) => use.getCampaign(ids.campaign, actor),
    openCampaign: async (ids, actor) => use.openCampaign({ ...write(), campaignId: ids.campaign }, actor),
    getProgress: async (ids, actor) => use.getProgress(ids.campaign, actor),
    listDeclarations: async (ids, actor) => use.listDeclarations(list(ids.campaign), actor),
    startPayImport: async (ids, actor) =>
      use.startPayImport({ ...write(), campaignId: ids.campaign, content: payCsv([['E1']]) }, actor),
    getPayImport: async (ids, actor) => use.getPayImport(ids.import, actor),
    applyPayImport: async (ids, actor) => use.applyPayImport({ ...write(), importId: ids.import }, actor),
    startCalculation: async (ids, actor) => use.startCalculation({ ...write(), campaignId: ids.campaign }, actor),
    startFinalisation: async (ids, actor) =>
      use.startFinalisation({ ...write(), campaignId: ids.campaign, allowPartial: true, expectedCount: 2 }, actor),
    streamResults: async (ids, actor) =>
      drain(use.streamResults({ campaignId: ids.campaign, afterEmployeeNumber: '' }, actor)),
  };
};

describe('another tenant', () => {
  test('a foreign id, a missing id and a malformed id answer alike, whatever is asked', async () => {
    const actor = known(world, {
      ...foreign.hr,
      grants: [...foreign.hr.grants, { role: 'employee', scope: { kind: 'self' } }],
    });
    const mine = await season.declarationIdOf(east);
    const strange = { declaration: mine, campaign: season.campaign.id, import: importId };
    const missing = { declaration: newId(), campaign: newId(), import: newId() };
    const malformed = { declaration: '{"$gt":""}', campaign: '__proto__', import: '' };
    for (const [name, act] of Object.entries({ ...(await onDeclarations()), ...onCampaigns() })) {
      const answers = [
        await refusal(act(strange, actor)),
        await refusal(act(missing, actor)),
        await refusal(act(malformed, actor)),
      ];
      expect([name, answers[0]?.code]).toEqual([name, 'not_found']);
      expect([name, answers[1]]).toEqual([name, answers[0]]);
      expect([name, answers[2]]).toEqual([name, answers[0]]);
    }
  });

  test('a campaign is drawn up for a company of one’s own only', async () => {
    const create = async (companyId: string, actor: UserActor) =>
      refusal(
        world.useCases.createCampaign(
          {
            idempotencyKey: key(),
            companyId,
            taxYear: 2026,
            title: 'x',
            deadline: '2026-12-10',
            lastPaymentDate: '2026-12-25',
          },
          actor,
        ),
      );
    const missing = await create(newId(), foreign.hr);
    expect(missing).toMatchObject({ code: 'not_found', details: { kind: 'company' } });
    expect(await create(season.companyId, foreign.hr)).toEqual(missing);
    expect(await create('{"$ne":""}', foreign.hr)).toEqual(missing);
    const elsewhere = hrOf(season.tenantId, { kind: 'company', companyId: newId() });
    expect(await create(season.companyId, elsewhere)).toMatchObject({ code: 'forbidden' });
  });

  test('lists, counts and cursors hold nothing of it', async () => {
    expect((await world.useCases.listCampaigns(foreign.hr)).map(({ id }) => id)).toEqual([foreign.campaign.id]);
    const { items } = await world.useCases.listDeclarations(
      { ...list(foreign.campaign.id), employeeIds: [east.employeeId] },
      foreign.hr,
    );
    expect(items).toEqual([]);
    const page = await world.useCases.listDeclarations({ ...list(season.campaign.id), limit: 1 }, season.hr);
    expect(page.nextCursor).not.toBe('');
    expect(
      await refusal(
        world.useCases.listDeclarations({ ...list(foreign.campaign.id), cursor: page.nextCursor }, foreign.hr),
      ),
    ).toMatchObject({ code: 'validation_failed', violations: [{ rule: 'invalid_cursor' }] });
  });

  test('without the tenant in the query the seal would still hold', async () => {
    const row = await world.connection.collection('declarations').findOne({ tenantId: season.tenantId });
    const blob = (row as unknown as { facts: Buffer; _id: string } | null) ?? undefined;
    if (blob === undefined) throw new Error('no row');
    const place = { name: 'declaration.facts/1', documentId: blob._id, year: 2026 } as const;
    await expect(world.sealer.openJson({ ...place, tenantId: season.tenantId }, blob.facts)).resolves.toMatchObject({
      person: {},
    });
    await expect(world.sealer.openJson({ ...place, tenantId: foreign.tenantId }, blob.facts)).rejects.toThrow();
  });
});

describe('within a tenant', () => {
  test('another employee is forbidden, and has nothing to review', async () => {
    const actor = employeeActor(season.tenantId, west);
    const ids = { declaration: await season.declarationIdOf(east), campaign: season.campaign.id, import: importId };
    for (const [name, act] of Object.entries({ ...(await onDeclarations()), ...onCampaigns() })) {
      expect([name, (await refusal(act(ids, actor))).code]).toEqual([name, 'forbidden']);
    }
  });

  test('HR of a department sees, counts and reviews its own people only', async () => {
    const hr = known(world, hrOf(season.tenantId, { kind: 'department', departmentId: eastern }));
    const { items } = await world.useCases.listDeclarations(list(season.campaign.id), hr);
    expect(items.map(({ employeeId }) => employeeId)).toEqual([east.employeeId]);
    expect(await world.useCases.getProgress(season.campaign.id, hr)).toMatchObject({
      total: 1,
      calculated: 1,
      departments: [{ departmentId: eastern }],
    });
    expect((await world.useCases.listCampaigns(hr)).map(({ id }) => id)).toEqual([season.campaign.id]);
    const strange = await season.declarationIdOf(west);
    expect(await refusal(world.useCases.getDeclaration(strange, hr))).toMatchObject({ code: 'forbidden' });
    expect(await refusal(world.useCases.getResult(strange, hr))).toMatchObject({ code: 'forbidden' });
    expect((await world.useCases.getResult(await season.declarationIdOf(east), hr)).status).toBe('calculated');
    const asked = world.useCases.listDeclarations({ ...list(season.campaign.id), departmentId: western }, hr);
    expect((await asked).items).toEqual([]);
    const all = { idempotencyKey: key(), campaignId: season.campaign.id, allowPartial: true, expectedCount: 2 };
    expect(await refusal(world.useCases.startFinalisation(all, hr))).toMatchObject({ code: 'forbidden' });
    expect(
      await refusal(world.useCases.openCampaign({ idempotencyKey: key(), campaignId: season.campaign.id }, hr)),
    ).toMatchObject({ code: 'forbidden' });
  });

  test('the department above reaches both, another company’s HR nobody', async () => {
    const above = hrOf(season.tenantId, { kind: 'department', departmentId: sales });
    expect((await world.useCases.listDeclarations(list(season.campaign.id), above)).items).toHaveLength(2);
    const elsewhere = hrOf(season.tenantId, { kind: 'company', companyId: newId() });
    expect(await refusal(world.useCases.listDeclarations(list(season.campaign.id), elsewhere))).toMatchObject({
      code: 'forbidden',
    });
    expect(await world.useCases.listCampaigns(elsewhere)).toEqual([]);
  });

  test('calculation and pay of a department’s HR touch that department only', async () => {
    const hr = known(world, hrOf(season.tenantId, { kind: 'department', departmentId: western }));
    const job = await runJob(
      world,
      hr,
      world.useCases.startCalculation({ idempotencyKey: key(), campaignId: season.campaign.id }, hr),
    );
    expect(job).toMatchObject({ state: 'succeeded', total: 1, done: 1 });
    const checked = await world.useCases.startPayImport(
      {
        idempotencyKey: key(),
        campaignId: season.campaign.id,
        content: payCsv([[east.employeeNumber], [west.employeeNumber]]),
      },
      hr,
    );
    expect(checked).toMatchObject({
      state: 'invalid',
      errors: [{ line: 2, violations: [{ path: '従業員番号', rule: 'out_of_scope' }] }],
    });
  });

  test('who moves to another department is out of sight at once, also in the middle of paging and of an import', async () => {
    const moving = await openSeason(world, {
      people: [1, 2, 3].map(() => ({ departmentId: eastern, departmentPath: [sales, eastern] })),
    });
    const hr = known(world, hrOf(moving.tenantId, { kind: 'department', departmentId: eastern }));
    const page = await world.useCases.listDeclarations({ ...list(moving.campaign.id), limit: 1 }, hr);
    const last = moving.people[2];
    if (last === undefined) throw new Error('nobody');
    const { id } = await world.useCases.startPayImport(
      { idempotencyKey: key(), campaignId: moving.campaign.id, content: payCsv([[last.employeeNumber]]) },
      hr,
    );
    world.register.put(moving.tenantId, {
      ...last,
      departmentId: western,
      departmentPath: [sales, western],
      version: 2,
    });
    await world.rebuildScopeRows(moving.tenantId);
    const rest = await world.useCases.listDeclarations(
      { ...list(moving.campaign.id), limit: 200, cursor: page.nextCursor },
      hr,
    );
    expect(rest.items.map(({ employeeId }) => employeeId)).toEqual([moving.people[1]?.employeeId]);
    const job = await runJob(world, hr, world.useCases.applyPayImport({ idempotencyKey: key(), importId: id }, hr));
    expect(job).toMatchObject({ done: 0, failed: 1 });
    expect(await failuresOf(world, job)).toEqual({ 'row 2': 'out_of_scope' });
  });
});

describe('a transfer to another company', () => {
  const company = (season: Season, companyId: string) => hrOf(season.tenantId, { kind: 'company', companyId });
  const placesOf = async ({ campaign, hr }: Season) =>
    (await world.useCases.listDeclarations(list(campaign.id), hr)).items.map(({ place }) => place);

  test('leaves the declaration with the company of its campaign, whose HR goes on; the other company’s HR sees nothing', async () => {
    const transfer = await openSeason(world, { people: [{ departmentId: eastern, departmentPath: [sales, eastern] }] });
    const [person] = transfer.people;
    if (person === undefined) throw new Error('nobody');
    const before = await transfer.declarationIdOf(person);
    const other = newId();
    const away = { departmentId: western, departmentPath: [western], version: 2, employeeNumber: 'AWAY' };
    world.register.put(transfer.tenantId, { ...person, ...away, companyId: other });
    await world.rebuildScopeRows(transfer.tenantId);
    expect(await placesOf(transfer)).toEqual([
      {
        employeeNumber: 'AWAY',
        companyId: transfer.companyId,
        departmentId: eastern,
        departmentPath: [sales, eastern],
      },
    ]);
    const theirs = company(transfer, other);
    expect(await refusal(world.useCases.getDeclaration(before, theirs))).toMatchObject({ code: 'forbidden' });
    expect(await world.useCases.listCampaigns(theirs)).toEqual([]);
    const ours = company(transfer, transfer.companyId);
    expect((await world.useCases.getDeclaration(before, ours)).declaration.id).toBe(before);

    const back = { departmentId: western, departmentPath: [sales, western], version: 3, employeeNumber: 'BACK' };
    world.register.put(transfer.tenantId, { ...person, ...back });
    await world.rebuildScopeRows(transfer.tenantId);
    expect(await placesOf(transfer)).toMatchObject([{ employeeNumber: 'BACK', departmentPath: [sales, western] }]);
  });

  test('and any other move change nothing of what is finalised: its slip names the payer of the campaign', async () => {
    const done = await openSeason(world);
    const [person] = done.people;
    if (person === undefined) throw new Error('nobody');
    await approveAll(world, done);
    await importPay(world, done);
    await calculate(world, done);
    await finaliseSeason(world, done, { expectedCount: 1 });
    const id = await done.declarationIdOf(person);
    const place = (await placesOf(done))[0];
    const inside = { departmentId: western, departmentPath: [western], version: 2, employeeNumber: 'INSIDE' };
    world.register.put(done.tenantId, { ...person, ...inside });
    await world.rebuildScopeRows(done.tenantId);
    expect(await placesOf(done)).toEqual([place]);
    const other = newId();
    world.register.put(done.tenantId, { ...person, ...inside, companyId: other, version: 3 });
    await world.rebuildScopeRows(done.tenantId);
    const slip = await world.useCases.getSlipData(id, company(done, done.companyId));
    expect(slip.declaration.place).toEqual(place);
    expect(slip.campaign.companyId).toBe(place?.companyId);
    expect(await refusal(world.useCases.getSlipData(id, company(done, other)))).toMatchObject({ code: 'forbidden' });
  });
});

test('a number that was given to somebody else after one was finalised is taken for that person', async () => {
  const both = await openSeason(world, { people: [{}, {}] });
  const [first, second] = both.people;
  if (first === undefined || second === undefined) throw new Error('nobody');
  await approveAll(world, both);
  await importPay(world, both, [[first.employeeNumber]]);
  await calculate(world, both);
  await finaliseSeason(world, both, { expectedCount: 1, allowPartial: true });
  const { employeeNumber } = first;
  world.register.put(both.tenantId, { ...first, employeeNumber: 'OTHER', version: 2 });
  world.register.put(both.tenantId, { ...second, employeeNumber, version: 2 });
  await world.rebuildScopeRows(both.tenantId);
  expect(await importPay(world, both, [[employeeNumber]])).toMatchObject({ state: 'succeeded', done: 1 });
  await calculate(world, both);
  await finaliseSeason(world, both, { expectedCount: 1 });
  const asked = { tenantId: both.tenantId, campaignId: both.campaign.id, scope: { all: true } } as const;
  const { reviewList } = createStores(world.deps);
  const [one] = await reviewList.finalisedIds(asked, { employeeNumber: '' }, 1);
  const rest = await reviewList.finalisedIds(asked, one ?? { employeeNumber: '' }, 1);
  expect([one, ...rest].map((found) => found?.employeeNumber)).toEqual([employeeNumber, employeeNumber]);
  expect(rest[0]?.id).not.toBe(one?.id);
}, 30_000);

describe('scope rows', () => {
  const placeOf = async (person: Employee) =>
    (
      await world.useCases.listDeclarations(
        { ...list(season.campaign.id), employeeIds: [person.employeeId] },
        season.hr,
      )
    ).items[0]?.place;

  test('an older version never replaces a newer one', async () => {
    const before = await placeOf(east);
    world.register.put(season.tenantId, { ...east, version: 5, employeeNumber: 'NEW' });
    expect(await world.rebuildScopeRows(season.tenantId)).toBe(1);
    world.register.put(season.tenantId, { ...east, version: 4, employeeNumber: 'OLD' });
    expect(await world.rebuildScopeRows(season.tenantId)).toBe(0);
    expect(await placeOf(east)).toMatchObject({ ...before, employeeNumber: 'NEW' });
    world.register.put(season.tenantId, { ...east, version: 6 });
    await world.rebuildScopeRows(season.tenantId);
  });

  test('results are streamed by employee number within the scope and resume after a number', async () => {
    await finaliseSeason(world, season, { expectedCount: 2 });
    const numbers = async (actor: UserActor, afterEmployeeNumber: string) =>
      (await drain(
        world.useCases.streamResults({ campaignId: season.campaign.id, afterEmployeeNumber }, actor),
      )) as readonly { declaration: { place: { employeeNumber: string } } }[];
    const all = (await numbers(season.hr, '')).map(({ declaration }) => declaration.place.employeeNumber);
    expect(all).toEqual([east.employeeNumber, west.employeeNumber]);
    expect(await numbers(season.hr, east.employeeNumber)).toHaveLength(1);
    const hr = hrOf(season.tenantId, { kind: 'department', departmentId: western });
    expect(await numbers(hr, '')).toMatchObject([{ declaration: { employeeId: west.employeeId } }]);
  });

  test('an employee of another company is not opened by this one', async () => {
    const other = newEmployee({ companyId: newId() });
    const fresh = await openSeason(world);
    world.register.put(fresh.tenantId, other);
    await runJob(
      world,
      fresh.hr,
      world.useCases.openCampaign({ idempotencyKey: key(), campaignId: fresh.campaign.id }, fresh.hr),
    );
    expect(await world.useCases.getProgress(fresh.campaign.id, fresh.hr)).toMatchObject({ total: 1 });
  });
});
