import { describe, expect, test } from '@jest/globals';
import { localDate, yen } from '@nencho/kernel';
import type { AdjustmentFacts, RelativeFacts } from '../facts.js';
import { december, nobody } from '../testing/case-person.js';
import { born, family, linesOf, payOf, viewSource } from '../testing/view-case.js';
import { dependantsForm } from './dependants-form.js';
import { peopleOf } from './view-source.js';

const lines = (facts: Partial<AdjustmentFacts>, heading: string) => {
  const source = viewSource({ facts: { ...nobody, ...facts }, pay: payOf(6_000_000), context: december });
  return linesOf(dependantsForm(source, peopleOf(source)), heading);
};
const columnC = 'C 障害者、寡婦、ひとり親又は勤労学生';

describe('B: the reason of a non-resident relative', () => {
  const reasonOf = (birthDate: string, reason: 'none' | 'study_abroad' | 'remittance_380k', disabled = false) => {
    const documents = { kinshipDocuments: 'received', remittanceDocuments: 'received' } as const;
    const nonResident = { reason, remittance: yen(400_000), ...documents };
    const stated = born(birthDate, { nonResident, disability: disabled ? 'general' : 'none' });
    const made = lines({ relatives: family(stated) }, 'B 源泉控除対象親族 1');
    return made.filter((text) => text.includes('区分') || text.includes('生計'));
  };

  test.each([
    ['1997-01-02', 'none', false, '16歳以上30歳未満又は70歳以上'],
    ['1957-01-01', 'none', false, '16歳以上30歳未満又は70歳以上'],
    ['1997-01-01', 'study_abroad', false, '留学'],
    ['1957-01-02', 'remittance_380k', false, '38万円以上の支払'],
    ['1980-05-05', 'none', true, '障害者'],
  ] as const)('born %s, %s, disability %p: %s', (birthDate, reason, disabled, text) => {
    expect(reasonOf(birthDate, reason, disabled)).toEqual([
      `非居住者である親族の区分 = ${text}`,
      '生計を一にする事実 = 400000',
    ]);
  });
});

describe('C', () => {
  const disabled = (stated: Partial<RelativeFacts> = {}) =>
    lines(
      {
        relatives: family(
          born('1960-05-05', {
            disability: 'special',
            disabilityProof: { kind: 'intellectual_handbook', grade: 1, issuedOn: localDate('2020-04-01') },
            ...stated,
          }),
          born('1970-05-05'),
        ),
      },
      columnC,
    ).filter((text) => text.startsWith('扶養親族') || text.startsWith('障害者の内容'));

  test('同居特別障害者, elsewhere 特別障害者; one line for whoever has a disability', () => {
    expect(disabled()).toEqual([
      '扶養親族 一般の障害者 =',
      '扶養親族 特別障害者 =',
      '扶養親族 同居特別障害者 = 1',
      '障害者の内容 = 事例 一郎 療育手帳 重度 2020-04-01',
    ]);
    expect(disabled({ livingTogether: false })).toContain('扶養親族 特別障害者 = 1');
  });

  test('not whom another taxpayer claims', () => {
    expect(disabled({ claimedByOther: true })).toEqual([
      '扶養親族 一般の障害者 =',
      '扶養親族 特別障害者 =',
      '扶養親族 同居特別障害者 =',
    ]);
  });

  test('勤労学生 with school and income', () => {
    const status = { workingStudent: { school: '甲大学', schoolKind: 'school' } } as const;
    expect(lines({ status }, columnC).slice(-3)).toEqual([
      '勤労学生 = ○',
      '勤労学生の学校名 = 甲大学',
      // 6,000,000 × 80 % − 440,000
      '勤労学生の所得の見積額 = 4360000',
    ]);
  });
});

test('D: the other taxpayer', () => {
  const otherTaxpayer = { name: '事例 花子', relation: '妻', address: '東京都' };
  const relatives = family(born('2010-05-05', { claimedByOther: true, otherTaxpayer }));
  expect(lines({ relatives }, 'D 他の所得者が控除を受ける扶養親族等 1').slice(-3)).toEqual([
    '控除を受ける他の所得者 氏名 = 事例 花子',
    '控除を受ける他の所得者 続柄 = 妻',
    '控除を受ける他の所得者 住所又は居所 = 東京都',
  ]);
});
