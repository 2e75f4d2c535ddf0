import { isAppError, localDate, type TaxYear, type Violation } from '@nencho/kernel';
import { z } from 'zod';
import { computeAdjustment, type AdjustmentOutcome, type AdjustmentResult } from '../adjustment.js';
import { adjust, type AdjustOutcome } from '../adjust.js';
import type { Declared } from '../checks/same-person.js';
import { adjustmentFactsSchema, parseBy } from '../facts-schema.js';
import { parametersFor } from '../parameters/parameters-for.js';
import { contextShape, parseInput, paySchema } from '../parse-input.js';
import type { Trace } from '../trace.js';
import type { Language } from '../texts/language.js';
import type { FormView } from '../views/view.js';
import { compareRuleSets, whatIf, type Comparison } from '../what-if.js';
import { checksOfCase, type ChecksOfCase } from './checks-of-case.js';
import { viewsOfCase, type ViewName } from './views-of-case.js';

export type CaseAnswer =
  | { readonly id: string; readonly result: Readonly<Record<string, unknown>> }
  | { readonly id: string; readonly views: readonly FormView[] }
  | { readonly id: string; readonly comparison: Comparison }
  | ({ readonly id: string; readonly declared: Declared } & ChecksOfCase)
  | { readonly id: string; readonly violations: readonly Violation[] };

/** What a case is: `input`, or `facts` with `pay`; and whether its forms or its checks are asked for instead of its figures. */
export type Reading = {
  readonly facts: boolean;
  readonly view?: ViewName | undefined;
  readonly checks?: boolean | undefined;
  readonly language?: Language | undefined;
  /** Of an `input`: the same person under this year's rules. */
  readonly compare?: TaxYear | undefined;
  /** Of an `input`: what is stated otherwise, by the names of the schema. */
  readonly whatIf?: Readonly<Record<string, unknown>> | undefined;
};

const snakeNames = new Map<string, string>();

/** `box26AnnualTax` → `box26_annual_tax`, the names of the schema; each is rewritten once. */
const snakeCase = (name: string): string => {
  const known = snakeNames.get(name);
  if (known !== undefined) return known;
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  snakeNames.set(name, snake);
  return snake;
};

const snakeKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(snakeKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [snakeCase(name), snakeKeys(child)]));
};

const resultOf = (result: AdjustmentResult): Readonly<Record<string, unknown>> => ({
  status: 'adjusted',
  ...(snakeKeys({ spouseTotalIncome: null, ...result }) as Readonly<Record<string, unknown>>),
});

const answerOf = (
  id: string,
  outcome: Exclude<AdjustOutcome, { status: 'refused' }> | AdjustmentOutcome,
): CaseAnswer =>
  outcome.status === 'excluded'
    ? { id, result: { status: outcome.status, reason: outcome.reason } }
    : { id, result: resultOf(outcome.result) };

const inputCase = z.looseObject({ id: z.string().min(1), input: z.unknown() });
const factsCase = z.looseObject({
  id: z.string().min(1),
  facts: adjustmentFactsSchema,
  pay: paySchema,
  ...contextShape,
});

const fromFacts = (
  value: unknown,
  { view, checks = false, language = 'ja' }: Reading,
  trace: Trace | undefined,
): CaseAnswer => {
  const { id, facts, pay, taxYear, lastPaymentDate } = parseBy(factsCase, value);
  const context = { taxYear, lastPaymentDate };
  if (checks) return { id, declared: { id, facts }, ...checksOfCase(facts, pay, context, language) };
  const outcome = adjust(facts, pay, context, trace);
  if (outcome.status === 'refused') return { id, violations: outcome.violations };
  return view === undefined ? answerOf(id, outcome) : { id, views: viewsOfCase(view, facts, pay, context, outcome) };
};

const fromInput = (value: unknown, { compare, whatIf: change }: Reading, trace: Trace | undefined): CaseAnswer => {
  const { id, input: stated } = parseBy(inputCase, value);
  const input = parseInput(stated);
  const rules = parametersFor(input.taxYear, input.lastPaymentDate);
  if (compare !== undefined) {
    const other = parametersFor(compare, localDate(`${compare}${input.lastPaymentDate.slice(4)}`));
    return { id, comparison: compareRuleSets(input, rules, other) };
  }
  if (change !== undefined) {
    return {
      id,
      comparison: whatIf(input, parseInput({ ...(stated as Readonly<Record<string, unknown>>), ...change })),
    };
  }
  return answerOf(id, computeAdjustment(input, rules, trace));
};

const idOf = (value: unknown, position: number): string =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
    ? value.id
    : `cases[${position}]`;

/** One case of the file; what is wrong with it comes back as violations with paths, never as an exception. */
export const calculateCase = (value: unknown, position: number, reading: Reading, trace?: Trace): CaseAnswer => {
  try {
    return reading.facts ? fromFacts(value, reading, trace) : fromInput(value, reading, trace);
  } catch (error) {
    if (isAppError(error) && error.code === 'validation_failed') {
      return { id: idOf(value, position), violations: error.violations };
    }
    throw error;
  }
};
