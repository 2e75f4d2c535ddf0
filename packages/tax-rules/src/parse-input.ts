import { isLocalDate, localDate, taxYear, yen, type LocalDate, type TaxYear, type Yen } from '@nencho/kernel';
import { z } from 'zod';
import type { AdjustmentInput } from './adjustment-input.js';
import type { PayTotals } from './derive-input.js';
import { parseBy } from './facts-schema.js';

/** A bound of the input, not of the law: sums and products of such amounts stay safe integers. */
const LARGEST = 999_999_999_999;
const amount = z
  .int()
  .min(0)
  .max(LARGEST)
  .transform((n): Yen => yen(n));
const signedAmount = z
  .int()
  .min(-LARGEST)
  .max(LARGEST)
  .transform((n): Yen => yen(n));
const date: z.ZodType<LocalDate> = z
  .string()
  .refine(isLocalDate, 'date')
  .transform((text) => localDate(text));
const disability = z.enum(['none', 'general', 'special']);

const member = {
  birth_date: date,
  salary_revenue: amount,
  other_income: signedAmount,
  disability,
  living_together: z.boolean(),
  non_resident: z.boolean(),
} as const;

const year = z
  .int()
  .min(2000)
  .max(2100)
  .transform((n): TaxYear => taxYear(n));

/** Year and day of an adjustment, and what payroll knows, beside facts. */
export const contextShape: {
  readonly taxYear: z.ZodType<TaxYear>;
  readonly lastPaymentDate: z.ZodType<LocalDate>;
} = { taxYear: year, lastPaymentDate: date };
export const paySchema: z.ZodType<PayTotals> = z.strictObject({
  salaryTotal: amount,
  withheldTaxTotal: amount,
  socialInsuranceWithheld: amount,
  mutualAidWithheld: amount.optional(),
  lastSalaryTaxNotCollected: amount.optional(),
  unpaidSalaryTaxNotCollected: amount.optional(),
});

export const relativeSchema = z.strictObject({
  ...member,
  relationship: z.string().max(40),
  lineal_ascendant: z.boolean(),
  claimed_by: z.enum(['self', 'other']),
  non_resident_reason: z.enum(['none', 'study_abroad', 'remittance_380k']),
});

export const inputSchema = z.strictObject({
  tax_year: year,
  last_payment_date: date,
  salary_total: amount,
  withheld_tax_total: amount,
  withheld_tax_of_last_salary_not_yet_collected: amount,
  withheld_tax_of_unpaid_salary_not_yet_collected: amount,
  social_insurance_withheld: amount,
  social_insurance_declared: amount,
  small_enterprise_mutual_aid_declared: amount,
  life_insurance: z.strictObject({
    new_general: amount,
    old_general: amount,
    care_medical: amount,
    new_pension: amount,
    old_pension: amount,
  }),
  life_insurance_under23_special_claimed: z.boolean(),
  earthquake_insurance: z.strictObject({ earthquake: amount, old_long_term: amount }),
  employee: z.strictObject({
    disability,
    personal_status: z.enum(['none', 'widow', 'single_parent']),
    working_student: z.boolean(),
    basic_deduction_form_submitted: z.boolean(),
  }),
  spouse: z.strictObject(member).nullable(),
  relatives: z.array(relativeSchema),
  income_adjustment_claimed: z.boolean(),
  housing_loan_credit: amount,
  salary_from_other_employers: amount,
  public_pension_income: amount,
  other_income: signedAmount,
});

type Stated = z.output<typeof inputSchema>;

const memberOf = (stated: NonNullable<Stated['spouse']>) => ({
  birthDate: stated.birth_date,
  salaryRevenue: stated.salary_revenue,
  otherIncome: stated.other_income,
  disability: stated.disability,
  livingTogether: stated.living_together,
  nonResident: stated.non_resident,
});

const inputOf = (stated: Stated): AdjustmentInput => ({
  taxYear: stated.tax_year,
  lastPaymentDate: stated.last_payment_date,
  salaryTotal: stated.salary_total,
  withheldTaxTotal: stated.withheld_tax_total,
  withheldTaxOfLastSalaryNotYetCollected: stated.withheld_tax_of_last_salary_not_yet_collected,
  withheldTaxOfUnpaidSalaryNotYetCollected: stated.withheld_tax_of_unpaid_salary_not_yet_collected,
  socialInsuranceWithheld: stated.social_insurance_withheld,
  socialInsuranceDeclared: stated.social_insurance_declared,
  mutualAidDeclared: stated.small_enterprise_mutual_aid_declared,
  lifePremiums: {
    generalNew: stated.life_insurance.new_general,
    generalOld: stated.life_insurance.old_general,
    careMedical: stated.life_insurance.care_medical,
    pensionNew: stated.life_insurance.new_pension,
    pensionOld: stated.life_insurance.old_pension,
  },
  earthquakePremiums: {
    earthquake: stated.earthquake_insurance.earthquake,
    oldLongTerm: stated.earthquake_insurance.old_long_term,
  },
  housingLoanCredit: stated.housing_loan_credit,
  disability: stated.employee.disability,
  personalStatus: stated.employee.personal_status,
  workingStudent: stated.employee.working_student,
  spouse: stated.spouse === null ? undefined : memberOf(stated.spouse),
  relatives: stated.relatives.map((relative, i) => ({
    ...memberOf(relative),
    id: `relatives[${i}]`,
    linealAscendant: relative.lineal_ascendant,
    child: relative.relationship === 'child',
    claimedByOther: relative.claimed_by === 'other',
    nonResidentReason: relative.non_resident_reason,
  })),
  salaryFromOtherEmployers: stated.salary_from_other_employers,
  publicPensionIncome: stated.public_pension_income,
  otherIncome: stated.other_income,
  claims: {
    basicDeduction: stated.employee.basic_deduction_form_submitted,
    incomeAdjustment: stated.income_adjustment_claimed,
    lifeInsuranceUnder23: stated.life_insurance_under23_special_claimed,
  },
});

/**
 * The input of a calculation as JSON says it, in the schema of cases/spec-cases.json (snake_case, integer yen). AppError
 * `validation_failed` with every violation of shape at its precise path.
 */
export const parseInput = (value: unknown): AdjustmentInput => inputOf(parseBy(inputSchema, value));
