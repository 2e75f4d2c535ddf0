import { median } from '../../bench/interleaved.js';
import type { Conditions } from '../../bench/report.js';

type Samples = readonly number[];

/** What `npm run bench:tax` measured: people a CPU second by alternative, and what is no speed. */
export type TaxMeasures = {
  readonly samples: Readonly<Record<'plain' | 'traced' | 'fromFacts' | 'command' | 'float' | 'bare', Samples>>;
  /** (a) for the first 1,000, the first 10,000 and all people. */
  readonly growth: Readonly<Record<'thousand' | 'tenThousand' | 'all', Samples>>;
  readonly firstCalls: readonly { readonly loadedAfterMs: number; readonly firstCallMs: number }[];
  /** Of a process after each of 10 million people. */
  readonly rssMiB: Samples;
  /** Highest of each run of the command. */
  readonly commandMiB: Samples;
  readonly plainPeople: number;
  readonly floatWrong: number;
  readonly adjusted: number;
};

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const spread = (samples: Samples, digits = 0): string => {
  const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: digits });
  const [middle, low, high] = [median(samples), Math.min(...samples), Math.max(...samples)].map((n) =>
    number.format(n),
  );
  return `${middle} (${low}–${high})`;
};

const rows = {
  plain: '(a) full path, without trace',
  traced: '(b) full path, with trace',
  fromFacts: '(c) from facts: every check, then derived and computed',
  command: '(d) `nencho-calc` on a file, from start to end',
  float: '(e) the same path in floats and objects',
  bare: '(f) bare integers, the plain path only',
} as const;

const row = ({ samples }: TaxMeasures, name: keyof typeof rows): string => {
  const ratio = (to: 'float' | 'bare') => (median(samples[name]) / median(samples[to])).toPrecision(2);
  return `| ${rows[name]} | ${spread(samples[name])} | ${ratio('float')} | ${ratio('bare')} |`;
};

/** The page docs/benchmarks/tax.md. */
export const taxReport = (conditions: Conditions, measures: TaxMeasures): string => {
  const { date, commit, machine, node, people, rounds } = conditions;
  const { growth, firstCalls, rssMiB, commandMiB } = measures;
  return `# Benchmark of the tax engine

Written by \`npm run bench:tax\` on ${date}, commit ${commit}, ${machine}, Node ${node}: ${whole.format(people)} people of R8, ${rounds} rounds, all
alternatives in turn. People a second of one process's CPU time, garbage collection included: median, lowest and highest.

| what | people a CPU second | of (e) | of (f) |
|---|---|---|---|
${(['plain', 'traced', 'fromFacts', 'command', 'float', 'bare'] as const).map((name) => row(measures, name)).join('\n')}

- (a) and (b) take \`AdjustmentInput\` and give every figure of the ledger; (c) is \`adjust\`, as the services call it
  (${whole.format(measures.adjusted)} of the people are adjusted, the others refused by a check); (d) reads, checks, computes and prints JSON.
- (e) is e2e/src/engine/bench/float-objects.ts: the same features as packages usually write them, a dozen figures instead of
  forty, no step. It is wrong about the tax of ${whole.format(measures.floatWrong)} people.
- (f) is e2e/src/engine/bench/bare-integer.ts, 57 lines: no family but counts, no earthquake, credit, other income, and no
  figure but the last. It does a small part of (a)'s work and bounds what any full path could reach; right about the
  ${whole.format(measures.plainPeople)} people who have none of these, which the run asserts.
- Growth of (a): 1,000 people ${spread(growth.thousand)}, 10,000 people ${spread(growth.tenThousand)}, all ${spread(growth.all)}.
- First call of a process, with trace: ${spread(
    firstCalls.map(({ firstCallMs }) => firstCallMs),
    1,
  )} ms, ${spread(
    firstCalls.map(({ loadedAfterMs }) => loadedAfterMs),
    0,
  )} ms after the process began.
- Memory of a process after each of 10 million people, in MiB: ${rssMiB.join(', ')}. Highest memory of (d): ${spread(commandMiB)} MiB.
`;
};
