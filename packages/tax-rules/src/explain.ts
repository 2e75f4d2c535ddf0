import type { TraceStep } from './trace.js';

/** A figure with the figures that it was computed from, down to what was stated. */
export type Explanation = {
  readonly step: TraceStep;
  readonly from: readonly (Explanation | { readonly name: string; readonly value: number })[];
};

const stepOf = (trace: readonly TraceStep[], name: string): TraceStep | undefined =>
  trace.find(({ ruleId }) => ruleId === name) ??
  (/^box\d+$/.test(name) ? trace.find(({ ruleId }) => new RegExp(`^${name}(?!\\d)`).test(ruleId)) : undefined);

/**
 * The tree under a figure of a result: `box26`, `box26AnnualTax`, `relatives[0].dependantDeduction`. Undefined for a name
 * that is no figure. Leaves are what the person or the payroll stated.
 */
export const explain = (trace: readonly TraceStep[], name: string): Explanation | undefined => {
  const step = stepOf(trace, name);
  if (step === undefined) return undefined;
  // A figure never leads back to itself, and every input lies before it in the trace.
  const before = trace.slice(0, trace.indexOf(step));
  return { step, from: step.inputs.map((input) => explain(before, input.name) ?? input) };
};
