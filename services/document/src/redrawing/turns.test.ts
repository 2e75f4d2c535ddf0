import { describe, expect, test } from '@jest/globals';
import { createTurns, type Asker } from './turns.js';

const never = new AbortController().signal;
const limits = { places: 1, waiting: 6, perPerson: 3 };
const person = (tenantId: string, sub: string): Asker => ({ tenantId, sub });

/** Asks for turns and notes who got one, in that order; each gives its turn back when told. */
const players = (given: typeof limits) => {
  const { take } = createTurns(given);
  const order: string[] = [];
  const held: (() => void)[] = [];
  const ask = async (asker: Asker, signal = never): Promise<string> => {
    const release = await take(asker, signal);
    order.push(`${asker.tenantId}/${asker.sub}`);
    held.push(release);
    return 'served';
  };
  /** Ends the oldest turn and lets whoever waits begin. */
  const endOne = async (): Promise<void> => {
    held.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { ask, order, endOne };
};

describe('turns', () => {
  test('go around the tenants, and within each around its people', async () => {
    const { ask, order, endOne } = players(limits);
    const asked = [
      ...[ask(person('a', '1')), ask(person('a', '1')), ask(person('a', '1')), ask(person('a', '2'))],
      ...[ask(person('b', '1')), ask(person('b', '1'))],
    ];
    for (let turn = 0; turn < asked.length; turn += 1) await endOne();
    await Promise.all(asked);
    expect(order).toEqual(['a/1', 'a/1', 'b/1', 'a/2', 'b/1', 'a/1']);
  });

  test('are refused to a person who has as many as one may have, and to nobody else', async () => {
    const { ask, endOne, order } = players(limits);
    const mine = [ask(person('a', '1')), ask(person('a', '1')), ask(person('a', '1'))];
    await expect(ask(person('a', '1'))).rejects.toMatchObject({
      ...{ code: 'limit_exceeded', details: { limit: 'redrawings_of_person' } },
    });
    const other = ask(person('a', '2'));
    for (let turn = 0; turn < 4; turn += 1) await endOne();
    await Promise.all([...mine, other]);
    expect(order).toHaveLength(4);
    // What has ended counts no more.
    await expect(ask(person('a', '1'))).resolves.toBe('served');
  });

  test('when the queue is full, the tenant that fills it gives way to one that has less of it', async () => {
    const { ask, order, endOne } = players(limits);
    const people = ['1', '2', '3', '4', '5', '6', '7'];
    const greedy = people.map(async (sub) => ask(person('a', sub)).catch((error: unknown) => error));
    await expect(ask(person('a', '8'))).rejects.toMatchObject({ details: { limit: 'redrawings' } });
    const other = ask(person('b', '1'));
    for (let turn = 0; turn < 8; turn += 1) await endOne();
    expect(await other).toBe('served');
    expect(order.indexOf('b/1')).toBeLessThan(3);
    expect((await Promise.all(greedy))[6]).toMatchObject({ details: { limit: 'redrawings' } });
  });

  test('a place whose request was given up is free again at once, and no turn is lost to it', async () => {
    const { ask, endOne, order } = players({ places: 1, waiting: 1, perPerson: 2 });
    await ask(person('a', '1'));
    const leaving = new AbortController();
    const left = ask(person('b', '1'), leaving.signal);
    await expect(ask(person('c', '1'))).rejects.toMatchObject({ details: { limit: 'redrawings' } });
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'timeout' });
    const next = ask(person('c', '1'));
    await endOne();
    expect(await next).toBe('served');
    expect(order).toEqual(['a/1', 'c/1']);
  });

  test('who is gone before asking gets none', async () => {
    const { ask } = players(limits);
    await expect(ask(person('a', '1'), AbortSignal.abort())).rejects.toMatchObject({ code: 'timeout' });
    await expect(ask(person('a', '1'))).resolves.toBe('served');
  });

  test('are given back once, however often that is said', async () => {
    const { take } = createTurns({ places: 1, waiting: 3, perPerson: 3 });
    const release = await take(person('a', '1'), never);
    release();
    release();
    await take(person('a', '1'), never);
    let isSecondServed = false;
    void take(person('a', '2'), never).then(() => (isSecondServed = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isSecondServed).toBe(false);
  });
});
