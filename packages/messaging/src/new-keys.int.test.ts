import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { TenantErased } from '@nencho/contracts/erasure/v1/events';
import { newId } from '@nencho/kernel';
import { collectionStores, copyInventory, eraseTenant, tombstones } from '@nencho/mongo';
import { eventSigner, eventVerifier } from './index.js';
import { deadLetterRows, inboxRows } from './message-rows.js';
import { requestRedrive } from './redrive.js';
import { writeKeyPair } from './testing/key-pairs.js';
import { envelopeOf, record, startHarness, until, type Harness } from './testing/harness.js';

jest.setTimeout(120_000);

let h: Harness;
let directory: string;
let running: readonly { readonly stop: () => Promise<void> }[] = [];
beforeAll(async () => {
  h = await startHarness('new-keys');
});
afterEach(async () => {
  await stop();
  await deadLetterRows(h.connection).deleteMany({});
  rmSync(directory, { recursive: true });
});
afterAll(async () => h.close());

const stop = async (): Promise<void> => {
  await Promise.all(running.map(async (each) => each.stop()));
  running = [];
};
const letters = async () => deadLetterRows(h.connection).find().sort({ at: 1 }).toArray();
const effectsOf = async (aggregateId: string): Promise<number> =>
  (await h.effects()).filter((effect) => effect.aggregateId === aggregateId).length;

/** A service whose pods know the old public keys, beside one that signs with a new key already. */
const rotation = () => {
  directory = mkdtempSync(join(tmpdir(), 'nencho-new-keys-'));
  const [known, next] = [join(directory, 'known'), join(directory, 'next')];
  writeKeyPair('events-declaration', { privateIn: join(directory, 'old'), publicIn: known });
  writeKeyPair('events-declaration', { privateIn: next, publicIn: next });
  const sign = eventSigner('declaration', next);
  const consume = (publicIn: string): void => {
    const handler = async (_: unknown, meta: Parameters<typeof record>[1], session: Parameters<typeof record>[2]) =>
      record(h.connection, meta, session);
    running = [h.consume({ DeclarationSubmitted: handler }, { verifier: eventVerifier(publicIn) })];
  };
  return {
    consumeWithOldKeys: () => consume(known),
    consumeWithNewKeys: () => consume(next),
    publish: async (aggregateId: string, value: Buffer): Promise<void> =>
      h.produce(aggregateId, value, { ...sign({ topic: 'nencho.declaration.v1', key: aggregateId, value }) }),
  };
};

const refusedAre = async (count: number): Promise<void> => until(async () => (await letters()).length === count);
const tried = async (): Promise<void> =>
  until(async () => (await deadLetterRows(h.connection).countDocuments({ redrive: true })) === 0);

describe('an event that is refused since its key has not arrived', () => {
  test('is kept as it lay in Kafka, and has its effect once when it is tried again with the key', async () => {
    const { consumeWithOldKeys, consumeWithNewKeys, publish } = rotation();
    consumeWithOldKeys();
    const aggregateId = newId();
    const value = envelopeOf(h.tenantId, { aggregateId });
    await publish(aggregateId, value);
    await publish(aggregateId, value); // a relay that died before it marked the row sends twice
    await refusedAre(2);
    const [letter] = await letters();
    expect(letter).toMatchObject({ reason: 'forged', tenantId: h.tenantId, key: aggregateId });
    expect(letter?.envelope?.equals(value)).toBe(true);
    expect([letter?.sealed, letter?.producer]).toEqual([undefined, undefined]);
    // Asked for too early: it stays.
    expect(await requestRedrive(h.connection, 'forged')).toBe(2);
    await tried();
    expect([(await letters()).length, await effectsOf(aggregateId)]).toEqual([2, 0]);
    await stop();
    consumeWithNewKeys();
    expect(await requestRedrive(h.connection, 'unsigned')).toBe(0);
    expect(await requestRedrive(h.connection, 'forged')).toBe(2);
    await refusedAre(0);
    expect(await effectsOf(aggregateId)).toBe(1);
    expect(await requestRedrive(h.connection)).toBe(0);
  });

  test('is done with when Kafka brings it again at the same moment', async () => {
    const { consumeWithOldKeys, publish } = rotation();
    consumeWithOldKeys();
    const [aggregateId, eventId] = [newId(), newId()];
    await publish(aggregateId, envelopeOf(h.tenantId, { aggregateId, eventId }));
    await refusedAre(1);
    await stop();
    const group = 'same-moment';
    const _id = `${h.topicPrefix}${group}/${eventId}`;
    await deadLetterRows(h.connection).updateMany({}, { $set: { group: `${h.topicPrefix}${group}` } });
    const meanwhile = {
      prepare: async () => {
        await inboxRows(h.connection).updateOne({ _id }, { $setOnInsert: { expiresAt: new Date() } }, { upsert: true });
      },
      apply: async () => Promise.resolve(),
    };
    running = [
      h.consume({ DeclarationSubmitted: meanwhile }, { group, verifier: eventVerifier(join(directory, 'next')) }),
    ];
    expect(await requestRedrive(h.connection)).toBe(1);
    await refusedAre(0);
  });

  test('is not kept when it names no tenant, or one that is erased', async () => {
    const { consumeWithOldKeys, publish } = rotation();
    const erased = newId();
    await tombstones(h.connection).put(erased);
    consumeWithOldKeys();
    const aggregateId = newId();
    await publish(aggregateId, envelopeOf(erased, { aggregateId }));
    await publish(aggregateId, Buffer.from('\xff\xff nobody reads this'));
    await refusedAre(2);
    for (const { reason, envelope, tenantId } of await letters()) {
      expect([reason, envelope, tenantId]).toEqual(['forged', undefined, undefined]);
    }
  });

  test('goes with the tenant that it names', async () => {
    const { consumeWithOldKeys, publish } = rotation();
    consumeWithOldKeys();
    const [tenantId, aggregateId] = [newId(), newId()];
    await publish(aggregateId, envelopeOf(tenantId, { aggregateId }));
    await publish(aggregateId, envelopeOf(h.tenantId, { aggregateId }));
    await refusedAre(2);
    const ofEvery = copyInventory.filter(({ owner }) => owner === 'every');
    const stores = collectionStores(h.connection, ofEvery);
    await eraseTenant({ connection: h.connection, stores, tenantId, run: newId() });
    expect((await letters()).map((letter) => letter.tenantId)).toEqual([h.tenantId]);
  });

  test('stays when it is about the erasure itself', async () => {
    rotation();
    const erased = newId();
    await tombstones(h.connection).put(erased);
    const answered: string[] = [];
    const handler = async ({ service }: TenantErased): Promise<void> => Promise.resolve(void answered.push(service));
    const options = { group: 'answers', neverSkip: true };
    running = [h.consume({ TenantErased: handler }, { ...options, verifier: eventVerifier(join(directory, 'known')) })];
    writeKeyPair('events-document', { privateIn: join(directory, 'late'), publicIn: join(directory, 'late') });
    const key = newId();
    const answer = { erasureId: key, dryRun: false, round: 1, service: 'document', stores: [] };
    const payload = Buffer.from(TenantErased.encode(answer).finish());
    const value = envelopeOf(erased, { aggregateId: key, type: 'TenantErased', payload });
    const headers = { ...eventSigner('document', join(directory, 'late'))({ topic: 'nencho.erasure.v1', key, value }) };
    const messages = [{ key, value, headers }];
    await h.producer.send({ topic: `${h.topicPrefix}nencho.erasure.v1`, acks: -1, messages });
    await refusedAre(1);
    await stop();
    running = [h.consume({ TenantErased: handler }, { ...options, verifier: eventVerifier(join(directory, 'late')) })];
    expect(await requestRedrive(h.connection)).toBe(1);
    await refusedAre(0);
    expect(new Set(answered)).toEqual(new Set(['document']));
  });
});
