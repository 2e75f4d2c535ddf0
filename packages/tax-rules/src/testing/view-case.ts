import { computeAdjustment } from '../adjustment.js';
import { deriveInput, type AdjustmentContext, type PayTotals } from '../derive-input.js';
import type { AdjustmentFacts } from '../facts.js';
import { parametersFor } from '../parameters/parameters-for.js';
import type { FormView, ViewValue } from '../views/view.js';
import type { ViewSource } from '../views/view-source.js';

type Person = { readonly facts: AdjustmentFacts; readonly pay: PayTotals; readonly context: AdjustmentContext };

/** What a view is made from; `adjusted: false` for who is not adjusted whatever the pay. */
export const viewSource = ({ facts, pay, context }: Person, adjusted = true): ViewSource => {
  const input = deriveInput(facts, pay, context);
  const outcome = computeAdjustment(input, parametersFor(context.taxYear, context.lastPaymentDate));
  if (adjusted && outcome.status !== 'adjusted') throw new Error('this person is not adjusted');
  return { facts, pay, input, result: adjusted && outcome.status === 'adjusted' ? outcome.result : undefined };
};

const textOf = (value: ViewValue): string => ('value' in value ? String(value.value) : '');

/** The lines of a view as `number label = value`; those of one section, if it is named. Empty values end in `=`. */
export const linesOf = ({ sections }: FormView, heading?: string): readonly string[] =>
  sections
    .filter((section) => heading === undefined || section.heading === heading)
    .flatMap(({ lines }) => lines)
    .map(({ number, label, value }) => `${number} ${label} = ${textOf(value)}`.trim());
