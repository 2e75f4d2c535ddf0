import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { median, ratioOf, type Comparison } from './interleaved.js';

export type Conditions = {
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  readonly node: string;
  readonly people: number;
  readonly rounds: number;
};

export const conditionsOf = (people: number, rounds: number): Conditions => ({
  date: new Date().toISOString().slice(0, 10),
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
  machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  node: process.version,
  ...{ people, rounds },
});

const rounded = (n: number): number => Math.round(n * 10) / 10;

const spread = (samples: readonly number[]): string =>
  `${rounded(median(samples))} (${rounded(Math.min(...samples))}–${rounded(Math.max(...samples))})`;

const row = (comparison: Comparison): string => {
  const { name, unit, ours, reference } = comparison;
  return `| ${name} | ${unit} | ${spread(ours)} | ${spread(reference)} | **${ratioOf(comparison).toFixed(2)}** |`;
};

const detail = ({ name, what, notes = [] }: Comparison): string =>
  [`- **${name}**: ${what.ours}; beside it ${what.reference}.`, ...notes.map((note) => `  - ${note}`)].join('\n');

/** The page that stands under docs/benchmarks. */
export const benchReport = (conditions: Conditions, comparisons: readonly Comparison[]): string => {
  const { date, commit, machine, node, people, rounds } = conditions;
  return `# Benchmarks of the services

Written by \`npm run bench\` on ${date}, commit ${commit}, ${machine}, Node ${node}, a season of ${people} people, ${rounds} rounds.
The system runs as users get it: real servers, TLS, seals, audit and outbox on; only the gateway's flood limit per address is
raised, since all load comes from one. Each figure stands beside a bare reference measured in turn with it. Ratio: how much
of the reference is reached (1 = as good); figures are medians with their spread.

| what | unit | ours | bare reference | ratio |
|---|---|---|---|---|
${comparisons.map(row).join('\n')}

${comparisons.map(detail).join('\n')}
`;
};
