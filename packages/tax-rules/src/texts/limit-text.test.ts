import { expect, test } from '@jest/globals';
import { yen } from '@nencho/kernel';
import { evidenceRules, type EvidenceId } from '../checks/evidence.js';
import type { LimitDistance } from '../checks/limit-distances.js';
import { evidenceText } from './evidence-text.js';
import { languages } from './language.js';
import { limitText } from './limit-text.js';

const distance: LimitDistance = {
  ...{ id: 'spouse_income', path: 'spouse', figure: 'totalIncome', value: yen(900_000), upTo: yen(950_000) },
  left: yen(50_000),
  beyond: [{ ruleId: 'box17Spouse', before: yen(380_000), after: yen(360_000) }],
};

test.each([
  ['ja', '合計所得金額があと50,000円を超えて増えると、変わります: 配偶者（特別）控除額 380,000 → 360,000'],
  ['ja-easy', '所得（しょとく）の 合計（ごうけい）が あと 50,000円より 多（おお）く なると、'],
  [
    'en',
    'total income may rise by 50,000 yen; beyond it, this changes: (special) exemption for spouses 380,000 → 360,000',
  ],
] as const)('how far, and what changes, in %s', (language, text) => {
  expect(limitText(distance, language)).toContain(text);
});

test.each([
  ['ja', '年末調整の対象外'],
  ['ja-easy', '年末調整（ねんまつちょうせい）が なくなります'],
  ['en', 'no year-end adjustment'],
] as const)('the end of the year-end adjustment in %s', (language, text) => {
  expect(limitText({ ...distance, figure: 'salaryTotal', beyond: 'excluded' }, language)).toContain(text);
});

test('every paper has its name in every language', () => {
  const ids = Object.keys(evidenceRules) as EvidenceId[];
  expect(ids.filter((id) => languages.some((language) => evidenceText(id, language).trim() === ''))).toEqual([]);
});
