import type { Yen } from '@nencho/kernel';
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

/** What a figure was computed from, by name; a list where the names are places (`relatives[0].dependantDeduction`). */
type Inputs = Readonly<Record<string, number | boolean>> | readonly TraceInput[];

/**
 * Where a calculation writes the steps of its figures, in the order in which they are reached. Every rule takes one as its
 * last argument and writes with `trace?.step(…)`: without one, nothing of a step is made, not even its inputs.
 */
export type Trace = {
  readonly steps: readonly TraceStep[];
  /** One figure: its place in the result, what it was computed from, and whose numbers were used. */
  readonly step: (figure: string, value: Yen, inputs: Inputs, ...from: readonly [Citation, ...Citation[]]) => void;
  /** The same trace, for figures that stand under a place: `relatives[0].`. */
  readonly under: (place: string) => Trace;
};

const circled = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞';
const numbers = Array.from(circled);

/** `box20Basic` → ⑳; each name is read once. */
const boxes = new Map<string, string>();

const boxOf = (ruleId: string): string => {
  if (!ruleId.startsWith('box')) return '';
  const known = boxes.get(ruleId);
  if (known !== undefined) return known;
  const box = numbers[Number.parseInt(ruleId.slice(3), 10) - 1] ?? '';
  boxes.set(ruleId, box);
  return box;
};

type Basis = Pick<TraceStep, 'source' | 'confidence'>;

const weakest = (citations: readonly Citation[]): Confidence =>
  confidences.findLast((confidence) => citations.some((citation) => citation.confidence === confidence)) ?? 'memory';

const basisOf = (citations: readonly Citation[]): Basis => ({
  source: [...new Set(citations.flatMap(({ source }) => readableSource(source).split('; ')))].join('; '),
  confidence: weakest(citations),
});

/** What is known of a sequence of citations, and of those that continue it: the rule sets never change. */
type Known = { readonly basis: Basis; readonly next: WeakMap<Citation, Known> };

const known: WeakMap<Citation, Known> = new WeakMap();

/** The texts that a figure rests on, written out, and its confidence; each combination of citations is read once. */
const basisOnce = (citations: readonly Citation[]): Basis => {
  let [next, basis]: [WeakMap<Citation, Known>, Basis | undefined] = [known, undefined];
  for (const citation of citations) {
    let found = next.get(citation);
    if (found === undefined) {
      found = { basis: basisOf(citations.slice(0, citations.indexOf(citation) + 1)), next: new WeakMap() };
      next.set(citation, found);
    }
    ({ next, basis } = found);
  }
  return basis ?? basisOf(citations);
};

const listed = (inputs: Inputs): readonly TraceInput[] => {
  if (Array.isArray(inputs)) return inputs as readonly TraceInput[];
  const named = inputs as Readonly<Record<string, number | boolean>>;
  const list: TraceInput[] = [];
  for (const name in named) list.push({ name, value: Number(named[name]) });
  return list;
};

const writer = (steps: TraceStep[], place: string): Trace => ({
  steps,
  step: (figure, value, inputs, ...from) => {
    const { source, confidence } = basisOnce(from);
    steps.push({ ruleId: place + figure, box: boxOf(figure), inputs: listed(inputs), value, source, confidence });
  },
  under: (inner) => writer(steps, inner),
});

/** An empty trace for one calculation. */
export const openTrace = (): Trace => writer([], '');
