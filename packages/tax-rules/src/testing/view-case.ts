import { localDate, yen } from '@nencho/kernel';
import { computeAdjustment } from '../adjustment.js';
import { deriveInput, type AdjustmentContext, type PayTotals } from '../derive-input.js';
import type { AdjustmentFacts, RelativeFacts } from '../facts.js';
import { parametersFor } from '../parameters/parameters-for.js';
import type { SlipCopy } from '../views/slip-people.js';
import type { FormView, ViewValue } from '../views/view.js';
import type { ViewSource } from '../views/view-source.js';
import { withholdingSlip, type WithholdingSlip } from '../views/withholding-slip.js';
import { december, nobody, relativeFacts } from './case-person.js';

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

export const payOf = (salary: number, tax = 100_000, insurance = 800_000): PayTotals => ({
  salaryTotal: yen(salary),
  withheldTaxTotal: yen(tax),
  socialInsuranceWithheld: yen(insurance),
});

type SlipOptions = {
  readonly pay?: PayTotals;
  readonly context?: AdjustmentContext;
  readonly copy?: SlipCopy;
  readonly adjusted?: boolean;
};

/** The slip of somebody with these facts; `adjusted: false` for who is not adjusted. */
export const slip = (
  facts: Partial<AdjustmentFacts>,
  { pay = payOf(6_000_000), context = december, copy = 'office', adjusted = true }: SlipOptions = {},
): WithholdingSlip => withholdingSlip(viewSource({ facts: { ...nobody, ...facts }, pay, context }, adjusted), copy);

export const remarksOf = (facts: Partial<AdjustmentFacts>, options: SlipOptions = {}): readonly string[] =>
  slip(facts, options).remarks.map(({ text }) => text);

export const born = (birthDate: string, stated: Partial<RelativeFacts> = {}): Partial<RelativeFacts> => ({
  birthDate: localDate(birthDate),
  ...stated,
});

export const family = (...members: readonly Partial<RelativeFacts>[]): readonly RelativeFacts[] =>
  members.map((stated, i) => relativeFacts(i, stated));

/** A whole view as text, to be compared with a file that people can read. */
export const writtenOut = (view: FormView) => ({
  title: view.title,
  sections: view.sections.map(({ heading, lines }) => ({
    heading,
    lines: linesOf({ ...view, sections: [{ heading, lines }] }),
  })),
});
