import { readFileSync } from 'node:fs';
import { yen } from '@nencho/kernel';
import { checkFacts } from '../checks.js';
import { evidenceRules, requiredEvidence } from '../checks/evidence.js';
import { limitDistances } from '../checks/limit-distances.js';
import { deriveInput } from '../derive-input.js';
import type { FactViolation } from '../fact-rules.js';
import { parametersFor } from '../parameters/parameters-for.js';
import { december, nobody, noPay } from './case-person.js';
import { besideExamples, factExamples, type Stated } from './fact-examples.js';

export const findingFile = new URL('../../cases/findings.json', import.meta.url);

/** `error employment.column main_form_not_filed`, with what the text says of limits: `(limit 200000)`. */
const findingLine = ({ severity, path, rule, params = {} }: FactViolation): string => {
  const said = Object.entries(params).map(([name, value]) => `${name} ${value}`);
  return [severity, path, rule, ...(said.length === 0 ? [] : [`(${said.join(', ')})`])].join(' ');
};

/** What is found, which papers are needed and, once pay is known, which limits are nearer than 100,000 yen. */
const linesOf = ({ pay, ...stated }: Stated): readonly string[] => {
  const facts = { ...nobody, ...stated };
  const paid = pay && { ...noPay, ...pay };
  const findings = checkFacts(facts, { ...december, pay: paid });
  const rules = parametersFor(december.taxYear, december.lastPaymentDate);
  const isPaid = paid !== undefined && paid.salaryTotal > 0;
  const near = isPaid ? limitDistances(deriveInput(facts, paid, december), rules, yen(100_000)) : [];
  return [
    ...findings.map(findingLine),
    ...requiredEvidence(facts).map(({ evidence, path, state }) => `paper ${evidence} ${path} ${state ?? 'not stated'}`),
    ...near.map(({ id, path, figure, upTo, left, leftAsPay, beyond }) => {
      const pays = leftAsPay === undefined ? '' : ` (pay ${leftAsPay})`;
      const then =
        beyond === 'excluded'
          ? beyond
          : beyond.map(({ ruleId, before, after }) => `${ruleId} ${before} to ${after}`).join(', ');
      return `near ${id} ${path}.${figure} ${left}${pays} below ${upTo}: ${then}`;
    }),
  ];
};

export type FindingLines = {
  readonly papers: readonly string[];
  readonly examples: Readonly<Record<string, readonly string[]>>;
};

/** The papers with figure, texts and what is found without them, and the lines of each example, as computed now. */
export const findingLines = (): FindingLines => ({
  papers: Object.entries(evidenceRules).map(
    ([id, { figure, source, whenMissing, whenPromised }]) =>
      `${id} ${figure} | ${source} | ${whenMissing} | ${whenPromised}`,
  ),
  examples: {
    ...Object.fromEntries(
      Object.entries(factExamples).flatMap(([rule, [broken, kept]]) => [
        [rule, linesOf(broken)],
        [`beside ${rule}`, linesOf(kept)],
      ]),
    ),
    ...Object.fromEntries(Object.entries(besideExamples).map(([name, stated]) => [name, linesOf(stated)])),
  },
});

/** The lines as they were read by somebody and committed. */
export const committedFindingLines = (): FindingLines => JSON.parse(readFileSync(findingFile, 'utf8')) as FindingLines;
