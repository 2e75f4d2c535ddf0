import { addYen, yen, type Yen } from '@nencho/kernel';
import { dependantDeduction } from './dependant-deduction.js';
import type { JudgedFamily, JudgedRelative, JudgedSpouse } from './family.js';
import { familyDisabilityDeduction } from './disability-deduction.js';
import type { Ledger, RelativeResult } from './ledger.js';
import { type RuleSet } from './parameters/rule-set.js';
import { specialRelativeDeduction } from './special-relative-deduction.js';
import type { Trace, TraceInput } from './trace.js';

type RelativeFigure = 'dependantDeduction' | 'specialRelativeDeduction' | 'disabilityDeduction';

/** 合計所得金額 of the spouse. */
export const spouseTotalIncome = (spouse: JudgedSpouse, { salaryTable }: RuleSet, trace?: Trace): Yen => {
  const { totalIncome, salaryRevenue, otherIncome } = spouse;
  // The person's own other income may be a step of this trace: another name, or a tree would lead there.
  trace?.step('spouseTotalIncome', totalIncome, { salaryRevenue, otherIncomeOfMember: otherIncome }, salaryTable);
  return totalIncome;
};

/** 障害者控除額 for the spouse (part of ⑲). */
export const spouseDisabilityDeduction = (spouse: JudgedSpouse, rules: RuleSet, trace?: Trace): Yen =>
  familyDisabilityDeduction('spouseDisabilityDeduction', spouse, rules, trace);

const relativeFigures = (relative: JudgedRelative, rules: RuleSet, trace?: Trace): RelativeResult => {
  const { id, category, ageAtYearEnd, totalIncome, salaryRevenue, otherIncome } = relative;
  trace?.step('totalIncome', totalIncome, { salaryRevenue, otherIncomeOfMember: otherIncome }, rules.salaryTable);
  // Whoever claims a dependant also deducts for the disability.
  const { disability, livingTogether, livingWithRelative, isDependant, claimedByOther } = relative;
  const claimed = { disability, livingTogether, livingWithRelative, isDependant: isDependant && !claimedByOther };
  return {
    relativeId: id,
    category,
    ageAtYearEnd,
    totalIncome,
    dependantDeduction: dependantDeduction(relative, rules, trace),
    specialRelativeDeduction: specialRelativeDeduction(relative, rules, trace),
    disabilityDeduction: familyDisabilityDeduction('disabilityDeduction', claimed, rules, trace),
  };
};

/** Each relative's part, in the order of the facts. */
export const relativesFigures = (
  { relatives }: JudgedFamily,
  rules: RuleSet,
  trace?: Trace,
): readonly RelativeResult[] =>
  relatives.map((relative, i) => relativeFigures(relative, rules, trace?.under(`relatives[${i}].`)));

/** One figure of every relative, by its place in the result. */
const perRelative = (relatives: readonly RelativeResult[], figure: RelativeFigure): readonly TraceInput[] =>
  relatives.map((relative, i) => ({ name: `relatives[${i}].${figure}`, value: relative[figure] }));

const sumOf = (relatives: readonly RelativeResult[], figure: RelativeFigure): Yen => {
  let sum = 0;
  for (const relative of relatives) sum += relative[figure];
  return yen(sum);
};

type Rules = Pick<RuleSet, 'ledgerOrder'>;

/** ⑱ 特定親族特別控除額 of all relatives. */
export const specialRelativeTotal = (
  relatives: readonly RelativeResult[],
  { ledgerOrder }: Rules,
  trace?: Trace,
): Yen => {
  const total = sumOf(relatives, 'specialRelativeDeduction');
  trace?.step('box18SpecialRelative', total, perRelative(relatives, 'specialRelativeDeduction'), ledgerOrder);
  return total;
};

/** 扶養控除額 of all relatives (part of ⑲). */
export const dependantTotal = (relatives: readonly RelativeResult[], { ledgerOrder }: Rules, trace?: Trace): Yen => {
  const total = sumOf(relatives, 'dependantDeduction');
  trace?.step('dependantDeduction', total, perRelative(relatives, 'dependantDeduction'), ledgerOrder);
  return total;
};

/** 障害者控除額 of the person, the spouse and all relatives (part of ⑲). */
export const disabilityTotal = (ledger: Readonly<Ledger>, { ledgerOrder }: Rules, trace?: Trace): Yen => {
  const { personDisabilityDeduction: ofPerson, spouseDisabilityDeduction: ofSpouse, relatives } = ledger;
  const total = addYen(ofPerson, ofSpouse ?? yen(0), sumOf(relatives, 'disabilityDeduction'));
  trace?.step(
    'disabilityDeduction',
    total,
    [
      { name: 'personDisabilityDeduction', value: ofPerson },
      ...(ofSpouse === undefined ? [] : [{ name: 'spouseDisabilityDeduction', value: ofSpouse }]),
      ...perRelative(relatives, 'disabilityDeduction'),
    ],
    ledgerOrder,
  );
  return total;
};
