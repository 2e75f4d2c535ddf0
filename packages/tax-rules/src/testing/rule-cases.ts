import { readFileSync } from 'node:fs';
import { z } from 'zod';

const amount = z.int();
const lifeInsurance = z.strictObject({
  new_general: amount.optional(),
  old_general: amount.optional(),
  care_medical: amount.optional(),
  new_pension: amount.optional(),
  old_pension: amount.optional(),
});
const earthquakeInsurance = z.strictObject({ earthquake: amount.optional(), old_long_term: amount.optional() });
const disability = z.enum(['none', 'general', 'special']);

const person = z.strictObject({
  salary_total: amount,
  withheld_tax_total: amount.optional(),
  social_insurance_withheld: amount.optional(),
  social_insurance_declared: amount.optional(),
  mutual_aid_declared: amount.optional(),
  life_insurance: lifeInsurance.optional(),
  earthquake_insurance: earthquakeInsurance.optional(),
  spouse: z
    .strictObject({
      total_income: amount.optional(),
      salary: amount.optional(),
      age70_or_over: z.boolean().optional(),
      disability: disability.optional(),
      living_together: z.boolean().optional(),
    })
    .optional(),
  dependants: z
    .array(
      z.strictObject({
        category: z.enum(['under16', 'general', 'specific', 'elderly_cohabiting_parent']),
        age_band: z.enum(['0-15', '16-18', '19-22', '23-69', '70+']),
        count: z.literal(1),
        disability: disability.optional(),
        note: z.string().optional(),
      }),
    )
    .optional(),
  specified_relatives: z.array(z.strictObject({ total_income: amount })).optional(),
  relatives: z
    .array(
      z.strictObject({
        relation: z.enum(['child', 'parent']),
        birth: z.iso.date(),
        salary: amount.optional(),
        other_income: amount.optional(),
        cohabiting: z.boolean().optional(),
      }),
    )
    .optional(),
  housing_loan_credit: amount.optional(),
  income_adjustment_claimed: z.boolean().optional(),
  life_insurance_under23_special_claimed: z.boolean().optional(),
  other_income: amount.optional(),
  other_employer_salary: amount.optional(),
  public_pension_misc_income: amount.optional(),
});
export type RulePerson = z.output<typeof person>;

const scoped = <Scope extends string, Input extends z.ZodType>(scope: Scope, input: Input) =>
  z.strictObject({
    id: z.string(),
    source: z.string(),
    confidence: z.enum(['official_example', 'official_rule_boundary', 'secondary_example']),
    year: z.union([z.literal(2024), z.literal(2025), z.literal(2026)]),
    scope: z.literal(scope),
    input,
    expected: z.record(z.string(), z.union([z.int(), z.string(), z.boolean()])),
    note: z.string(),
  });

const ruleCase = z.discriminatedUnion('scope', [
  scoped('salary_income', z.strictObject({ salary_total: amount })),
  scoped('income_adjustment', z.strictObject({ salary_total: amount, income_adjustment_claimed: z.literal(true) })),
  scoped('relative_income', z.strictObject({ relative_salary: amount })),
  scoped('basic_deduction', z.strictObject({ total_income: amount })),
  scoped(
    'spouse_deduction',
    z.strictObject({ own_total_income: amount, spouse_total_income: amount, spouse_age70_or_over: z.boolean() }),
  ),
  scoped('specified_relative', z.strictObject({ relative_age: amount, relative_total_income: amount })),
  scoped('life_insurance', z.strictObject({ life_insurance: lifeInsurance, has_dependant_under23: z.boolean() })),
  scoped('earthquake_insurance', z.strictObject({ earthquake_insurance: earthquakeInsurance })),
  scoped('age_category', z.strictObject({ birth_date: z.iso.date() })),
  scoped('computed_tax', z.strictObject({ taxable: amount })),
  scoped('full', person),
  scoped('deductions', person),
]);
export type RuleCase = z.output<typeof ruleCase>;

/** The one-rule and full-path cases of cases/tax-cases.json. */
export const ruleCases = (): readonly RuleCase[] =>
  z
    .looseObject({ cases: z.array(ruleCase) })
    .parse(JSON.parse(readFileSync(new URL('../../cases/tax-cases.json', import.meta.url), 'utf8'))).cases;

const table = z
  .looseObject({ row_count: z.int(), rows: z.array(z.tuple([amount, amount, amount, amount])) })
  .refine(({ row_count, rows }) => rows.length === row_count, 'row_count');

/** Rows [from, to_exclusive, amount] of a year in cases/salary-table-cases.json. */
export const salaryTableRows = (year: 2024 | 2025 | 2026): readonly (readonly [number, number, number])[] =>
  z
    .looseObject({ tables: z.record(z.string(), table) })
    .parse(JSON.parse(readFileSync(new URL('../../cases/salary-table-cases.json', import.meta.url), 'utf8')))
    .tables[year]?.rows.map(([from, to, income]) => [from, to, income] as const) ?? [];
