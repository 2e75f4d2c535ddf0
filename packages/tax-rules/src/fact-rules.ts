/** error: blocks submitting and calculating; warning: the reviewer decides; info: good to know. */
export type FactSeverity = 'error' | 'warning' | 'info';

/** Every rule that facts can break, with its severity. Texts for people are chosen by these names. */
export const factRules = {
  required: 'error',
  kana_missing: 'warning',
  unsupported_case: 'error',
  duplicate_id: 'error',
  same_person_twice: 'error',
  birth_date_in_future: 'error',
  pay_negative: 'error',
  income_adjustment_pay_not_above: 'error',
  income_adjustment_without_qualifying_person: 'error',
  income_adjustment_could_be_claimed: 'warning',
  life_special_without_young_dependant: 'error',
  life_special_could_be_claimed: 'warning',
  housing_loan_income_limit: 'warning',
  basic_deduction_not_claimed: 'warning',
  own_income_over_spouse_limit: 'warning',
  spouse_income_over_limit: 'warning',
  relative_income_over_limit: 'warning',
  disability_of_non_dependant: 'warning',
  newly_qualifying_relative: 'warning',
  social_insurance_equals_withheld: 'warning',
  final_return_may_be_needed: 'info',
  salary_over_adjustment_limit: 'info',
} as const satisfies Readonly<Record<string, FactSeverity>>;
export type FactRule = keyof typeof factRules;

/** A rule broken at a place of the facts. `params` hold limits and names of fields, no personal data. */
export type FactViolation = {
  readonly path: string;
  readonly rule: FactRule;
  readonly severity: FactSeverity;
  readonly params?: Readonly<Record<string, string>>;
};

export const violation = (path: string, rule: FactRule, params?: Readonly<Record<string, string>>): FactViolation => ({
  path,
  rule,
  severity: factRules[rule],
  ...(params === undefined ? {} : { params }),
});

export type Finding = FactViolation | false;
/** The findings that are there. */
export const found = (findings: readonly Finding[]): FactViolation[] => findings.filter((finding) => finding !== false);
