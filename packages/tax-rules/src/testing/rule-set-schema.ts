import { rate, yen, type TaxYear } from '@nencho/kernel';
import { z } from 'zod';
import { confidences } from '../parameters/rule-set.js';

const citation = z.strictObject({
  source: z.string().min(1),
  confidence: z.enum(confidences),
  checked: z.iso.date(),
  note: z.string().min(1).optional(),
});
const sourced = <T extends z.ZodType>(value: T) => citation.extend({ value }).readonly();

const amount = z
  .int()
  .min(0)
  .transform((n) => yen(n));
const ratio = z
  .strictObject({ numerator: z.int().min(0), denominator: z.int().min(1) })
  .transform((r) => rate(r.numerator, r.denominator));
const age = z.int().min(0).max(150);

/** Rows in ascending order of `key`, each strictly above the one before. */
const ascending = <T extends z.ZodType>(row: T, key: (item: z.output<T>) => number) =>
  z
    .array(row)
    .min(1)
    .refine((rows) => rows.every((item, i) => i === 0 || key(item) > key(rows[i - 1] as z.output<T>)), 'not ascending')
    .readonly();

const step = z.strictObject({ upTo: amount, amount }).readonly();
const steps = ascending(step, (row) => row.upTo);

/** `amount` of premiums up to `upTo`: premiums × multiply + add, fractions of a yen upwards. Above the last: its maximum. */
const premiumFormula = z
  .strictObject({
    tiers: ascending(z.strictObject({ upTo: amount, multiply: ratio, add: amount }).readonly(), (row) => row.upTo),
    maximum: amount,
  })
  .readonly();

/** From `from` on, until the next band: see employment-income.ts for what each kind does. */
const salaryBand = z.discriminatedUnion('kind', [
  z.strictObject({ from: amount, kind: z.literal('zero') }).readonly(),
  z.strictObject({ from: amount, kind: z.literal('subtract'), subtract: amount }).readonly(),
  z.strictObject({ from: amount, kind: z.literal('fixed'), amount }).readonly(),
  z
    .strictObject({
      from: amount,
      kind: z.literal('rate'),
      unit: z.int().min(1),
      multiply: ratio,
      add: amount.optional(),
      subtract: amount,
    })
    .readonly(),
]);

const housingLoanLimit = z
  .strictObject({
    work: z.enum(['new_house', 'used_house']),
    performance: z.enum(['certified', 'zeh', 'energy_saving', 'other']),
    residenceFrom: z.int().min(2022),
    residenceTo: z.int().min(2022),
    limit: amount,
    childRearingLimit: amount,
  })
  .refine((row) => row.residenceFrom <= row.residenceTo && row.childRearingLimit >= row.limit)
  .readonly();

const perColumn = z.tuple([amount, amount, amount]).readonly();

/** What a rule set must look like beyond its type: tables in ascending order, whole amounts, real dates, a source each. */
export const ruleSetSchema = z
  .strictObject({
    taxYear: z.custom<TaxYear>((year) => typeof year === 'number'),
    /** 年末調整 performed on or after this day, judged by the date of the last payment, until the next set of the year. */
    lastPaymentFrom: sourced(z.iso.date()),
    /** When somebody must compare these numbers with their texts again. */
    nextReview: z.iso.date(),
    /** Numbers of a year whose booklet is not out: every result says so. */
    provisional: z.boolean(),
    /** 給与の総額 above this is not adjusted (所得税法第190条). */
    mainSalaryLimit: sourced(amount),
    salaryTable: sourced(ascending(salaryBand, (band) => band.from)),
    incomeAdjustment: sourced(
      z.strictObject({ above: amount, salaryCap: amount, multiply: ratio, maximum: amount }).readonly(),
    ),
    /** 23歳未満: qualifies for 所得金額調整控除 and the special of the general life premiums. */
    youngDependantBelowAge: sourced(age),
    life: z
      .strictObject({
        newContracts: sourced(premiumFormula),
        oldContracts: sourced(premiumFormula),
        combinedMaximum: sourced(amount),
        totalMaximum: sourced(amount),
        /** 一般の生命保険料の特例 (措法第41条の15の5), in the years that know it. */
        under23: z
          .strictObject({
            newGeneral: sourced(premiumFormula),
            combinedMaximum: sourced(amount),
            /** Up to here the special changes nothing. */
            worthClaimingAbove: sourced(amount),
          })
          .readonly()
          .optional(),
      })
      .readonly(),
    earthquake: z
      .strictObject({
        earthquakeMaximum: sourced(amount),
        oldLongTerm: sourced(premiumFormula),
        totalMaximum: sourced(amount),
      })
      .readonly(),
    dependantIncomeLimit: sourced(amount),
    spouse: z
      .strictObject({
        /** 区分 A, B, C: the person's own 合計所得金額 up to each. */
        ownIncomeLimits: sourced(perColumn),
        elderlyFromAge: sourced(age),
        general: sourced(perColumn),
        elderly: sourced(perColumn),
        special: sourced(ascending(z.strictObject({ upTo: amount, amounts: perColumn }).readonly(), (row) => row.upTo)),
      })
      .readonly(),
    dependantAges: sourced(
      z.strictObject({ generalFrom: age, specificFrom: age, specificBelow: age, elderlyFrom: age }).readonly(),
    ),
    dependantAmounts: sourced(
      z
        .strictObject({ general: amount, specific: amount, elderly: amount, elderlyLivingTogetherParent: amount })
        .readonly(),
    ),
    /** 特定親族特別控除, in the years that know it. */
    specialRelative: sourced(steps).optional(),
    disability: sourced(z.strictObject({ general: amount, special: amount, specialLivingTogether: amount }).readonly()),
    /** 国外居住親族 of these ages need a reason for 扶養控除 (所得税法第2条第1項第34号の2). */
    nonResidentAges: sourced(z.strictObject({ reasonFrom: age, reasonBelow: age }).readonly()),
    /** What must be paid to each of them where the remittances are the reason. */
    nonResidentRemittance: sourced(amount),
    widow: sourced(z.strictObject({ amount, ownIncomeLimit: amount }).readonly()),
    singleParent: sourced(z.strictObject({ amount, ownIncomeLimit: amount }).readonly()),
    workingStudent: sourced(
      z.strictObject({ amount, ownIncomeLimit: amount, incomeNotFromLabourLimit: amount }).readonly(),
    ),
    /** 所得金額調整控除（給与・年金）: only inside the estimate of 合計所得金額. */
    pensionAdjustmentMaximum: sourced(amount),
    /** 定額減税 of R6. */
    flatReduction: sourced(z.strictObject({ perPerson: amount, ownIncomeLimit: amount }).readonly()).optional(),
    basicDeduction: sourced(steps),
    taxableUnit: sourced(z.int().min(1)),
    taxTable: sourced(
      ascending(z.strictObject({ upTo: amount, multiply: ratio, subtract: amount }).readonly(), (row) => row.upTo),
    ),
    housingLoanIncomeLimit: sourced(amount),
    housingLoan: z
      .strictObject({
        limits: sourced(z.array(housingLoanLimit).min(1).readonly()),
        transitionalLimit: sourced(amount),
        credit: sourced(z.strictObject({ multiply: ratio, unit: z.int().min(1) }).readonly()),
        smallHouseIncomeLimit: sourced(amount),
        wholeFromShare: sourced(z.int().min(1).max(10_000)),
      })
      .readonly(),
    /** パートタイマー等 who left: adjusted at the exit up to this pay. */
    partTimeExitLimit: sourced(amount),
    annualTax: sourced(z.strictObject({ multiply: ratio, unit: z.int().min(1) }).readonly()),
    /** Rules without a number: sums in the order of the ledger, what 合計所得金額 is, premiums deducted in full. */
    ledgerOrder: citation.readonly(),
    totalIncome: citation.readonly(),
    fullDeduction: citation.readonly(),
    notices: z
      .strictObject({
        /** Pay of a relative above `from`, up to `to`, newly qualifies since the reform. */
        newlyQualifyingSalary: sourced(z.strictObject({ above: amount, upTo: amount }).readonly()).optional(),
        finalReturnOtherIncomeAbove: sourced(amount),
      })
      .readonly(),
  })
  .readonly();
