import { expect, test } from '@jest/globals';
import { localDate } from '@nencho/kernel';
import type { DisabilityProof } from '../status-facts.js';
import { disabilityWords, mutualAidWords, performanceWords, proofText, relationWords } from './words.js';

test('the words of the forms, those of the glossary', () => {
  expect(Object.values(relationWords)).toEqual([
    ...['子', '父母', '祖父母', '孫', '兄弟姉妹', '配偶者の父母', '配偶者の祖父母', 'その他の親族'],
  ]);
  expect(disabilityWords).toEqual({ none: '', general: '一般の障害者', special: '特別障害者' });
  expect(Object.values(performanceWords)).toEqual(['認定住宅', 'ZEH水準省エネ住宅', '省エネ基準適合住宅', 'その他']);
  expect(Object.values(mutualAidWords)).toEqual([
    ...['中小企業基盤整備機構の共済', '企業型年金加入者掛金', '個人型年金加入者掛金', '心身障害者扶養共済'],
  ]);
});

test.each<[DisabilityProof, string]>([
  [{ kind: 'physical_handbook', grade: 2 }, '身体障害者手帳 2級'],
  [{ kind: 'mental_handbook', grade: 1, issuedOn: localDate('2020-04-01') }, '精神障害者保健福祉手帳 1級 2020-04-01'],
  [{ kind: 'intellectual_handbook', grade: 1 }, '療育手帳 重度'],
  [{ kind: 'intellectual_handbook', grade: 2 }, '療育手帳 重度以外'],
  [{ kind: 'war_wounded_handbook', grade: 0 }, '戦傷病者手帳 特別項症'],
  [{ kind: 'war_wounded_handbook', grade: 3 }, '戦傷病者手帳 第3項症'],
  [{ kind: 'municipal_recognition', grade: 1 }, '市町村長等の認定 特別障害者に準ずる'],
  [{ kind: 'municipal_recognition', grade: 2 }, '市町村長等の認定 障害者に準ずる'],
  [{ kind: 'atomic_bomb_recognition' }, '原子爆弾の被爆者の認定'],
  [{ kind: 'lacking_discernment' }, '精神上の障害により事理を弁識する能力を欠く常況'],
  [{ kind: 'bedridden' }, '6か月以上寝たきり'],
])('%j is written %s', (proof, text) => {
  expect(proofText(proof)).toBe(text);
});

test.each(['atomic_bomb_recognition', 'lacking_discernment', 'bedridden'] as const)(
  'a grade of %s is told too',
  (kind) => {
    expect(proofText({ kind, grade: 1 })).toBe(`${proofText({ kind })} 1級`);
  },
);
