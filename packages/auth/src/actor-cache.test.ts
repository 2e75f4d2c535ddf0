import { describe, expect, test } from '@jest/globals';
import { createActorCache } from './actor-cache.js';
import type { ResolvedActor } from './actor.js';

const person = (grantsVersion: number): ResolvedActor => ({
  disabled: false,
  departmentIds: [],
  grants: [],
  grantsVersion,
});

/** A source whose answers the test gives by hand. */
const setUp = () => {
  let now = new Date('2026-12-01T00:00:00Z').getTime();
  const reads: { key: string; answer: (version: number) => void; fail: (error: Error) => void }[] = [];
  const cache = createActorCache({
    clock: { now: () => new Date(now) },
    resolve: async (tenantId, sub) =>
      new Promise((resolve, reject) => {
        reads.push({ key: `${tenantId}/${sub}`, answer: (version) => resolve(person(version)), fail: reject });
      }),
  });
  return { cache, reads, pass: (ms: number) => (now += ms) };
};

describe('createActorCache', () => {
  test('answers from memory for less than five seconds, and then reads again', async () => {
    const { cache, reads, pass } = setUp();
    const first = cache.get('t', 's');
    reads[0]?.answer(1);
    expect((await first).grantsVersion).toBe(1);
    pass(4_999);
    expect((await cache.get('t', 's')).grantsVersion).toBe(1);
    expect(reads).toHaveLength(1);
    pass(1);
    const later = cache.get('t', 's');
    expect(reads).toHaveLength(2);
    reads[1]?.answer(2);
    expect((await later).grantsVersion).toBe(2);
  });

  test('lets everybody who asks at the same time share one read', async () => {
    const { cache, reads } = setUp();
    const all = [cache.get('t', 's'), cache.get('t', 's'), cache.get('t', 's')];
    expect(reads).toHaveLength(1);
    reads[0]?.answer(7);
    expect((await Promise.all(all)).map(({ grantsVersion }) => grantsVersion)).toEqual([7, 7, 7]);
  });

  test('counts the age from the start of the read, not from its answer', async () => {
    const { cache, reads, pass } = setUp();
    const slow = cache.get('t', 's');
    pass(4_000);
    reads[0]?.answer(1);
    await slow;
    pass(1_000);
    void cache.get('t', 's');
    expect(reads).toHaveLength(2);
  });

  test('keeps tenants and subjects apart, also when their texts run together', () => {
    const { cache, reads } = setUp();
    void cache.get('a', 'b","c');
    void cache.get('a","b', 'c');
    expect(reads).toHaveLength(2);
  });

  test('does not keep a failure', async () => {
    const { cache, reads } = setUp();
    const failing = cache.get('t', 's');
    reads[0]?.fail(new Error('identity is down'));
    await expect(failing).rejects.toThrow('identity is down');
    void cache.get('t', 's');
    expect(reads).toHaveLength(2);
  });

  test('reads again when the caller has seen a newer version of the grants', async () => {
    const { cache, reads } = setUp();
    const first = cache.get('t', 's');
    reads[0]?.answer(3);
    await first;
    await cache.get('t', 's', 3);
    expect(reads).toHaveLength(1);
    const newer = cache.get('t', 's', 4);
    expect(reads).toHaveLength(2);
    reads[1]?.answer(4);
    expect((await newer).grantsVersion).toBe(4);
  });

  test('reads again when the clock was set back', async () => {
    const { cache, reads, pass } = setUp();
    const first = cache.get('t', 's');
    reads[0]?.answer(1);
    await first;
    pass(-60_000);
    void cache.get('t', 's');
    expect(reads).toHaveLength(2);
  });
});
