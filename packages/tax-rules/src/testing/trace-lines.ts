import { readFileSync } from 'node:fs';
import { computeAdjustment } from '../adjustment.js';
import { parametersFor } from '../parameters/parameters-for.js';
import { parseInput } from '../parse-input.js';
import { openTrace } from '../trace.js';
import { rawSpecCases } from './spec-cases.js';

export const traceFile = new URL('../../cases/traces.json', import.meta.url);

/** Cases of spec-cases.json whose steps, taken together, show every figure, every table and every kind of input. */
export const tracedCases = ['P024', 'P027', 'P037', 'P062', 'P090', 'P110', 'P112', 'P117'] as const;

/** `⑳ box20Basic = 1040000 ← totalIncomeEstimate 3560000, claimed 1 | source | confidence`, a line a step. */
const linesOf = (stated: unknown): readonly string[] => {
  const input = parseInput(stated);
  const trace = openTrace();
  computeAdjustment(input, parametersFor(input.taxYear, input.lastPaymentDate), trace);
  return trace.steps.map(({ ruleId, box, value, inputs, source, confidence }) => {
    const from = inputs.map((one) => `${one.name} ${one.value}`).join(', ');
    return `${box} ${ruleId} = ${value} ← ${from} | ${source} | ${confidence}`.trim();
  });
};

export type TraceLines = Readonly<Record<string, readonly string[]>>;

/** The lines of each traced case, as computed now. */
export const traceLines = (): TraceLines => {
  const cases = new Map(rawSpecCases().map(({ id, input }) => [id, input]));
  return Object.fromEntries(tracedCases.map((id) => [id, linesOf(cases.get(id))]));
};

/** The lines as they were read by somebody and committed. */
export const committedTraceLines = (): TraceLines => JSON.parse(readFileSync(traceFile, 'utf8')) as TraceLines;
