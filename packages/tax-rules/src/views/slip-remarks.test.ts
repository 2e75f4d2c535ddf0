import { describe, expect, test } from '@jest/globals';
import { localDate, taxYear, yen } from '@nencho/kernel';
import type { EmployerFacts } from '../employment-facts.js';
import { nobody, spouseFacts } from '../testing/case-person.js';
import { born, family, payOf, remarksOf, slip } from '../testing/view-case.js';

const in2024 = { taxYear: taxYear(2024), lastPaymentDate: localDate('2024-12-25') };

describe('four rows, the fifth in 摘要', () => {
  const adults = (count: number) => Array.from({ length: count }, (_, i) => born(`198${i}-05-05`));
  const children = (count: number) => Array.from({ length: count }, (_, i) => born(`201${i + 1}-05-05`));

  test('the fourth stands in its row', () => {
    const made = slip({ relatives: family(...adults(4), ...children(4)) });
    expect([made.relatives.length, made.young.length, made.remarks]).toEqual([4, 4, []]);
  });

  test('the fifth of each kind is named, numbered through, the young one marked', () => {
    const made = slip({ relatives: family(...adults(5), ...children(5)) });
    expect([made.relatives.length, made.young.length]).toEqual([4, 4]);
    expect(made.remarks).toEqual([
      { kind: 'further_relative', text: '(1)事例 五郎' },
      { kind: 'further_young', text: '(2)事例 十郎(年少)' },
    ]);
    expect(made.counts).toMatchObject({ other: 5, under16: 5 });
  });

  test("a 特定親族 in 摘要 has its code, but not on the recipient's copy", () => {
    const relatives = family(...adults(4), born('2006-06-06', { otherIncome: yen(1_230_000) }));
    expect(remarksOf({ relatives })).toEqual(['(1)事例 五郎(90)']);
    expect(remarksOf({ relatives }, { copy: 'recipient' })).toEqual(['(1)事例 五郎']);
  });
});

describe('所得金額調整控除', () => {
  const claims = { ...nobody.claims, incomeAdjustment: true };
  const child = (claimedByOther: boolean) => family(born('2010-05-05', { claimedByOther }));
  const pay = payOf(9_000_000);

  test('names the child whom the other parent claims, and no child of a row', () => {
    expect(remarksOf({ relatives: child(true), claims }, { pay })).toEqual(['事例 一郎(調整)']);
    expect(remarksOf({ relatives: child(false), claims }, { pay })).toEqual([]);
    expect(remarksOf({ relatives: child(true) }, { pay })).toEqual([]);
  });

  test('exactly 8,500,000 takes nothing off and names nobody', () => {
    expect(remarksOf({ relatives: child(true), claims }, { pay: payOf(8_500_000) })).toEqual([]);
    expect(remarksOf({ relatives: child(true), claims }, { pay: payOf(8_500_001) })).toEqual(['事例 一郎(調整)']);
  });
});

describe('定額減税 of R6', () => {
  const facts = { relatives: family(born('2015-05-05'), born('1980-05-05')) };

  test('what was taken off and what was left over', () => {
    // 30,000 × 3; pay so small that there is no tax: everything is left over.
    const options = { context: in2024, pay: payOf(1_000_000, 0, 0) };
    expect(remarksOf(facts, options)).toEqual(['源泉徴収時所得税減税控除済額0円', '控除外額90,000円']);
    expect(remarksOf(facts, { context: in2024, pay: payOf(15_000_000) })).toEqual([
      '源泉徴収時所得税減税控除済額90,000円',
      '控除外額0円',
    ]);
  });

  test('a 同一生計配偶者 without 配偶者控除 is named as counted', () => {
    const pay = payOf(11_950_001);
    const spouse = spouseFacts({});
    expect(remarksOf({ spouse }, { context: in2024, pay })).toContain('非控除対象配偶者減税有');
    expect(remarksOf({ spouse }, { context: in2024, pay: payOf(11_950_000) })).not.toContain('非控除対象配偶者減税有');
  });

  test('nothing above 18,050,000 of income, and nothing in R8', () => {
    expect(remarksOf({}, { context: in2024, pay: payOf(20_000_000) })).toHaveLength(2);
    const otherIncome = yen(1);
    expect(remarksOf({ otherIncome }, { context: in2024, pay: payOf(20_000_000) })).toEqual([]);
    expect(remarksOf({})).toEqual([]);
  });
});

describe('previous employers', () => {
  const employer = {
    id: 'e1',
    name: '前の会社',
    address: '東京都港区',
    kind: 'previous',
    column: 'main',
    salary: yen(2_000_000),
    withheldTax: yen(40_000),
    socialInsurance: yen(300_000),
    mutualAid: yen(12_000),
    leftOn: localDate('2026-03-31'),
    slip: 'received',
  } as const;

  test('甲欄: their three figures are in the amounts and in 摘要, with name, address and day', () => {
    const made = slip({ employers: [employer] }, { pay: payOf(4_000_000, 50_000, 500_000) });
    expect(made.amounts).toMatchObject({ payment: 6_000_000, socialInsurance: 800_000, mutualAid: 12_000 });
    expect(made.remarks).toEqual([
      {
        kind: 'previous_employer',
        text: '前職 東京都港区 前の会社 令和8年3月31日退職 支払金額2,000,000円 源泉徴収税額40,000円 社会保険料等の金額300,000円',
      },
    ]);
  });

  test.each([{ column: 'secondary' }, { kind: 'concurrent' }] as const)('%j: neither', (other) => {
    const made = slip({ employers: [{ ...employer, ...other }] }, { pay: payOf(4_000_000) });
    expect([made.amounts.payment, made.remarks]).toEqual([4_000_000, []]);
  });

  test('of who is not adjusted, this payer’s pay alone', () => {
    const made = slip({ employers: [employer] }, { pay: payOf(4_000_000), adjusted: false });
    expect([made.amounts.payment, made.remarks]).toEqual([4_000_000, []]);
  });
});

describe('coming and going', () => {
  test('one day of the year each; both: the day of coming is told in 摘要', () => {
    const left = { on: localDate('2026-09-30'), reason: 'other' as const, expectsOtherPay: false };
    const both = slip({ employment: { joinedOn: localDate('2026-04-01'), left } }, { adjusted: false });
    expect(both.remarks).toEqual([{ kind: 'joined_and_left', text: '令和8年4月1日就職' }]);
    const joined = slip({ employment: { joinedOn: localDate('2026-04-01') } });
    expect([joined.joinedOn, joined.leftOn, joined.remarks]).toEqual(['2026-04-01', undefined, []]);
    expect(slip({ employment: { joinedOn: localDate('2025-12-31') } }).joinedOn).toBeUndefined();
  });
});

describe('所得金額調整控除: who needs no name', () => {
  const claims = { ...nobody.claims, incomeAdjustment: true };
  const pay = payOf(9_000_000);
  const child = family(born('2010-05-05', { claimedByOther: true }));

  test('where the person or the spouse is the reason, whose box is marked', () => {
    const person = { ...nobody.person, disability: 'special' as const };
    expect(remarksOf({ person, relatives: child, claims }, { pay })).toEqual([]);
    const spouse = spouseFacts({ disability: 'special' });
    expect(remarksOf({ spouse, relatives: child, claims }, { pay })).toEqual([]);
  });

  test('of two whom the other parent claims, the one under 23 on 31 December', () => {
    const relatives = family(
      born('2004-01-01', { claimedByOther: true }),
      born('2004-01-02', { claimedByOther: true }),
    );
    expect(remarksOf({ relatives, claims }, { pay })).toEqual(['事例 二郎(調整)']);
  });
});

test('定額減税 counts no non-resident spouse', () => {
  const nonResident = {
    ...{ reason: 'none' as const, remittance: yen(0) },
    ...{ kinshipDocuments: 'received' as const, remittanceDocuments: 'received' as const },
  };
  const facts = { spouse: spouseFacts({ nonResident }) };
  expect(remarksOf(facts, { context: in2024, pay: payOf(11_950_001) })).not.toContain('非控除対象配偶者減税有');
});

test('the life special is named where it is claimed and there are new general premiums', () => {
  const relatives = family(born('2015-05-05'));
  const claims = { ...nobody.claims, lifeInsuranceUnder23: true };
  const insurance = (kind: 'general_new' | 'general_old') => [
    { id: 'l', insurer: '甲', kind, netPremium: yen(80_000) },
  ];
  const special = ['租税特別措置法第41条の15の5第1項適用'];
  expect(remarksOf({ relatives, claims, lifeInsurance: insurance('general_new') })).toEqual(special);
  expect(remarksOf({ relatives, claims, lifeInsurance: insurance('general_old') })).toEqual([]);
  expect(remarksOf({ relatives, lifeInsurance: insurance('general_new') })).toEqual([]);
});

describe('each text has its kind', () => {
  const kinds = (...args: Parameters<typeof slip>) => slip(...args).remarks.map(({ kind }) => kind);
  const claims = { ...nobody.claims, incomeAdjustment: true };
  const special = { disability: 'special' } as const;
  const pay = payOf(9_000_000);

  test('a disabled spouse of somebody of high income, in no box', () => {
    const spouse = spouseFacts({ disability: 'general' });
    expect(slip({ spouse }, { pay: payOf(13_000_000) }).remarks).toEqual([
      { kind: 'disabled_spouse', text: '事例 花子(同配)' },
    ]);
  });

  test('所得金額調整控除: who is claimed elsewhere, and only where nobody of a box makes it possible', () => {
    const elsewhere = { claimedByOther: true };
    const grown = born('1980-05-05', { ...elsewhere, ...special });
    expect(kinds({ claims, relatives: family(grown) }, { pay })).toEqual(['income_adjustment']);
    expect(kinds({ claims, relatives: family(born('2010-05-05', elsewhere), born('2011-05-05')) }, { pay })).toEqual(
      [],
    );
    const young = family(born('2010-05-05', elsewhere));
    expect(kinds({ claims, relatives: young, spouse: spouseFacts({}) }, { pay })).toEqual(['income_adjustment']);
    expect(kinds({ claims, relatives: young, spouse: spouseFacts(special) }, { pay })).toEqual([]);
    expect(kinds({ claims, relatives: young, person: { ...nobody.person, ...special } }, { pay })).toEqual([]);
    expect(kinds({ claims, person: { ...nobody.person, ...special } }, { pay })).toEqual([]);
  });

  test('定額減税 of R6, and the spouse who counts without a deduction', () => {
    const options = { context: in2024, pay: payOf(14_000_000) };
    expect(kinds({ spouse: spouseFacts({}) }, options)).toEqual([
      ...['flat_reduction', 'flat_reduction', 'flat_reduction_spouse'],
    ]);
    expect(kinds({}, options)).toEqual(['flat_reduction', 'flat_reduction']);
  });

  test('a previous employer: no gap where the address is not stated, and no day', () => {
    const employer: EmployerFacts = {
      ...{ id: 'e', name: '前の会社', kind: 'previous', column: 'main', slip: 'received' },
      ...{ salary: yen(1_000_000), withheldTax: yen(20_000), socialInsurance: yen(150_000) },
    };
    const figures = '支払金額1,000,000円 源泉徴収税額20,000円 社会保険料等の金額150,000円';
    const place = { address: '大阪市', leftOn: localDate('2026-05-31') };
    expect(slip({ employers: [employer, { ...employer, id: 'f', ...place }] }).remarks).toEqual([
      { kind: 'previous_employer', text: `前職 前の会社 ${figures}` },
      { kind: 'previous_employer', text: `前職 大阪市 前の会社 令和8年5月31日退職 ${figures}` },
    ]);
  });
});
