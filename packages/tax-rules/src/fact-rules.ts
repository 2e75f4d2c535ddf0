/** error: blocks calculating, and submitting (`blocksSubmitting`); warning: the reviewer decides; info: good to know. */
export type FactSeverity = 'error' | 'warning' | 'info';

/**
 * Every rule that facts can break, with its severity. Texts for people (texts/check-text.ts) and the items of the law
 * (checks/catalogue.ts) are chosen by these names: they stay.
 */
export const factRules = {
  required: 'error',
  kana_missing: 'warning',
  unsupported_case: 'error',
  duplicate_id: 'error',
  same_person_twice: 'error',
  birth_date_in_future: 'error',
  date_outside_year: 'error',
  pay_negative: 'error',
  main_form_not_filed: 'error',
  previous_slip_missing: 'error',
  income_adjustment_pay_not_above: 'error',
  income_adjustment_without_qualifying_person: 'error',
  income_adjustment_person_unqualified: 'error',
  income_adjustment_could_be_claimed: 'warning',
  life_special_without_young_dependant: 'error',
  life_special_person_unqualified: 'error',
  life_special_could_be_claimed: 'warning',
  life_contract_date_mismatch: 'error',
  old_long_term_contract_date: 'error',
  earthquake_contract_twice: 'warning',
  certificate_missing: 'warning',
  certificate_promised: 'warning',
  mandatory_certificate_missing: 'error',
  housing_loan_income_limit: 'warning',
  housing_income_over_limit: 'error',
  housing_form_year_differs: 'error',
  housing_first_year: 'error',
  housing_amount_needed: 'error',
  housing_printed_for_other_payer: 'warning',
  housing_balance_missing: 'warning',
  basic_deduction_not_claimed: 'warning',
  own_income_over_spouse_limit: 'warning',
  spouse_income_over_limit: 'warning',
  spouse_de_facto: 'warning',
  spouse_died_in_year: 'info',
  spouse_claimed_by_other: 'warning',
  family_employee: 'warning',
  relative_income_over_limit: 'warning',
  disability_of_non_dependant: 'warning',
  disability_proof_differs: 'warning',
  age_category_changed: 'info',
  newly_qualifying_relative: 'warning',
  widow_and_single_parent: 'error',
  widow_income_over_limit: 'error',
  widow_without_dependant: 'error',
  single_parent_income_over_limit: 'error',
  single_parent_without_child: 'error',
  single_parent_with_spouse: 'warning',
  de_facto_partner: 'error',
  working_student_income_over_limit: 'error',
  working_student_other_income_over_limit: 'error',
  non_resident_without_reason: 'warning',
  non_resident_living_together: 'error',
  remittance_below_limit: 'error',
  non_resident_documents_missing: 'error',
  social_insurance_equals_withheld: 'warning',
  second_employer: 'info',
  final_return_may_be_needed: 'info',
  final_return_planned: 'info',
  family_member_claimed_twice: 'warning',
  salary_over_adjustment_limit: 'info',
  disaster_relief_not_adjusted: 'info',
  non_resident_not_adjusted: 'info',
  leaver_not_adjusted: 'info',
} as const satisfies Readonly<Record<string, FactSeverity>>;
export type FactRule = keyof typeof factRules;

export const isFactRule = (text: string): text is FactRule => Object.hasOwn(factRules, text);

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

/**
 * Whether a declaration cannot be submitted with it. An error stops the calculation too; the slip of a previous employer stops
 * that alone: the form is due whether it is there or not (年末調整のしかた, 中途就職者).
 */
export const blocksSubmitting = ({ rule, severity }: FactViolation): boolean =>
  severity === 'error' && rule !== 'previous_slip_missing';

export type Finding = FactViolation | false;
/** The findings that are there. */
export const found = (findings: readonly Finding[]): FactViolation[] => findings.filter((finding) => finding !== false);
