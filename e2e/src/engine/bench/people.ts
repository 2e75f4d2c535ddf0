import { localDate, taxYear, yen, type LocalDate } from '@nencho/kernel';
import {
  deriveInput,
  emptyFacts,
  type AdjustmentContext,
  type AdjustmentFacts,
  type AdjustmentInput,
  type PayTotals,
} from '@nencho/tax-rules';

/** One person in the three shapes that are measured; `input` is what `deriveInput` makes of the facts. */
export type BenchPerson = {
  readonly facts: AdjustmentFacts;
  readonly pay: PayTotals;
  readonly input: AdjustmentInput;
};

export const december: AdjustmentContext = { taxYear: taxYear(2026), lastPaymentDate: localDate('2026-12-25') };

/** The same numbers in every run (mulberry32): a draw gives whole numbers from `low` to `high`. */
const drawing = (seed: number): ((low: number, high: number) => number) => {
  let state = seed;
  return (low, high) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return low + Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * (high - low + 1));
  };
};

type Draw = ReturnType<typeof drawing>;

const twoDigits = (n: number): string => String(n).padStart(2, '0');
const birth = (draw: Draw, from: number, to: number): LocalDate =>
  localDate(`${draw(from, to)}-${twoDigits(draw(1, 12))}-${twoDigits(draw(1, 28))}`);
const oneIn = (draw: Draw, n: number): boolean => draw(1, n) === 1;

const member = (draw: Draw) => ({
  livingTogether: !oneIn(draw, 5),
  salaryRevenue: yen(oneIn(draw, 2) ? 0 : draw(0, 2_400_000)),
  otherIncome: yen(oneIn(draw, 6) ? draw(0, 900_000) : 0),
  disability: oneIn(draw, 30) ? ('special' as const) : oneIn(draw, 20) ? ('general' as const) : ('none' as const),
});

const relative = (draw: Draw, index: number): AdjustmentFacts['relatives'][number] => ({
  ...member(draw),
  id: `relative-${index}`,
  name: `計測 ${index}郎`,
  kana: 'ケイソク',
  ...(oneIn(draw, 4)
    ? { relation: 'parent' as const, birthDate: birth(draw, 1936, 1965) }
    : { relation: 'child' as const, birthDate: birth(draw, 2000, 2025) }),
  claimedByOther: oneIn(draw, 10),
});

const contracts = (draw: Draw): AdjustmentFacts['lifeInsurance'] =>
  (['general_new', 'general_old', 'care_medical', 'pension_new', 'pension_old'] as const).flatMap((kind, i) =>
    oneIn(draw, 2) ? [{ id: `l${i}`, insurer: '計測生命', kind, netPremium: yen(draw(1_000, 130_000)) }] : [],
  );

const factsOf = (draw: Draw, salary: number): AdjustmentFacts => {
  const empty = emptyFacts(birth(draw, 1962, 2004));
  const spouse = { ...member(draw), name: '計測 花子', kana: 'ケイソク ハナコ', birthDate: birth(draw, 1950, 2003) };
  const relatives = Array.from({ length: Math.max(0, draw(-1, 3)) }, (_, index) => relative(draw, index));
  const young = relatives.some(
    (one) => one.birthDate >= '2004-02-01' && one.salaryRevenue + one.otherIncome <= 620_000,
  );
  return {
    ...empty,
    claims: { basicDeduction: true, incomeAdjustment: young && salary > 8_500_000, lifeInsuranceUnder23: young },
    person: { ...empty.person, estimatedSalary: yen(salary) },
    ...(oneIn(draw, 2) ? { spouse } : {}),
    relatives,
    lifeInsurance: contracts(draw),
    earthquakeInsurance: oneIn(draw, 3)
      ? [{ id: 'q', insurer: '計測損保', kind: 'earthquake', netPremium: yen(draw(5_000, 70_000)) }]
      : [],
    socialInsurance: oneIn(draw, 8) ? [{ id: 's', kind: '国民年金', amount: yen(draw(10_000, 200_000)) }] : [],
    mutualAid: oneIn(draw, 6) ? [{ id: 'm', kind: 'iDeCo', amount: yen(draw(5_000, 276_000)) }] : [],
    otherIncome: yen(oneIn(draw, 12) ? draw(0, 1_500_000) : 0),
    housingLoanCredit: yen(oneIn(draw, 4) ? draw(1, 3_500) * 100 : 0),
  };
};

/** People of every kind that a company has; the same in every run. */
export const benchPeople = (count: number): readonly BenchPerson[] => {
  const draw = drawing(20_261_123);
  return Array.from({ length: count }, () => {
    const salary = oneIn(draw, 12) ? draw(8_400_000, 20_000_000) : draw(1_000_000, 9_000_000);
    const pay = {
      salaryTotal: yen(salary),
      withheldTaxTotal: yen(draw(0, 600_000)),
      socialInsuranceWithheld: yen(Math.floor((salary * 3) / 20)),
    };
    const facts = factsOf(draw, salary);
    return { facts, pay, input: deriveInput(facts, pay, december) };
  });
};
