import { addYen, subYen, yen, type Yen } from '@nencho/kernel';
import { computeAdjustment, type AdjustmentResult } from '../adjustment.js';
import type { AdjustmentInput, FamilyMember } from '../adjustment-input.js';
import { familyIncome, salaryIncome } from '../employment-income.js';
import type { RuleSet, Steps } from '../parameters/rule-set.js';

/** A limit by the rule that draws it; `docs/correctness.md` lists them. */
export type LimitId =
  | 'main_salary'
  | 'income_adjustment'
  | 'basic_deduction'
  | 'spouse_own_income'
  | 'widow_or_single_parent'
  | 'working_student'
  | 'flat_reduction'
  | 'spouse_income'
  | 'relative_income';

type FigureName =
  | 'box10IncomeAdjustment'
  | 'box15LifeInsurance'
  | 'box17Spouse'
  | 'box18SpecialRelative'
  | 'box19DependantsDisabilityEtc'
  | 'box20Basic'
  | 'widowOrSingleParentDeduction'
  | 'workingStudentDeduction'
  | 'flatReductionAmount';

export type LimitDistance = {
  readonly id: LimitId;
  /** Whose figure: `person`, `spouse`, `relatives[0]`. */
  readonly path: string;
  /** ⑦ 給与・賞与の総額, or 合計所得金額. */
  readonly figure: 'salaryTotal' | 'totalIncome';
  /** The figure as it stands, and the last yen on this side of the limit. */
  readonly value: Yen;
  readonly upTo: Yen;
  /** Yen that the figure may still rise without a change: `upTo − value`. */
  readonly left: Yen;
  /** The same as pay of a member of the family, when all of the rise is pay: more than `left` where the table deducts more. */
  readonly leftAsPay?: Yen;
  /** Beyond it: no year-end adjustment at all, or these deductions are other ones. */
  readonly beyond: 'excluded' | readonly { readonly ruleId: FigureName; readonly before: Yen; readonly after: Yen }[];
};

/** A figure of the person with the limits above it, and the input in which it has risen. */
type Limited = Pick<LimitDistance, 'id' | 'path' | 'figure' | 'value'> & {
  readonly ends: readonly Yen[];
  readonly decides: readonly FigureName[];
  readonly raisedBy: (more: Yen) => AdjustmentInput;
  readonly member?: FamilyMember;
};

const one = yen(1);
const upTos = (steps: Steps): readonly Yen[] => steps.map(({ upTo }) => upTo);

/** Everything that the income of a member of the family decides. */
const ofFamily = [
  'box10IncomeAdjustment',
  'box15LifeInsurance',
  'box17Spouse',
  'box18SpecialRelative',
  'box19DependantsDisabilityEtc',
  'flatReductionAmount',
] as const;

const payLimits = (input: AdjustmentInput, rules: RuleSet): readonly Limited[] => {
  const raisedBy = (more: Yen) => ({ ...input, salaryTotal: addYen(input.salaryTotal, more) });
  const pay = { path: 'person', figure: 'salaryTotal', value: input.salaryTotal, raisedBy } as const;
  return [
    { ...pay, id: 'main_salary', ends: [rules.mainSalaryLimit.value], decides: [] },
    {
      ...pay,
      id: 'income_adjustment',
      ends: [rules.incomeAdjustment.value.above],
      decides: ['box10IncomeAdjustment'],
    },
  ];
};

/** Other income raises 合計所得金額 yen by yen and touches nothing else of the ledger. */
const ownIncomeLimits = (input: AdjustmentInput, totalIncome: Yen, rules: RuleSet): readonly Limited[] => {
  const raisedBy = (more: Yen) => ({ ...input, otherIncome: addYen(input.otherIncome, more) });
  const own = { path: 'person', figure: 'totalIncome', value: totalIncome, raisedBy } as const;
  const reduction = rules.flatReduction?.value.ownIncomeLimit;
  return [
    { ...own, id: 'basic_deduction', ends: upTos(rules.basicDeduction.value), decides: ['box20Basic'] },
    { ...own, id: 'spouse_own_income', ends: rules.spouse.ownIncomeLimits.value, decides: ['box17Spouse'] },
    {
      ...own,
      id: 'widow_or_single_parent',
      ends: [rules.widow.value.ownIncomeLimit, rules.singleParent.value.ownIncomeLimit],
      decides: ['widowOrSingleParentDeduction'],
    },
    {
      ...own,
      id: 'working_student',
      ends: [rules.workingStudent.value.ownIncomeLimit],
      decides: ['workingStudentDeduction'],
    },
    ...(reduction === undefined
      ? []
      : [{ ...own, id: 'flat_reduction', ends: [reduction], decides: ['flatReductionAmount'] } as const]),
  ];
};

const memberLimits = (input: AdjustmentInput, rules: RuleSet): readonly Limited[] => {
  const { spouse, relatives } = input;
  const valueOf = (member: FamilyMember) =>
    familyIncome(rules.salaryTable.value, member.salaryRevenue, member.otherIncome);
  const raised = <Member extends FamilyMember>(member: Member, more: Yen): Member => ({
    ...member,
    otherIncome: addYen(member.otherIncome, more),
  });
  const limit = rules.dependantIncomeLimit.value;
  const ofSpouse: readonly Limited[] =
    spouse === undefined
      ? []
      : [
          {
            ...{ id: 'spouse_income', path: 'spouse', figure: 'totalIncome', decides: ofFamily, member: spouse },
            value: valueOf(spouse),
            ends: [limit, ...rules.spouse.special.value.map(({ upTo }) => upTo)],
            raisedBy: (more) => ({ ...input, spouse: raised(spouse, more) }),
          },
        ];
  const ofRelatives = relatives.map((relative, i): Limited => ({
    ...{ id: 'relative_income', path: `relatives[${i}]`, figure: 'totalIncome', member: relative },
    ...{ value: valueOf(relative), decides: ofFamily },
    ends: [limit, ...upTos(rules.specialRelative?.value ?? [])],
    raisedBy: (more) => ({
      ...input,
      relatives: relatives.map((other, j) => (j === i ? raised(other, more) : other)),
    }),
  }));
  return [...ofSpouse, ...ofRelatives];
};

const resultOf = (input: AdjustmentInput, rules: RuleSet): AdjustmentResult | undefined => {
  const outcome = computeAdjustment(input, rules);
  return outcome.status === 'adjusted' ? outcome.result : undefined;
};

/** The most that pay may rise while income from it rises by no more than `left`; the table never falls. */
const payWithin = (left: Yen, { salaryRevenue }: FamilyMember, rules: RuleSet): Yen => {
  const table = rules.salaryTable.value;
  const before = salaryIncome(table, salaryRevenue);
  const isWithin = (more: number) => salaryIncome(table, addYen(salaryRevenue, yen(more))) - before <= left;
  let [within, beyond] = [0, left + rules.mainSalaryLimit.value];
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2);
    if (isWithin(middle)) within = middle;
    else beyond = middle;
  }
  return yen(within);
};

/** The first limit above the figure, at most `within` yen away, that changes something for this person. */
const nextLimit = (
  { id, path, figure, value, ends, decides, raisedBy, member }: Limited,
  before: AdjustmentResult,
  within: Yen,
  rules: RuleSet,
): LimitDistance | undefined => {
  for (const upTo of ends.toSorted((a, b) => a - b)) {
    const left = subYen(upTo, value);
    if (left > within) return undefined;
    if (left < 0) continue;
    const after = resultOf(raisedBy(addYen(left, one)), rules);
    const changes = decides
      .map((ruleId) => ({ ruleId, before: before[ruleId], after: after?.[ruleId] ?? yen(0) }))
      .filter((change) => change.before !== change.after);
    if (after === undefined || changes.length > 0) {
      return {
        ...{ id, path, figure, value, upTo, left, beyond: after === undefined ? 'excluded' : changes },
        ...(member === undefined ? {} : { leftAsPay: payWithin(left, member, rules) }),
      };
    }
  }
  return undefined;
};

/**
 * The limits of the law that this person and the family stand near, nearest first: an estimate that turns out only a
 * little higher changes the deductions. At most one a figure and rule: the next. `within` is in yen of the figure. A
 * figure whose losses exceed it counts as 0. Empty for somebody who is not adjusted.
 */
export const limitDistances = (input: AdjustmentInput, rules: RuleSet, within: Yen): readonly LimitDistance[] => {
  const before = resultOf(input, rules);
  if (before === undefined) return [];
  return [
    ...payLimits(input, rules),
    ...ownIncomeLimits(input, before.totalIncomeEstimate, rules),
    ...memberLimits(input, rules),
  ]
    .flatMap((limited) => nextLimit(limited, before, within, rules) ?? [])
    .toSorted((a, b) => a.left - b.left);
};
