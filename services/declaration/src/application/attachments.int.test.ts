import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { UserActor } from '@nencho/auth';
import { newId } from '@nencho/kernel';
import { withTransaction } from '@nencho/mongo';
import type { EventHandlers, PlainHandler } from '@nencho/messaging';
import { employeeActor, type Employee } from '../testing/people.js';
import { key, openSeason, refusal, saveAndSubmit, type Season } from '../testing/season.js';
import { startWorld, type World } from '../testing/world.js';

let world: World;
let season: Season;
let person: Employee;
let actor: UserActor;
let declarationId: string;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => world.stop());

beforeEach(async () => {
  season = await openSeason(world, { people: [{}, {}] });
  const [first] = season.people;
  if (first === undefined) throw new Error('nobody');
  person = first;
  actor = employeeActor(season.tenantId, person);
  declarationId = await season.declarationIdOf(person);
});

/** What document says, as the consumer gets it. */
const hear = async (
  type: 'AttachmentReady' | 'AttachmentRemoved',
  aggregateId: string,
  aggregateVersion: number,
): Promise<void> => {
  const handlers: EventHandlers = world.eventHandlers;
  const handler = handlers[type] as PlainHandler<typeof type>;
  const meta = { eventId: newId(), tenantId: season.tenantId, aggregateId, aggregateVersion };
  await withTransaction(world.connection, async (session) =>
    handler({ declarationId }, { ...meta, occurredAt: world.clock.now() } as never, session),
  );
};

const attached = async (): Promise<readonly string[]> =>
  (await world.useCases.getDeclaration(declarationId, actor)).attachmentIds;
const revisions = async () => (await world.useCases.getDeclaration(declarationId, season.hr)).revisions;
const terms = async (who = actor) => world.useCases.getAttachmentTerms(declarationId, who);

describe('what document says', () => {
  test('is shown; late and repeated events change nothing', async () => {
    const [a, b] = [newId(), newId()];
    await hear('AttachmentReady', a, 2);
    await hear('AttachmentReady', b, 2);
    expect(await attached()).toEqual([a, b].sort());
    await hear('AttachmentRemoved', a, 3);
    await hear('AttachmentReady', a, 2);
    expect(await attached()).toEqual([b]);
  });
});

describe('submitting', () => {
  test('freezes what is attached into the revision, for good', async () => {
    const [a, b] = [newId(), newId()];
    await hear('AttachmentReady', a, 2);
    const first = await saveAndSubmit(world, season, person);
    const comments = [{ path: 'otherIncome', comment: '添付を確認してください' }];
    const back = { idempotencyKey: key(), declarationId, version: first.version, comments };
    await world.useCases.sendBackDeclaration(back, season.hr);
    await hear('AttachmentRemoved', a, 3);
    await hear('AttachmentReady', b, 2);
    await saveAndSubmit(world, season, person);
    expect((await revisions()).map(({ attachmentIds }) => attachmentIds)).toEqual([[b], [a]]);
    expect([...(await terms()).submittedIds].sort()).toEqual([a, b].sort());
    const c = newId();
    expect(await world.useCases.listSubmittedAttachments(season.tenantId, [a, c])).toEqual([a]);
    expect(await world.useCases.listSubmittedAttachments(newId(), [a])).toEqual([]);
  });

  test('waits while the declaration does not know of all that the person sees', async () => {
    const a = newId();
    const { declaration } = await world.useCases.getDeclaration(declarationId, actor);
    const { facts, version: from } = declaration;
    const { version } = await world.useCases.saveFacts(
      { idempotencyKey: key(), declarationId, version: from, facts },
      actor,
    );
    const submit = async (attachmentIds: readonly string[]) =>
      world.useCases.submitDeclaration({ idempotencyKey: key(), declarationId, version, attachmentIds }, actor);
    expect(await refusal(submit([a]))).toMatchObject({
      code: 'illegal_state',
      details: { reason: 'attachments_unsettled' },
    });
    await hear('AttachmentReady', a, 2);
    expect(await refusal(submit([]))).toMatchObject({ details: { reason: 'attachments_unsettled' } });
    await submit([a]);
    expect((await revisions()).map(({ attachmentIds }) => attachmentIds)).toEqual([[a]]);
  });
});

describe('the terms of attaching', () => {
  test('are those of the person and of the state', async () => {
    expect(await terms()).toMatchObject({ own: true, editable: true, taxYear: 2026, employeeId: person.employeeId });
    expect(await terms(season.hr)).toMatchObject({ own: false, editable: true });
    await saveAndSubmit(world, season, person);
    expect(await terms()).toMatchObject({ own: true, editable: false });
  });

  test('are not told to a colleague, nor to another tenant', async () => {
    const [, colleague] = season.people;
    if (colleague === undefined) throw new Error('nobody');
    expect(await refusal(terms(employeeActor(season.tenantId, colleague)))).toMatchObject({ code: 'forbidden' });
    const foreign = await openSeason(world);
    expect(await refusal(terms(foreign.hr))).toMatchObject({ code: 'not_found' });
  });
});
