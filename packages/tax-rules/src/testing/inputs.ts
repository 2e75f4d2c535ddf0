import { localDate, yen, type LocalDate, type Yen } from '@nencho/kernel';
import fc from 'fast-check';
import type { AdjustmentInput, FamilyMember, Relative } from '../adjustment-input.js';
import type { Disability } from '../facts.js';
import { ruleSets } from '../parameters/parameters-for.js';
import type { RuleSet } from '../parameters/rule-set.js';

/** One in `n` of the drawn has an amount up to `max`, the others 0: most people have few of the amounts. */
const sometimes = (n: number, max: number): fc.Arbitrary<Yen> =>
  fc.integer({ min: 0, max: max * n }).map((drawn) => yen(drawn <= max ? drawn : 0));

const disability = fc.constantFrom<Disability>('none', 'none', 'none', 'none', 'general', 'special');
const flag = fc.boolean();

/** Any day from 1930 on, the first of January more often than the calendar has it. */
const birthDate: fc.Arbitrary<LocalDate> = fc
  .tuple(fc.integer({ min: 1930, max: 2024 }), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, day]) =>
    localDate(
      month === 0 ? `${year}-01-01` : `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
    ),
  );

const member = {
  birthDate,
  salaryRevenue: sometimes(2, 2_500_000),
  otherIncome: fc.integer({ min: -500_000, max: 1_500_000 }).map(yen),
  disability,
  livingTogether: flag,
  nonResident: fc.constantFrom(false, false, false, true),
};

const anyMember: fc.Arbitrary<FamilyMember> = fc.record(member);

export const anyRelative: fc.Arbitrary<Relative> = fc
  .record({
    ...member,
    child: flag,
    claimedByOther: fc.constantFrom(false, false, false, true),
    nonResidentReason: fc.constantFrom('none' as const, 'study_abroad' as const, 'remittance_380k' as const),
  })
  .map((relative) => ({ ...relative, id: 'relative', linealAscendant: !relative.child }));

const anyRules: fc.Arbitrary<RuleSet> = fc.constantFrom(...ruleSets);

/** Anybody who can be adjusted under the rules: everything that `AdjustmentInput` can say. */
const anyInput = (rules: RuleSet): fc.Arbitrary<AdjustmentInput> =>
  fc.record({
    taxYear: fc.constant(rules.taxYear),
    lastPaymentDate: fc.constant(rules.lastPaymentFrom.value),
    salaryTotal: fc.integer({ min: 0, max: rules.mainSalaryLimit.value }).map(yen),
    withheldTaxTotal: fc.integer({ min: 0, max: 3_000_000 }).map(yen),
    withheldTaxOfLastSalaryNotYetCollected: sometimes(4, 100_000),
    withheldTaxOfUnpaidSalaryNotYetCollected: sometimes(4, 100_000),
    socialInsuranceWithheld: sometimes(1, 2_000_000),
    socialInsuranceDeclared: sometimes(4, 400_000),
    mutualAidDeclared: sometimes(4, 816_000),
    lifePremiums: fc.record({
      generalNew: sometimes(1, 150_000),
      generalOld: sometimes(2, 150_000),
      careMedical: sometimes(1, 150_000),
      pensionNew: sometimes(1, 150_000),
      pensionOld: sometimes(2, 150_000),
    }),
    earthquakePremiums: fc.record({ earthquake: sometimes(2, 80_000), oldLongTerm: sometimes(2, 40_000) }),
    housingLoanCredit: sometimes(3, 400_000),
    disability,
    personalStatus: fc.constantFrom('none', 'none', 'none', 'widow', 'widow_divorced', 'single_parent'),
    workingStudent: fc.constantFrom(false, false, false, true),
    spouse: fc.option(anyMember, { nil: undefined }),
    relatives: fc.array(anyRelative, { maxLength: 4 }),
    salaryFromOtherEmployers: sometimes(4, 3_000_000),
    publicPensionIncome: sometimes(4, 1_500_000),
    otherIncome: fc.integer({ min: -2_000_000, max: 10_000_000 }).map(yen),
    claims: fc.record({
      basicDeduction: fc.constantFrom(true, true, true, false),
      incomeAdjustment: flag,
      lifeInsuranceUnder23: flag,
    }),
  });

/** A member of the family without income, disability or distance. */
export const nobodyAtHome: Omit<FamilyMember, 'birthDate'> = {
  ...{ salaryRevenue: yen(0), otherIncome: yen(0), disability: 'none', livingTogether: true, nonResident: false },
};

/** Somebody with nothing but the 基礎控除申告書; year, day and pay are the test's. */
export const nobodyInput: Omit<AdjustmentInput, 'taxYear' | 'lastPaymentDate'> = {
  salaryTotal: yen(0),
  withheldTaxTotal: yen(0),
  withheldTaxOfLastSalaryNotYetCollected: yen(0),
  withheldTaxOfUnpaidSalaryNotYetCollected: yen(0),
  socialInsuranceWithheld: yen(0),
  socialInsuranceDeclared: yen(0),
  mutualAidDeclared: yen(0),
  lifePremiums: {
    ...{ generalNew: yen(0), generalOld: yen(0), careMedical: yen(0), pensionNew: yen(0), pensionOld: yen(0) },
  },
  earthquakePremiums: { earthquake: yen(0), oldLongTerm: yen(0) },
  housingLoanCredit: yen(0),
  disability: 'none',
  personalStatus: 'none',
  workingStudent: false,
  spouse: undefined,
  relatives: [],
  salaryFromOtherEmployers: yen(0),
  publicPensionIncome: yen(0),
  otherIncome: yen(0),
  claims: { basicDeduction: true, incomeAdjustment: false, lifeInsuranceUnder23: false },
};

/** Rules and somebody under them. */
export const anybody: fc.Arbitrary<readonly [RuleSet, AdjustmentInput]> = anyRules.chain((rules) =>
  anyInput(rules).map((input) => [rules, input] as const),
);
