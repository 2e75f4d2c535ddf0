import { addYen, type Yen } from '@nencho/kernel';
import { confidences, type Citation, type Confidence } from './parameters/rule-set.js';
import { readableSource } from './parameters/sources.js';

export type TraceInput = { readonly name: string; readonly value: number };

/** How one figure came about: what an employee and an auditor read. Amounts are yen; yes is 1 and no is 0. */
export type TraceStep = {
  /** Where the figure stands in `AdjustmentResult`: `box20Basic`, `relatives[0].dependantDeduction`. */
  readonly ruleId: string;
  /** The circled number on the ledger (源泉徴収簿), or ''. */
  readonly box: string;
  readonly inputs: readonly TraceInput[];
  readonly value: Yen;
  /** Title and page of the text, and the articles. */
  readonly source: string;
  readonly confidence: Confidence;
};

/** A figure with what it was computed from and which legal numbers were used. */
export type Explained = {
  readonly value: Yen;
  readonly inputs: Readonly<Record<string, number | boolean>>;
  readonly from: readonly Citation[];
};

const circled = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞';

const boxes = Array.from(circled);

const boxOf = (ruleId: string): string => {
  if (!ruleId.startsWith('box')) return '';
  return boxes[Number.parseInt(ruleId.slice(3), 10) - 1] ?? '';
};

const weakest = (citations: readonly Citation[]): Confidence =>
  confidences.findLast((confidence) => citations.some((citation) => citation.confidence === confidence)) ?? 'memory';

const readable = new WeakMap<Citation, readonly string[]>();

/** The texts that a number rests on, written out; each citation is read once, since the rule sets never change. */
const textsOf = (citation: Citation): readonly string[] => {
  const known = readable.get(citation);
  if (known !== undefined) return known;
  const texts = readableSource(citation.source).split('; ');
  readable.set(citation, texts);
  return texts;
};

const traceStep = (ruleId: string, { value, inputs, from }: Explained): TraceStep => ({
  ruleId,
  box: boxOf(ruleId),
  inputs: Object.entries(inputs).map(([name, input]) => ({ name, value: Number(input) })),
  value,
  source: [...new Set(from.flatMap(textsOf))].join('; '),
  confidence: weakest(from),
});

/** Explained figures by name, in the order in which they are reached. */
export type Figures<Name extends string> = Readonly<Record<Name, Explained>>;

export const valuesOf = <Name extends string>(figures: Figures<Name>): Readonly<Record<Name, Yen>> => {
  const values = {} as Record<Name, Yen>;
  for (const name in figures) values[name] = figures[name].value;
  return values;
};

/** One step a figure; `prefix` is where the figures stand in the result (`relatives[0].`). */
export const stepsOf = (figures: Figures<string>, prefix = ''): readonly TraceStep[] =>
  Object.entries(figures).map(([name, explained]) => traceStep(`${prefix}${name}`, explained));

/** A figure that follows from others by a rule without a number of its own. */
export const derived = (value: Yen, inputs: Readonly<Record<string, Yen>>, from: Citation): Explained => ({
  value,
  inputs,
  from: [from],
});

export const sumOf = (parts: Readonly<Record<string, Yen>>, from: Citation): Explained =>
  derived(addYen(...Object.values(parts)), parts, from);
