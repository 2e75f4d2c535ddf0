import { isLocalDate, validationFailed, type LocalDate, type Violation, type Yen } from '@nencho/kernel';
import { z } from 'zod';
import { factLimits } from './fact-limits.js';
import { type AdjustmentFacts, type StatedDate } from './facts.js';

/** Gives a checked shape its brand; Zod itself keeps the plain type, so that the schema has a JSON Schema. */
const branded = <T>(schema: z.ZodType<string> | z.ZodType<number>): z.ZodType<T> => schema as unknown as z.ZodType<T>;

const amount = branded<Yen>(z.int().min(0).max(factLimits.amount));
const signedAmount = branded<Yen>(z.int().min(-factLimits.amount).max(factLimits.amount));
const id = z
  .string()
  .min(1)
  .max(factLimits.id)
  .regex(/^[A-Za-z0-9_-]*$/);
/** One line: no control characters, line separators or broken surrogates. */
const text = z
  .string()
  .max(factLimits.text)
  .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u);
const isBirthDate = (value: string): boolean => isLocalDate(value) && value >= factLimits.earliestBirthDate;
const birthDate = branded<LocalDate>(
  z
    .string()
    .max(10)
    .refine(isBirthDate, { params: { rule: 'date' } }),
);
const statedBirthDate = branded<StatedDate>(
  z
    .string()
    .max(10)
    .refine((value) => value === '' || isBirthDate(value), { params: { rule: 'date' } }),
);
const disability = z.enum(['none', 'general', 'special']);

const spouseSchema = z.strictObject({
  name: text,
  kana: text,
  birthDate: statedBirthDate,
  livingTogether: z.boolean(),
  salaryRevenue: amount,
  otherIncome: signedAmount,
  disability,
});

const relativeSchema = z.strictObject({
  id,
  name: text,
  kana: text,
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
  birthDate: statedBirthDate,
  livingTogether: z.boolean(),
  salaryRevenue: amount,
  otherIncome: signedAmount,
  disability,
  claimedByOther: z.boolean(),
});

const contribution = z.strictObject({ id, kind: text, amount });

/**
 * The shape and the bounds of `AdjustmentFacts`; strict, coerces nothing. A draft with empty names and dates passes:
 * what is missing or contradictory is reported by `checkFacts`.
 */
export const adjustmentFactsSchema: z.ZodType<AdjustmentFacts> = z.strictObject({
  person: z.strictObject({ birthDate, disability, estimatedSalary: amount }),
  spouse: spouseSchema.optional(),
  relatives: z.array(relativeSchema).max(factLimits.relatives),
  otherIncome: signedAmount,
  lifeInsurance: z
    .array(
      z.strictObject({
        id,
        insurer: text,
        kind: z.enum(['general_new', 'general_old', 'care_medical', 'pension_new', 'pension_old']),
        netPremium: amount,
      }),
    )
    .max(factLimits.lifeInsurance),
  earthquakeInsurance: z
    .array(z.strictObject({ id, insurer: text, kind: z.enum(['earthquake', 'old_long_term']), netPremium: amount }))
    .max(factLimits.earthquakeInsurance),
  socialInsurance: z.array(contribution).max(factLimits.socialInsurance),
  mutualAid: z.array(contribution).max(factLimits.mutualAid),
  housingLoanCredit: amount,
  claims: z.strictObject({
    basicDeduction: z.boolean(),
    incomeAdjustment: z.boolean(),
    lifeInsuranceUnder23: z.boolean(),
  }),
  specialCases: z.strictObject({
    widow: z.boolean(),
    singleParent: z.boolean(),
    workingStudent: z.boolean(),
    nonResidentRelative: z.boolean(),
    publicPension: z.boolean(),
    otherEmployer: z.boolean(),
  }),
});

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
      return [{ path, rule: 'date' }];
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
