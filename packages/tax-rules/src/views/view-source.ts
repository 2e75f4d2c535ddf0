import type { Yen } from '@nencho/kernel';
import type { AdjustmentInput } from '../adjustment-input.js';
import type { AdjustmentResult } from '../adjustment.js';
import type { PayTotals } from '../derive-input.js';
import type { AdjustmentFacts, RelativeFacts } from '../facts.js';
import { judgeFamily, type JudgedFamily, type JudgedRelative } from '../family.js';
import { parametersFor } from '../parameters/parameters-for.js';
import type { RuleSet } from '../parameters/rule-set.js';
import { totalIncomeEstimate } from '../total-income.js';

/** What every view of a person is made from. */
export type ViewSource<Result = AdjustmentResult> = {
  readonly facts: AdjustmentFacts;
  /** What this payer alone paid and withheld. */
  readonly pay: PayTotals;
  /** From the facts; where the year is adjusted, 甲欄 pay of previous employers is within. */
  readonly input: AdjustmentInput;
  /** undefined: not adjusted (退職, 乙欄, 2,000万円超, …). */
  readonly result: Result | undefined;
};

/** A relative as judged, with what was stated. */
export type StatedRelative = JudgedRelative & { readonly stated: RelativeFacts };

/** The people of a view: nobody of the family where no 扶養控除等申告書 is with this payer (乙欄, 丙欄). */
export type ViewPeople = {
  readonly rules: RuleSet;
  readonly judged: JudgedFamily;
  readonly relatives: readonly StatedRelative[];
  /** 合計所得金額の見積額 of the person. */
  readonly ownIncome: Yen;
};

const nobody: JudgedFamily = {
  spouse: undefined,
  relatives: [],
  hasYoungDependant: false,
  hasQualifyingPerson: false,
};

/** Whether the 扶養控除等申告書 is with this payer (甲欄). */
export const hasMainForm = ({ employment }: AdjustmentFacts): boolean => (employment?.column ?? 'main') === 'main';

const statedOf = ({ relatives }: AdjustmentFacts, relative: JudgedRelative): StatedRelative => {
  const stated = relatives.find(({ id }) => id === relative.id);
  if (stated === undefined) throw new RangeError('a relative of the input is not among the facts');
  return { ...relative, stated };
};

export const peopleOf = ({ facts, input }: Pick<ViewSource, 'facts' | 'input'>): ViewPeople => {
  const rules = parametersFor(input.taxYear, input.lastPaymentDate);
  const judged = hasMainForm(facts) ? judgeFamily(input, rules) : nobody;
  const adjustment = input.claims.incomeAdjustment && judged.hasQualifyingPerson;
  return {
    rules,
    judged,
    relatives: judged.relatives.map((relative) => statedOf(facts, relative)),
    ownIncome: totalIncomeEstimate(input, adjustment, rules).total,
  };
};
