import { computeAdjustment } from './adjustment.js';
import type { AdjustmentInput } from './adjustment-input.js';
import { parametersFor } from './parameters/parameters-for.js';
import type { RuleSet } from './parameters/rule-set.js';
import { openTrace, type TraceStep } from './trace.js';

/** One figure that changes, and what of its own inputs changed with it; `source` when another rule applies. */
export type FigureChange = {
  readonly ruleId: string;
  readonly box: string;
  readonly before: number;
  readonly after: number;
  /** Its inputs that differ, in their order: the reason in the input itself, or in figures that stand before. */
  readonly because: readonly { readonly name: string; readonly before: number; readonly after: number }[];
  /** The texts of both rules, where they are not the same. */
  readonly source?: { readonly before: string; readonly after: string };
};

/** `status` when one of the two is not adjusted at all. */
export type Comparison =
  | { readonly status: 'adjusted'; readonly changes: readonly FigureChange[] }
  | { readonly status: 'excluded'; readonly before: boolean; readonly after: boolean };

const inputsOf = (step: TraceStep | undefined): ReadonlyMap<string, number> =>
  new Map(step?.inputs.map(({ name, value }) => [name, value]));

const changeOf = (ruleId: string, before: TraceStep | undefined, after: TraceStep | undefined): FigureChange => {
  const [old, now] = [inputsOf(before), inputsOf(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return {
    ruleId,
    box: (after ?? before)?.box ?? '',
    before: before?.value ?? 0,
    after: after?.value ?? 0,
    because: names.flatMap((name) => {
      const [was, is] = [old.get(name) ?? 0, now.get(name) ?? 0];
      return was === is ? [] : [{ name, before: was, after: is }];
    }),
    ...(before !== undefined && after !== undefined && before.source !== after.source
      ? { source: { before: before.source, after: after.source } }
      : {}),
  };
};

const compare = (before: readonly TraceStep[], after: readonly TraceStep[]): readonly FigureChange[] => {
  const [old, now] = [before, after].map((trace) => new Map(trace.map((step) => [step.ruleId, step])));
  const ids = [...new Set([...after, ...before].map(({ ruleId }) => ruleId))];
  return ids.flatMap((id) => {
    const change = changeOf(id, old?.get(id), now?.get(id));
    return change.before === change.after ? [] : [change];
  });
};

const comparison = (
  [before, oldRules]: readonly [AdjustmentInput, RuleSet],
  [after, newRules]: readonly [AdjustmentInput, RuleSet],
): Comparison => {
  const [oldTrace, newTrace] = [openTrace(), openTrace()];
  const old = computeAdjustment(before, oldRules, oldTrace);
  const now = computeAdjustment(after, newRules, newTrace);
  if (old.status === 'adjusted' && now.status === 'adjusted') {
    return { status: 'adjusted', changes: compare(oldTrace.steps, newTrace.steps) };
  }
  return { status: 'excluded', before: old.status === 'excluded', after: now.status === 'excluded' };
};

/**
 * もし…なら: which figures change, in the order of the ledger, when part of the input does. Choices between two taxpayers are
 * asked here as well, once for each of them.
 */
export const whatIf = (input: AdjustmentInput, change: Partial<AdjustmentInput>): Comparison => {
  const changed = { ...input, ...change };
  return comparison(
    [input, parametersFor(input.taxYear, input.lastPaymentDate)],
    [changed, parametersFor(changed.taxYear, changed.lastPaymentDate)],
  );
};

/** The same person under two rule sets: what a change of law does to them. Ages follow the tax year of each set. */
export const compareRuleSets = (input: AdjustmentInput, before: RuleSet, after: RuleSet): Comparison =>
  comparison([{ ...input, taxYear: before.taxYear }, before], [{ ...input, taxYear: after.taxYear }, after]);
