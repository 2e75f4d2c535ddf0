import { expect, test } from '@jest/globals';
import { heldBack } from './held-back.js';

test('an aggregate that fails is held back twice as long each time, up to a limit, and forgotten when it succeeds', () => {
  let now = 0;
  const held = heldBack(() => now);
  const waitOf = (trouble: 'its_own' | 'everybodys') => {
    held.failed('a', trouble);
    const since = now;
    while (held.ids().includes('a')) now += 500;
    return now - since;
  };
  expect([1, 2, 3, 4, 5, 6, 7].map(() => waitOf('its_own'))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ]);
  held.succeeded('a');
  expect([1, 2, 3].map(() => waitOf('everybodys'))).toEqual([1_000, 1_000, 1_000]);
  expect(held.ids()).toEqual([]);
});
