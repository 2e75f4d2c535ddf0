import { type Yen } from '@nencho/kernel';
import { dependantDeduction, type RelativeCategory } from './dependant-deduction.js';
import { type AdjustmentInput, type RelativeInput, type SpouseInput } from './derive-input.js';
import { familyDisabilityDeduction, ownDisabilityDeduction } from './disability-deduction.js';
import { type RuleSet } from './parameters/parameters.js';
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

const relativeFigures = (relative: RelativeInput, rules: RuleSet): RelativeFigures => ({
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

const spouseFigures = (spouse: SpouseInput, rules: RuleSet) => ({
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
export const familyDeductions = (input: AdjustmentInput, totalIncome: Yen, rules: RuleSet) => {
  const relatives = input.relatives.map((relative) => relativeFigures(relative, rules));
  const spouse = input.spouse === undefined ? undefined : spouseFigures(input.spouse, rules);
  const person = { personDisabilityDeduction: ownDisabilityDeduction(input.disability, rules) };
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
    box17Spouse: spouseDeduction(totalIncome, input.spouse, rules),
    box18SpecialRelative: sumOf(perRelative(relatives, 'specialRelativeDeduction'), rules.ledgerOrder),
    ...deductions,
    box19DependantsDisabilityEtc: sumOf(valuesOf(deductions), rules.ledgerOrder),
  };
  const trace: readonly TraceStep[] = [
    ...(spouse === undefined ? [] : stepsOf(spouse)),
    ...relatives.flatMap((figures, i) => stepsOf(figures, `relatives[${i}].`)),
    ...stepsOf(person),
    ...stepsOf(boxes),
  ];
  const relativeResults: readonly RelativeResult[] = input.relatives.map(
    ({ relativeId, category, ageAtYearEnd, totalIncome: income }, i) => {
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
