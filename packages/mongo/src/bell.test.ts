import { expect, test } from '@jest/globals';
import { createBell } from './bell.js';

const LONGER_THAN_ANY_TEST = 600_000;
const { signal } = new AbortController();

test('whoever waits is woken, all of them', async () => {
  const bell = createBell();
  const woken = Promise.all([1, 2].map(async () => bell.wait(LONGER_THAN_ANY_TEST, signal)));
  bell.ring();
  await woken;
});

test('a ring that came while nobody waited ends the next waiting, and that one only', async () => {
  const bell = createBell();
  bell.ring();
  await bell.wait(LONGER_THAN_ANY_TEST, signal);
  const order: string[] = [];
  const next = bell.wait(LONGER_THAN_ANY_TEST, signal).then(() => order.push('woken'));
  await new Promise((resolve) => setImmediate(resolve));
  order.push('rung');
  bell.ring();
  await next;
  expect(order).toEqual(['rung', 'woken']);
});

test('waiting ends by the signal and by the time', async () => {
  const bell = createBell();
  const stopping = new AbortController();
  const stopped = bell.wait(LONGER_THAN_ANY_TEST, stopping.signal);
  stopping.abort();
  await stopped;
  await bell.wait(LONGER_THAN_ANY_TEST, stopping.signal);
  await bell.wait(1, signal);
});
