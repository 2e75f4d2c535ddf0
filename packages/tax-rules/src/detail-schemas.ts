import { z } from 'zod';
import type { EmployerFacts, EmploymentFacts } from './employment-facts.js';
import { amount, day, id, longText, signedAmount, text } from './fact-fields.js';
import { factLimits } from './fact-limits.js';
import type { HousingLoanFacts } from './housing-loan-facts.js';
import type { IncomeFacts, IncomeKind } from './income-facts.js';
import { incomeKinds } from './income-kinds.js';
import type { DisabilityProof, OwnStatusFacts } from './status-facts.js';

// Shapes of the details that facts may have; all of them optional in `AdjustmentFacts`.

export const documentState = z.enum(['received', 'promised', 'missing']);
const flag = z.boolean().optional();
const column = z.enum(['main', 'secondary', 'daily']);

const kinds = Object.keys(incomeKinds) as [IncomeKind, ...IncomeKind[]];

/** A loss only of the kinds whose loss is set off against other income. */
const incomeSchema: z.ZodType<IncomeFacts> = z
  .strictObject({ kind: z.enum(kinds), amount: signedAmount, fromOwnLabour: flag })
  .superRefine(({ kind, amount: income }, context) => {
    if (income >= 0 || incomeKinds[kind].loss) return;
    context.addIssue({ code: 'too_small', origin: 'number', minimum: 0, inclusive: true, path: ['amount'] });
  });
export const incomesSchema = z.array(incomeSchema).max(factLimits.incomes).optional();

export const employmentSchema: z.ZodType<EmploymentFacts> = z.strictObject({
  column: column.optional(),
  joinedOn: day.optional(),
  left: z
    .strictObject({
      on: day,
      reason: z.enum(['death', 'disability', 'after_december_pay', 'part_time', 'other']),
      expectsOtherPay: z.boolean(),
    })
    .optional(),
  nonResidentFrom: day.optional(),
  disasterRelief: flag,
  foreigner: flag,
});

export const employerSchema: z.ZodType<EmployerFacts> = z.strictObject({
  id,
  name: text,
  address: longText.optional(),
  kind: z.enum(['previous', 'concurrent']),
  column,
  salary: amount,
  withheldTax: amount,
  socialInsurance: amount,
  mutualAid: amount.optional(),
  leftOn: day.optional(),
  slip: documentState,
});

const formerMarriage = ['bereaved', 'fate_unknown', 'divorced'] as const;
export const statusSchema: z.ZodType<OwnStatusFacts> = z.strictObject({
  widow: z
    .strictObject({ reason: z.enum(formerMarriage), since: day.optional(), deFactoPartner: z.boolean() })
    .optional(),
  singleParent: z
    .strictObject({
      reason: z.enum(['unmarried', ...formerMarriage]),
      childId: id.optional(),
      deFactoPartner: z.boolean(),
    })
    .optional(),
  workingStudent: z
    .strictObject({
      school: text,
      schoolKind: z.enum(['school', 'vocational_school', 'vocational_training']),
      enrolledOn: day.optional(),
      certificate: documentState.optional(),
    })
    .optional(),
});

export const disabilityProofSchema: z.ZodType<DisabilityProof> = z.strictObject({
  kind: z.enum([
    'physical_handbook',
    'mental_handbook',
    'intellectual_handbook',
    'war_wounded_handbook',
    'atomic_bomb_recognition',
    'lacking_discernment',
    'bedridden',
    'municipal_recognition',
  ]),
  grade: z.int().min(0).max(7).optional(),
  issuedOn: day.optional(),
});

const share = z.int().min(1).max(10_000).optional();
const house = {
  residenceFrom: day,
  work: z.enum(['new_house', 'used_house', 'extension']),
  performance: z.enum(['certified', 'zeh', 'energy_saving', 'other']),
} as const;

export const housingLoanSchema: z.ZodType<HousingLoanFacts> = z.strictObject({
  ...house,
  childRearing: flag,
  transitional: flag,
  smallHouse: flag,
  loan: z
    .strictObject({
      balance: amount,
      price: amount,
      residentialShare: share,
      debtShare: share,
      refinanced: flag,
      several: flag,
    })
    .optional(),
  formYear: z.int().min(2000).max(2100).optional(),
  certificate: documentState.optional(),
  balanceCertificate: documentState.optional(),
  printedForOtherPayer: flag,
  second: z.strictObject({ ...house, balance: amount }).optional(),
});
