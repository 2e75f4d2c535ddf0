import { describe, expect, test } from '@jest/globals';
import { localDate, taxYear, yen, type Yen } from '@nencho/kernel';
import { parametersFor, parseInput } from './index.js';
import { nobodyAtHome } from './testing/inputs.js';
import { rawSpecCases } from './testing/spec-cases.js';
import { compareRuleSets, whatIf } from './what-if.js';

const cases = rawSpecCases();
const inputOf = (id: string) => parseInput(cases.find((one) => one.id === id)?.input);
const december = (year: number) => parametersFor(taxYear(year), localDate(`${year}-12-25`));

describe('whatIf', () => {
  const input = { ...inputOf('P110'), taxYear: taxYear(2026), lastPaymentDate: localDate('2026-12-25') };

  test('nothing changed, nothing changes', () => {
    expect(whatIf(input, {})).toEqual({ status: 'adjusted', changes: [] });
  });

  test('100,000 yen more of declared social insurance: from ⑬ down to the refund, each figure with its reason', () => {
    const outcome = whatIf(input, { socialInsuranceDeclared: yen(input.socialInsuranceDeclared + 100_000) });
    if (outcome.status !== 'adjusted') throw new Error('excluded');
    const boxes = outcome.changes.map(({ box }) => box).filter((box) => box !== '');
    expect(boxes.slice(0, 4)).toEqual(['⑬', '㉑', '㉒', '㉓']);
    const [first, second] = outcome.changes;
    expect(first?.because).toEqual([
      {
        name: 'socialInsuranceDeclared',
        before: input.socialInsuranceDeclared,
        after: input.socialInsuranceDeclared + 100_000,
      },
    ]);
    expect((second?.after ?? 0) - (second?.before ?? 0)).toBe(100_000);
    expect(second?.because.map(({ name }) => name)).toEqual(['box13SocialInsuranceDeclared']);
    expect(outcome.changes.every(({ source }) => source === undefined)).toBe(true);
  });

  test('one yen above 20,000,000 is not adjusted any more', () => {
    const atLimit = { ...input, salaryTotal: yen(20_000_000) };
    expect(whatIf(atLimit, { salaryTotal: yen(20_000_001) })).toEqual({
      status: 'excluded',
      before: false,
      after: true,
    });
  });
});

describe('compareRuleSets', () => {
  test('R7 → R8 for pay alone: ⑨ stays, ⑳ rises by the new table, and both texts are named', () => {
    const input = { ...inputOf('P001'), salaryTotal: yen(4_000_000) };
    const outcome = compareRuleSets(input, december(2025), december(2026));
    if (outcome.status !== 'adjusted') throw new Error('excluded');
    const basic = outcome.changes.find(({ ruleId }) => ruleId === 'box20Basic');
    expect(outcome.changes.some(({ ruleId }) => ruleId === 'box9SalaryAfterSalaryDeduction')).toBe(false);
    expect([basic?.before, basic?.after]).toEqual([880_000, 1_040_000]);
    expect(basic?.source?.before).not.toBe(basic?.source?.after);
  });
});

test('a figure that only one of two years has is 0 in the other, without a second text', () => {
  const input = { ...inputOf('P001'), salaryTotal: yen(4_000_000), spouse: undefined, relatives: [] };
  const spouse = { ...nobodyAtHome, birthDate: localDate('1980-05-05') };
  const reductionOf = (before: number, after: number) => {
    const outcome = compareRuleSets(input, december(before), december(after));
    return outcome.status === 'adjusted'
      ? outcome.changes.find(({ ruleId }) => ruleId === 'flatReductionAmount')
      : undefined;
  };
  const [gone, come] = [reductionOf(2024, 2025), reductionOf(2025, 2024)];
  expect([gone?.before, gone?.after, gone?.box, gone?.source]).toEqual([30_000, 0, '', undefined]);
  expect([come?.before, come?.after, come?.box, come?.source]).toEqual([0, 30_000, '', undefined]);

  const married = whatIf(input, { spouse });
  if (married.status !== 'adjusted') throw new Error('excluded');
  const widowed = whatIf({ ...input, spouse }, { spouse: undefined });
  if (widowed.status !== 'adjusted') throw new Error('excluded');
  const spouseBox = (changes: typeof married.changes) =>
    changes.filter(({ box }) => box === '⑰').map(({ before, after, source }) => ({ before, after, source }));
  expect(spouseBox(married.changes)).toEqual([{ before: 0, after: 380_000, source: undefined }]);
  expect(spouseBox(widowed.changes)).toEqual([{ before: 380_000, after: 0, source: undefined }]);
});

test('who is not adjusted before the change, after it, or both', () => {
  const [within, beyond] = [yen(20_000_000), yen(20_000_001)];
  const input = inputOf('P001');
  const compared = (before: Yen, after: Yen) => whatIf({ ...input, salaryTotal: before }, { salaryTotal: after });
  expect(compared(beyond, within)).toEqual({ status: 'excluded', before: true, after: false });
  expect(compared(within, beyond)).toEqual({ status: 'excluded', before: false, after: true });
  expect(compared(beyond, beyond)).toEqual({ status: 'excluded', before: true, after: true });
});
