import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@nencho/kernel';
import { deadLetterRows, parkedRows } from './message-rows.js';
import { record, startHarness, until, type Harness } from './testing/harness.js';

let h: Harness;
beforeAll(async () => {
  h = await startHarness('never_skip');
}, 120_000);
afterAll(async () => h.close(), 60_000);

test('an aggregate that fails is parked with all that follows; others go on; mended, it goes on in order', async () => {
  const bad = newId();
  const good = newId();
  let broken = true;
  h.relay();
  h.consume(
    {
      DeclarationSubmitted: async (_, meta, session) => {
        await record(h.connection, meta, session);
        if (broken && meta.aggregateId === bad && meta.aggregateVersion === 1) throw new Error('not yet');
      },
    },
    { neverSkip: true },
  );
  await h.commit(bad, 1);
  await h.commit(bad, 2);
  await h.commit(good, 1);
  await until(async () => (await parkedRows(h.connection).countDocuments()) === 2);
  await h.commit(good, 2);
  await h.commit(bad, 3);
  await until(async () => (await parkedRows(h.connection).countDocuments()) === 3);
  await until(async () => (await h.effects()).length === 2);
  expect((await h.effects()).map(({ aggregateId, version }) => [aggregateId, version])).toEqual([
    [good, 1],
    [good, 2],
  ]);
  broken = false;
  await until(async () => (await parkedRows(h.connection).countDocuments()) === 0);
  const mended = (await h.effects()).filter(({ aggregateId }) => aggregateId === bad);
  expect(mended.map(({ version }) => version)).toEqual([1, 2, 3]);
  await h.commit(bad, 4);
  await until(async () => (await h.effects()).length === 6);
  expect(await deadLetterRows(h.connection).countDocuments()).toBe(0);
}, 90_000);

test('a batch: neighbours are taken together, and one bad event does not take the others along', async () => {
  const id = newId();
  const sizes: number[] = [];
  let broken = true;
  const events = [1, 2, 3, 4, 5, 6, 7];
  for (const version of events) await h.commit(id, version);
  h.consume(
    {
      DeclarationSubmitted: {
        batchSize: 4,
        prepareBatch: async (items) => Promise.resolve(items.length),
        applyBatch: async (size, items, session) => {
          const mine = items.filter(({ meta }) => meta.aggregateId === id);
          for (const { meta } of mine) await record(h.connection, { ...meta, eventId: 'batch' }, session);
          if (broken && mine.some(({ meta }) => meta.aggregateVersion === 3)) throw new Error('not yet');
          if (mine.length > 0) sizes.push(size as number);
        },
      },
    },
    { neverSkip: true, group: 'batch' },
  );
  const group = `${h.topicPrefix}batch`;
  await until(async () => (await parkedRows(h.connection).countDocuments({ group })) === 5);
  broken = false;
  await until(async () => (await parkedRows(h.connection).countDocuments({ group })) === 0);
  const effects = (await h.effects()).filter(({ eventId }) => eventId === 'batch');
  expect(effects.map(({ version }) => version)).toEqual(events);
}, 90_000);
