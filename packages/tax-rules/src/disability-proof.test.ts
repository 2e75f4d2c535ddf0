import { expect, test } from '@jest/globals';
import { disabilityOfProof } from './disability-proof.js';
import type { DisabilityProof } from './status-facts.js';

const graded: readonly (readonly [DisabilityProof['kind'], number, string])[] = [
  ['physical_handbook', 1, 'special'],
  ['physical_handbook', 2, 'special'],
  ['physical_handbook', 3, 'general'],
  ['physical_handbook', 6, 'general'],
  ['physical_handbook', 7, 'none'],
  ['mental_handbook', 1, 'special'],
  ['mental_handbook', 2, 'general'],
  ['mental_handbook', 3, 'general'],
  ['mental_handbook', 4, 'none'],
  ['intellectual_handbook', 1, 'special'],
  ['intellectual_handbook', 2, 'general'],
  ['municipal_recognition', 1, 'special'],
  ['municipal_recognition', 2, 'general'],
  ['war_wounded_handbook', 0, 'special'],
  ['war_wounded_handbook', 3, 'special'],
  ['war_wounded_handbook', 4, 'general'],
];

test.each(graded)('%s of grade %p: %s', (kind, grade, disability) => {
  expect(disabilityOfProof({ kind, grade })).toBe(disability);
  expect(disabilityOfProof({ kind })).toBeUndefined();
});

test.each(['atomic_bomb_recognition', 'lacking_discernment', 'bedridden'] as const)('%s is special', (kind) => {
  expect(disabilityOfProof({ kind })).toBe('special');
});
