import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { yen } from '@nencho/kernel';
import { saveFacts } from '../domain/declaration.js';
import { key, openSeason, refusal, saveAndSubmit, type Season } from '../testing/season.js';
import { startWorld, type World } from '../testing/world.js';
import { createStores } from './stores.js';

let world: World;
let season: Season;
beforeAll(async () => {
  world = await startWorld();
  season = await openSeason(world, { people: [{}, {}, {}, {}, {}] });
});
afterAll(async () => world.stop());

const firstDeclaration = async () => {
  const [person] = season.people;
  if (person === undefined) throw new Error('nobody');
  const stores = createStores(world.deps);
  const declaration = await stores.declarations.find(season.tenantId, await season.declarationIdOf(person));
  if (declaration === undefined) throw new Error('no declaration');
  return { stores, declaration, person };
};

test('of two saves from one version only the first is written, with whichever method', async () => {
  const { stores, declaration } = await firstDeclaration();
  await stores.declarations.save(saveFacts(declaration, { ...declaration.facts, otherIncome: yen(1) }));
  const stale = saveFacts(declaration, { ...declaration.facts, otherIncome: yen(2) });
  expect(await refusal(stores.declarations.save(stale))).toMatchObject({ code: 'version_conflict' });
  expect(await refusal(stores.declarations.saveColumns([{ ...declaration, problem: 'x' }]))).toMatchObject({
    code: 'version_conflict',
  });
  const stored = await stores.declarations.find(season.tenantId, declaration.id);
  expect(stored).toMatchObject({ version: declaration.version + 1, facts: { otherIncome: 1 }, problem: '' });
});

test('what is sealed opens in its own place only: another document, another kind and another year fail', async () => {
  const { declaration } = await firstDeclaration();
  const row = await world.connection
    .collection<{ _id: string; facts: Buffer }>('declarations')
    .findOne({ _id: declaration.id });
  if (row === null) throw new Error('no row');
  const { tenantId } = season;
  const place = { tenantId, name: 'declaration.facts/1', documentId: row._id, year: 2026 } as const;
  await expect(world.sealer.openJson(place, row.facts)).resolves.toEqual(expect.objectContaining({ relatives: [] }));
  await expect(world.sealer.openJson({ ...place, documentId: 'another' }, row.facts)).rejects.toThrow();
  await expect(world.sealer.openJson({ ...place, name: 'declaration.pay/1' }, row.facts)).rejects.toThrow();
  await expect(world.sealer.openJson({ ...place, year: 2025 }, row.facts)).rejects.toThrow();
});

test('a revision is sealed anew, not copied: its bytes differ from those of the draft', async () => {
  const [, person] = season.people;
  if (person === undefined) throw new Error('nobody');
  const { declarationId } = await saveAndSubmit(world, season, person);
  const draft = await world.connection.collection<{ _id: string }>('declarations').findOne({ _id: declarationId });
  const revision = await world.connection.collection('revisions').findOne({ declarationId });
  expect(revision?.['sealed']).not.toEqual(draft?.['facts' as never]);
  const [kept] = await createStores(world.deps).revisions.list(season.tenantId, declarationId);
  expect(kept?.facts.person.birthDate).toBe('1980-04-02');
});

test('the review list pages by employee number without a gap or a repeat, whatever the size of the page', async () => {
  const numbers = season.people.map(({ employeeNumber }) => employeeNumber);
  for (const limit of [1, 2, 4, 5, 200]) {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await world.useCases.listDeclarations(
        { campaignId: season.campaign.id, departmentId: '', employeeIds: [], withProblem: false, cursor, limit },
        season.hr,
      );
      seen.push(...page.items.map(({ place }) => place.employeeNumber));
      cursor = page.nextCursor;
    } while (cursor !== '');
    expect(seen).toEqual(numbers);
  }
});

test('a cursor that was tampered with is refused', async () => {
  const query = { campaignId: season.campaign.id, departmentId: '', employeeIds: [], withProblem: false, limit: 1 };
  const { nextCursor } = await world.useCases.listDeclarations({ ...query, cursor: '' }, season.hr);
  const forged = `${Buffer.from('["",""]').toString('base64url')}.${nextCursor.split('.')[1] ?? ''}`;
  for (const cursor of [forged, 'x', `${nextCursor}x`, key()]) {
    expect(await refusal(world.useCases.listDeclarations({ ...query, cursor }, season.hr))).toMatchObject({
      code: 'validation_failed',
      violations: [{ path: 'page.cursor', rule: 'invalid_cursor' }],
    });
  }
});
