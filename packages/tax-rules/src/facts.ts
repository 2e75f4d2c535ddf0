import { isLocalDate, validationFailed, yen, type LocalDate, type Violation, type Yen } from '@nencho/kernel';
import { z } from 'zod';

/** 障害者の区分: 一般の障害者 or 特別障害者 (所得税法第2条第1項第28号・第29号). */
export type Disability = 'none' | 'general' | 'special';

/** 続柄. Parents and grandparents, one's own and the spouse's, are 直系尊属 (措法41の16: 同居老親等). */
export type Relation =
  | 'child'
  | 'parent'
  | 'grandparent'
  | 'grandchild'
  | 'sibling'
  | 'spouse_parent'
  | 'spouse_grandparent'
  | 'other_relative';

/** 生命保険料の区分 (所得税法第76条): contracts before 2012 are old (旧契約). */
export type LifeInsuranceKind = 'general_new' | 'general_old' | 'care_medical' | 'pension_new' | 'pension_old';

/** 地震保険料, or 旧長期損害保険料 of a contract before 2007 (所得税法第77条). */
export type EarthquakeInsuranceKind = 'earthquake' | 'old_long_term';

/** A date as stated so far; '' while the person has not answered. `checkFacts` reports what is still missing. */
export type StatedDate = LocalDate | '';

export type PersonFacts = {
  /** Copied from the employee's card when the declaration is opened. */
  readonly birthDate: LocalDate;
  /** 本人の障害者区分 (所得税法第79条第1項). */
  readonly disability: Disability;
  /** Pay of the year from this employer as the person expects it, 0 = not stated: for the live estimate and its checks. */
  readonly estimatedSalary: Yen;
};

export type SpouseFacts = {
  readonly name: string;
  readonly kana: string;
  readonly birthDate: StatedDate;
  /** 同居: decides 同居特別障害者 (所得税法第79条第3項). */
  readonly livingTogether: boolean;
  /** 給与等の収入金額 of the year, before 給与所得控除. */
  readonly salaryRevenue: Yen;
  /** 給与所得以外の所得の合計, after setting off losses; may be negative. */
  readonly otherIncome: Yen;
  readonly disability: Disability;
};

/** A relative who shares the household's purse (生計を一にする親族, 所得税法第2条第1項第34号). */
export type RelativeFacts = {
  /** Made by the client, unique within the declaration. */
  readonly id: string;
  readonly name: string;
  readonly kana: string;
  readonly relation: Relation;
  readonly birthDate: StatedDate;
  /** 同居を常況としている (a nursing home is not). */
  readonly livingTogether: boolean;
  readonly salaryRevenue: Yen;
  readonly otherIncome: Yen;
  readonly disability: Disability;
  /** 他の所得者が控除を受ける: no deduction here, yet still a 扶養親族 for 所得金額調整控除 and the under-23 special. */
  readonly claimedByOther: boolean;
};

export type LifeInsuranceFacts = {
  readonly id: string;
  readonly insurer: string;
  readonly kind: LifeInsuranceKind;
  /** Premiums of the year less dividends (剰余金・割戻金). */
  readonly netPremium: Yen;
};

export type EarthquakeInsuranceFacts = {
  readonly id: string;
  readonly insurer: string;
  readonly kind: EarthquakeInsuranceKind;
  readonly netPremium: Yen;
};

/** 申告による社会保険料 (所得税法第74条): not what the payroll withheld. `kind` as the person writes it. */
export type SocialInsuranceFacts = { readonly id: string; readonly kind: string; readonly amount: Yen };

/** 申告による小規模企業共済等掛金 (所得税法第75条), iDeCo among them. */
export type MutualAidFacts = { readonly id: string; readonly kind: string; readonly amount: Yen };

/** Which claims the person files. A deduction that the law ties to a claim is never applied silently. */
export type ClaimFacts = {
  /** 基礎控除申告書 (所得税法第195条の3): without it ⑳ is 0. */
  readonly basicDeduction: boolean;
  /** 所得金額調整控除申告書 (措法第41条の3の12). */
  readonly incomeAdjustment: boolean;
  /** 一般の生命保険料の特例, for a 23歳未満の扶養親族 (措法第41条の15の5). */
  readonly lifeInsuranceUnder23: boolean;
};

/** What this version refuses by name: each true one is a violation `unsupported_case`. */
export type SpecialCaseFacts = {
  /** 寡婦 (所得税法第80条) */
  readonly widow: boolean;
  /** ひとり親 (所得税法第81条) */
  readonly singleParent: boolean;
  /** 勤労学生 (所得税法第82条) */
  readonly workingStudent: boolean;
  /** 国外居住親族, the spouse included */
  readonly nonResidentRelative: boolean;
  /** 公的年金等 of one's own */
  readonly publicPension: boolean;
  /** 他の給与等: pay from another employer in this year */
  readonly otherEmployer: boolean;
};

/** What a person states, once: source facts from which every deduction is derived (proto `Facts` has the same shape). */
export type AdjustmentFacts = {
  readonly person: PersonFacts;
  readonly spouse?: SpouseFacts | undefined;
  readonly relatives: readonly RelativeFacts[];
  /** 給与所得以外の所得の合計額の見積額, after 損益通算; may be negative. Never part of the year-end tax base. */
  readonly otherIncome: Yen;
  readonly lifeInsurance: readonly LifeInsuranceFacts[];
  readonly earthquakeInsurance: readonly EarthquakeInsuranceFacts[];
  readonly socialInsurance: readonly SocialInsuranceFacts[];
  readonly mutualAid: readonly MutualAidFacts[];
  /** 住宅借入金等特別控除額 as the form says it (措法第41条の2の2). */
  readonly housingLoanCredit: Yen;
  readonly claims: ClaimFacts;
  readonly specialCases: SpecialCaseFacts;
};

/** Bounds of the input, not of the law: no honest entry comes near them. */
export const factLimits = {
  amount: 9_999_999_999,
  text: 60,
  id: 64,
  relatives: 20,
  lifeInsurance: 50,
  earthquakeInsurance: 20,
  socialInsurance: 20,
  mutualAid: 20,
  earliestBirthDate: '1900-01-01',
} as const;

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

/** The facts of somebody with nothing to declare but the 基礎控除申告書. */
export const emptyFacts = (birthDateOfPerson: LocalDate): AdjustmentFacts => ({
  person: { birthDate: birthDateOfPerson, disability: 'none', estimatedSalary: yen(0) },
  relatives: [],
  otherIncome: yen(0),
  lifeInsurance: [],
  earthquakeInsurance: [],
  socialInsurance: [],
  mutualAid: [],
  housingLoanCredit: yen(0),
  claims: { basicDeduction: true, incomeAdjustment: false, lifeInsuranceUnder23: false },
  specialCases: {
    widow: false,
    singleParent: false,
    workingStudent: false,
    nonResidentRelative: false,
    publicPension: false,
    otherEmployer: false,
  },
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

/** Facts from anything; AppError `validation_failed` with every violation of shape and bounds at its precise path. */
export const parseFacts = (value: unknown): AdjustmentFacts => {
  const parsed = adjustmentFactsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw validationFailed(parsed.error.issues.flatMap(violationsOf));
};
