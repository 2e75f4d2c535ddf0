import { validationFailed, type Violation } from '@nencho/kernel';
import { z } from 'zod';
import {
  disabilityProofSchema,
  documentState,
  employerSchema,
  employmentSchema,
  housingLoanSchema,
  incomesSchema,
  statusSchema,
} from './detail-schemas.js';
import {
  amount,
  birthDate,
  day,
  disability,
  id,
  longText,
  signedAmount,
  statedBirthDate,
  text,
} from './fact-fields.js';
import { factLimits } from './fact-limits.js';
import type { AdjustmentFacts } from './facts.js';

/** What spouse and relatives have in common. */
const member = {
  name: text,
  kana: text,
  birthDate: statedBirthDate,
  livingTogether: z.boolean(),
  salaryRevenue: amount,
  otherIncome: signedAmount,
  disability,
  incomes: incomesSchema,
  disabilityProof: disabilityProofSchema.optional(),
  nonResident: z
    .strictObject({
      reason: z.enum(['none', 'study_abroad', 'remittance_380k']),
      remittance: amount,
      kinshipDocuments: documentState,
      remittanceDocuments: documentState,
      studyDocuments: documentState.optional(),
    })
    .optional(),
  diedOn: day.optional(),
  familyEmployee: z.boolean().optional(),
  address: longText.optional(),
  change: z.strictObject({ on: day, reason: text }).optional(),
} as const;

const spouse = z.strictObject({
  ...member,
  livesWithRelative: z.boolean().optional(),
  deFacto: z.boolean().optional(),
  claimedByOther: z.boolean().optional(),
});

const relative = z.strictObject({
  id,
  ...member,
  relation: z.enum([
    'child',
    'parent',
    'grandparent',
    'grandchild',
    'sibling',
    'spouse_parent',
    'spouse_grandparent',
    'other_relative',
  ]),
  claimedByOther: z.boolean(),
  otherTaxpayer: z.strictObject({ name: text, relation: text, address: longText }).optional(),
  livesWith: z.enum(['spouse', 'other_relative']).optional(),
  foster: z.boolean().optional(),
});

/** What the form says of a contract of life or earthquake insurance. */
const contract = {
  id,
  insurer: text,
  netPremium: amount,
  contractDate: day.optional(),
  product: text.optional(),
  term: text.optional(),
  holder: text.optional(),
  beneficiary: text.optional(),
  certificate: documentState.optional(),
  groupContract: z.boolean().optional(),
} as const;

const lifeInsurance = z.strictObject({
  ...contract,
  kind: z.enum(['general_new', 'general_old', 'care_medical', 'pension_new', 'pension_old']),
});

const earthquakeInsurance = z.strictObject({
  ...contract,
  kind: z.enum(['earthquake', 'old_long_term']),
  premiumAsOtherKind: amount.optional(),
});

const socialInsurance = z.strictObject({
  ...{ id, kind: text, amount },
  type: z
    .enum([
      'national_pension',
      'national_pension_fund',
      'national_health',
      'late_elderly_medical',
      'long_term_care',
      'health_continued',
      'other',
    ])
    .optional(),
  owedBy: text.optional(),
  payee: text.optional(),
  certificate: documentState.optional(),
});

const mutualAid = z.strictObject({
  ...{ id, kind: text, amount },
  type: z.enum(['small_enterprise', 'corporate_pension', 'individual_pension', 'disabled_support']).optional(),
  certificate: documentState.optional(),
});

const claims = z.strictObject({
  basicDeduction: z.boolean(),
  incomeAdjustment: z.boolean(),
  lifeInsuranceUnder23: z.boolean(),
  incomeAdjustmentPerson: id.optional(),
  lifeInsuranceUnder23Relative: id.optional(),
});

const specialCases = z.strictObject({
  widow: z.boolean(),
  singleParent: z.boolean(),
  workingStudent: z.boolean(),
  nonResidentRelative: z.boolean(),
  publicPension: z.boolean(),
  otherEmployer: z.boolean(),
});

/** What an employee states: everything but the employer's own knowledge. */
const stated = {
  person: z.strictObject({
    birthDate,
    disability,
    estimatedSalary: amount,
    disabilityProof: disabilityProofSchema.optional(),
  }),
  spouse: spouse.optional(),
  relatives: z.array(relative).max(factLimits.relatives),
  otherIncome: signedAmount,
  lifeInsurance: z.array(lifeInsurance).max(factLimits.lifeInsurance),
  earthquakeInsurance: z.array(earthquakeInsurance).max(factLimits.earthquakeInsurance),
  socialInsurance: z.array(socialInsurance).max(factLimits.socialInsurance),
  mutualAid: z.array(mutualAid).max(factLimits.mutualAid),
  housingLoanCredit: amount,
  claims,
  specialCases,
  incomes: incomesSchema,
  status: statusSchema.optional(),
  employers: z.array(employerSchema).max(factLimits.employers).optional(),
  housingLoan: housingLoanSchema.optional(),
  finalReturnPlans: z
    .array(z.enum(['medical_expenses', 'donation', 'casualty_loss', 'specific_expenses', 'housing_loan_first_year']))
    .max(5)
    .optional(),
} as const;

/**
 * The shape and the bounds of `AdjustmentFacts`; strict, coerces nothing. A draft with empty names and dates passes:
 * what is missing or contradictory is reported by `checkFacts`.
 */
export const adjustmentFactsSchema: z.ZodType<AdjustmentFacts> = z.strictObject({
  ...stated,
  employment: employmentSchema.optional(),
});

/**
 * What an employee states and proto `Facts` carries: all but `employment`, which is the employer's knowledge. Whoever passes
 * facts on over the wire reads them by this, so that it is refused as an unknown field and never lost on the way.
 */
export const wireFactsSchema: z.ZodType<AdjustmentFacts> = z.strictObject(stated);

const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');

const violationsOf = (issue: z.core.$ZodIssue): Violation[] => {
  const path = pathOf(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]).slice(0, 100), rule: 'unknown_field' }));
    case 'too_big':
      return [{ path, rule: 'max', params: { max: String(issue.maximum) } }];
    case 'too_small':
      return [{ path, rule: 'min', params: { min: String(issue.minimum) } }];
    case 'invalid_value':
      return [{ path, rule: 'choice', params: { choices: issue.values.join(',') } }];
    case 'custom':
      return [{ path, rule: issue.message }];
    case 'invalid_type':
      return [{ path, rule: 'type', params: { expected: issue.expected } }];
    default:
      return [{ path, rule: 'format' }];
  }
};

/** A value of this schema; AppError `validation_failed` with every violation of shape and bounds at its precise path. */
export const parseBy = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw validationFailed(parsed.error.issues.flatMap(violationsOf));
};

/** Facts from anything; AppError `validation_failed` with every violation of shape and bounds at its precise path. */
export const parseFacts = (value: unknown): AdjustmentFacts => parseBy(adjustmentFactsSchema, value);
