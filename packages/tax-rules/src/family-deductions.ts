import { type Yen } from '@nencho/kernel';
import { dependantDeduction, type RelativeCategory } from './dependant-deduction.js';
import type { AdjustmentInput } from './adjustment-input.js';
import type { JudgedFamily, JudgedRelative, JudgedSpouse } from './family.js';
import { widowOrSingleParentDeduction, workingStudentDeduction, type InvalidClaim } from './own-status-deduction.js';
import { familyDisabilityDeduction, ownDisabilityDeduction } from './disability-deduction.js';
import { type RuleSet } from './parameters/rule-set.js';
import { specialRelativeDeduction } from './special-relative-deduction.js';
import { spouseDeduction } from './spouse-deduction.js';
import { derived, stepsOf, sumOf, valuesOf, type Figures, type TraceStep } from './trace.js';

/** What one relative contributed; the amounts are parts of ⑱ and ⑲. */
export type RelativeResult = {
  readonly relativeId: string;
  readonly category: RelativeCategory;
  readonly ageAtYearEnd: number;
  readonly totalIncome: Yen;
  readonly dependantDeduction: Yen;
  readonly specialRelativeDeduction: Yen;
  readonly disabilityDeduction: Yen;
};

type RelativeFigures = Figures<
  'totalIncome' | 'dependantDeduction' | 'specialRelativeDeduction' | 'disabilityDeduction'
>;

const relativeFigures = (relative: JudgedRelative, rules: RuleSet): RelativeFigures => ({
  totalIncome: derived(
    relative.totalIncome,
    { salaryRevenue: relative.salaryRevenue, otherIncome: relative.otherIncome },
    rules.salaryTable,
  ),
  dependantDeduction: dependantDeduction(relative, rules),
  specialRelativeDeduction: specialRelativeDeduction(relative, rules),
  // Whoever claims a dependant also deducts for the disability.
  disabilityDeduction: familyDisabilityDeduction(
    { ...relative, isDependant: relative.isDependant && !relative.claimedByOther },
    rules,
  ),
});

const spouseFigures = (spouse: JudgedSpouse, rules: RuleSet) => ({
  spouseTotalIncome: derived(
    spouse.totalIncome,
    { salaryRevenue: spouse.salaryRevenue, otherIncome: spouse.otherIncome },
    rules.salaryTable,
  ),
  spouseDisabilityDeduction: familyDisabilityDeduction(spouse, rules),
});

/** One figure of every relative, by its place in the facts. */
const perRelative = (all: readonly RelativeFigures[], name: keyof RelativeFigures): Readonly<Record<string, Yen>> =>
  Object.fromEntries(all.map((figures, i) => [`relatives[${i}].${name}`, figures[name].value]));

/** ⑰ 配偶者, ⑱ 特定親族特別 and ⑲ 扶養・障害者等, with what each member of the family contributed. */
export const familyDeductions = (
  input: Pick<AdjustmentInput, 'disability' | 'personalStatus' | 'workingStudent'>,
  family: JudgedFamily,
  failures: readonly InvalidClaim[],
  totalIncome: Yen,
  rules: RuleSet,
) => {
  const relatives = family.relatives.map((relative) => relativeFigures(relative, rules));
  const spouse = family.spouse === undefined ? undefined : spouseFigures(family.spouse, rules);
  const person = { personDisabilityDeduction: ownDisabilityDeduction(input.disability, rules) };
  const status = {
    widowOrSingleParentDeduction: widowOrSingleParentDeduction(input.personalStatus, failures, totalIncome, rules),
    workingStudentDeduction: workingStudentDeduction(input.workingStudent, failures, totalIncome, rules),
  };
  const deductions = {
    dependantDeduction: sumOf(perRelative(relatives, 'dependantDeduction'), rules.ledgerOrder),
    disabilityDeduction: sumOf(
      {
        ...valuesOf(person),
        ...(spouse === undefined ? {} : { spouseDisabilityDeduction: spouse.spouseDisabilityDeduction.value }),
        ...perRelative(relatives, 'disabilityDeduction'),
      },
      rules.ledgerOrder,
    ),
  };
  const boxes = {
    box17Spouse: spouseDeduction(totalIncome, family.spouse, rules),
    box18SpecialRelative: sumOf(perRelative(relatives, 'specialRelativeDeduction'), rules.ledgerOrder),
    ...deductions,
    ...status,
    box19DependantsDisabilityEtc: sumOf({ ...valuesOf(deductions), ...valuesOf(status) }, rules.ledgerOrder),
  };
  const trace = (): readonly TraceStep[] => [
    ...(spouse === undefined ? [] : stepsOf(spouse)),
    ...relatives.flatMap((figures, i) => stepsOf(figures, `relatives[${i}].`)),
    ...stepsOf(person),
    ...stepsOf(boxes),
  ];
  const relativeResults: readonly RelativeResult[] = family.relatives.map(
    ({ id: relativeId, category, ageAtYearEnd, totalIncome: income }, i) => {
      const figures = relatives[i];
      if (figures === undefined) throw new RangeError('one set of figures a relative');
      return { relativeId, category, ageAtYearEnd, ...valuesOf(figures), totalIncome: income };
    },
  );
  return {
    trace,
    relatives: relativeResults,
    amounts: { ...valuesOf(person), ...(spouse === undefined ? {} : valuesOf(spouse)), ...valuesOf(boxes) },
  };
};
