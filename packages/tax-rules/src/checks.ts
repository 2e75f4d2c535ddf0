import { localDate, yen } from '@nencho/kernel';
import { computeAdjustment, type AdjustmentOutcome, type AdjustmentResult } from './adjustment.js';
import type { AdjustmentInput } from './adjustment-input.js';
import {
  claimFindings,
  employmentFindings,
  housingFindings,
  housingLoanFinding,
  payFindings,
} from './checks/claims.js';
import { completenessFindings } from './checks/completeness.js';
import { family, type CheckContext } from './checks/context.js';
import { judgedFamilyFindings, statedFamilyFindings } from './checks/family.js';
import { ownStatusFindings } from './checks/own-status.js';
import { paperFindings } from './checks/papers.js';
import { samePersonTwice } from './checks/same-person.js';
import { deriveInput, type PayTotals } from './derive-input.js';
import { eligibility } from './eligibility.js';
import { found, violation, type FactViolation } from './fact-rules.js';
import type { AdjustmentFacts } from './facts.js';
import { judgeFamily, type JudgedFamily } from './family.js';
import { parametersFor } from './parameters/parameters-for.js';
import type { RuleSet } from './parameters/rule-set.js';
import type { Trace } from './trace.js';

export type { CheckContext } from './checks/context.js';

/** 年末調整の対象とならない人: E8 1 and 2. */
const notAdjusted = (
  facts: AdjustmentFacts,
  pay: PayTotals,
  context: CheckContext,
  rules: RuleSet,
): FactViolation[] => {
  const outcome = eligibility(facts, pay, context, rules);
  if (outcome.status !== 'not_adjusted') return [];
  switch (outcome.reason) {
    case 'salary_over_20m': {
      const limit = String(rules.mainSalaryLimit.value);
      return [violation('person.estimatedSalary', 'salary_over_adjustment_limit', { limit })];
    }
    case 'secondary_column':
    case 'daily_column':
      return [violation('employment.column', 'main_form_not_filed')];
    case 'disaster_relief':
      return [violation('employment.disasterRelief', 'disaster_relief_not_adjusted')];
    case 'non_resident':
      return [violation('employment.nonResidentFrom', 'non_resident_not_adjusted')];
    case 'left_in_year':
      return [violation('employment.left', 'leaver_not_adjusted')];
  }
};

/** What the calculation itself found: without pay, only what holds whatever the pay. */
const resultFindings = (
  facts: AdjustmentFacts,
  input: AdjustmentInput,
  judged: JudgedFamily,
  { invalidClaims, totalIncomeEstimate }: AdjustmentResult,
  isPayKnown: boolean,
  rules: RuleSet,
): FactViolation[] => [
  ...ownStatusFindings(facts, invalidClaims, rules),
  ...(isPayKnown ? payFindings(input, judged, totalIncomeEstimate, rules) : []),
  ...found([housingLoanFinding(facts, totalIncomeEstimate, input.taxYear, rules)]),
];

/** The facts with what is wrong or remarkable about them, and what they come to. */
type Examined = {
  readonly violations: readonly FactViolation[];
  /** Absent while the family is not complete enough to derive anything. */
  readonly outcome?: AdjustmentOutcome;
};

/** What follows from the facts as a whole: categories, sums, and with pay the person's own income. */
const examineWhole = (facts: AdjustmentFacts, context: CheckContext, rules: RuleSet, trace?: Trace): Examined => {
  const none = { withheldTaxTotal: yen(0), socialInsuranceWithheld: yen(0) };
  const pay = context.pay ?? { salaryTotal: facts.person.estimatedSalary, ...none };
  const input = deriveInput(facts, pay, context, trace);
  const judged = judgeFamily(input, rules);
  const isPayKnown = context.pay !== undefined || facts.person.estimatedSalary > 0;
  const outcome = computeAdjustment(input, rules, trace);
  const returnAbove = rules.notices.finalReturnOtherIncomeAbove.value;
  const violations = [
    ...claimFindings(facts, input, judged, rules),
    ...judgedFamilyFindings(facts, judged, rules),
    ...(outcome.status === 'adjusted' ? resultFindings(facts, input, judged, outcome.result, isPayKnown, rules) : []),
    ...notAdjusted(facts, pay, context, rules),
    ...found([
      input.otherIncome + input.publicPensionIncome > returnAbove &&
        violation('otherIncome', 'final_return_may_be_needed', { limit: String(returnAbove) }),
    ]),
  ];
  return { violations, outcome };
};

/**
 * Every finding about the facts, and the outcome that belongs to them if none is an error. Shape and bounds are `parseFacts`'s
 * business. Rules that need the whole family wait until every member has a birth date. Throws like `parametersFor` for a year
 * or day that is not supported.
 */
export const examineFacts = (facts: AdjustmentFacts, context: CheckContext, trace?: Trace): Examined => {
  const { taxYear, lastPaymentDate, pay } = context;
  const rules = parametersFor(taxYear, lastPaymentDate);
  const isPayPossible =
    pay === undefined || Math.min(pay.salaryTotal, pay.withheldTaxTotal, pay.socialInsuranceWithheld) >= 0;
  const stated = [
    ...completenessFindings(facts, context, localDate(`${taxYear}-12-31`)),
    ...samePersonTwice(facts),
    ...statedFamilyFindings(facts, rules),
    ...paperFindings(facts, taxYear),
    ...housingFindings(facts, taxYear),
    ...employmentFindings(facts, context),
  ];
  if (!isPayPossible || family(facts).some(({ member }) => member.birthDate === '')) return { violations: stated };
  const whole = examineWhole(facts, context, rules, trace);
  return { ...whole, violations: [...stated, ...whole.violations] };
};

/** Everything that is wrong or remarkable about the facts, at once. Throws like `examineFacts`. */
export const checkFacts = (facts: AdjustmentFacts, context: CheckContext): readonly FactViolation[] =>
  examineFacts(facts, context).violations;
