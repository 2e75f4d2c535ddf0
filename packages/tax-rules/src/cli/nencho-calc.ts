#!/usr/bin/env node
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { isAppError, taxYear } from '@nencho/kernel';
import { JSONParser, type ParsedElementInfo } from '@streamparser/json-node';
import { claimedTwice, type Declared } from '../checks/same-person.js';
import { explain } from '../explain.js';
import { calculateCase, type CaseAnswer, type Reading } from './calculate-case.js';
import { findingInWords } from './checks-of-case.js';
import { explanationText } from '../texts/explanation-text.js';
import { isLanguage, languages, type Language } from '../texts/language.js';
import { openTrace, type Trace } from '../trace.js';
import { usage } from './usage.js';
import { isViewName } from './views-of-case.js';

type Options = Reading & {
  readonly file: string;
  readonly box: string | undefined;
  readonly language: Language;
};

class UsageError extends Error {}

/** `--compare 2027` or `--what-if '{"salary_total": 5000000}'`. */
const comparisonOf = (
  values: { readonly compare?: string | undefined; readonly 'what-if'?: string | undefined },
  facts: boolean,
): Pick<Reading, 'compare' | 'whatIf'> => {
  const { compare, 'what-if': change } = values;
  if (facts && (compare ?? change) !== undefined)
    throw new UsageError('--compare and --what-if take inputs, not --facts');
  if (compare !== undefined && !/^20\d\d$/.test(compare)) throw new UsageError(`--compare: ${compare} is no year`);
  return {
    compare: compare === undefined ? undefined : taxYear(Number(compare)),
    whatIf: change === undefined ? undefined : (JSON.parse(change) as Readonly<Record<string, unknown>>),
  };
};

const readOptions = (argv: readonly string[]): Options => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      facts: { type: 'boolean', default: false },
      view: { type: 'string' },
      checks: { type: 'boolean', default: false },
      explain: { type: 'string' },
      compare: { type: 'string' },
      'what-if': { type: 'string' },
      lang: { type: 'string', default: 'ja' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError('one FILE is needed');
  if (!isLanguage(values.lang)) {
    throw new UsageError(`--lang: ${values.lang} is none of ${languages.join(', ')}`);
  }
  const { facts, view, checks } = values;
  if (view !== undefined && !isViewName(view)) throw new UsageError(`--view: ${view} is no form`);
  if (view !== undefined && !facts) throw new UsageError('--view needs --facts: forms name people');
  if (checks && !facts) throw new UsageError('--checks needs --facts');
  return { file, facts, view, checks, ...comparisonOf(values, facts), box: values.explain, language: values.lang };
};

const textOf = (answer: CaseAnswer, trace: Trace | undefined, { box, language }: Options): string => {
  const { id } = answer;
  if ('violations' in answer) return JSON.stringify({ id, violations: answer.violations });
  if ('comparison' in answer) return JSON.stringify(answer);
  if ('views' in answer) return JSON.stringify({ id, views: answer.views });
  if ('declared' in answer) return JSON.stringify({ ...answer, declared: undefined });
  if (box === undefined || trace === undefined) return JSON.stringify({ id, result: answer.result });
  const explanation = explain(trace.steps, box);
  if (explanation === undefined) throw new UsageError(`--explain: ${box} is no figure of the result`);
  return [id, ...explanationText(explanation, language, 1)].join('\n');
};

/** With all cases read: who claims a member of the family whom another case claims. */
const claimLines = (declared: readonly Declared[], language: Language): readonly string[] =>
  claimedTwice(declared).map(
    ({ id, violations }) =>
      `${JSON.stringify({ id, checks: violations.map((finding) => findingInWords(finding, language)) })}\n`,
  );

/**
 * Case by case, never the whole file in memory (but for the families of `--checks`); a slow reader of the output holds the
 * reading up.
 */
const run = async (options: Options): Promise<number> => {
  let [cases, refused] = [0, 0];
  const declared: Declared[] = [];
  const source = options.file === '-' ? process.stdin : createReadStream(options.file);
  const parser = new JSONParser({ paths: ['$.cases.*'], keepStack: false });
  await pipeline(
    source,
    parser,
    async function* lines(elements: AsyncIterable<ParsedElementInfo>) {
      for await (const { value } of elements) {
        const trace = options.box === undefined ? undefined : openTrace();
        const answer = calculateCase(value, cases, options, trace);
        cases += 1;
        if ('violations' in answer) refused += 1;
        if ('declared' in answer) declared.push(answer.declared);
        yield `${textOf(answer, trace, options)}\n`;
      }
      yield* claimLines(declared, options.language);
    },
    process.stdout,
    { end: false },
  );
  if (cases === 0) throw new UsageError(`${options.file} has no "cases": [{"id", "input"}, …]`);
  return refused === 0 ? 0 : 2;
};

const messageOf = (error: unknown, argv: readonly string[]): string => {
  if (error instanceof UsageError) return `${error.message}\n\n${usage}`;
  const text = isAppError(error) || error instanceof Error ? error.message : String(error);
  return `${argv.join(' ')}: ${text}`;
};

// Whoever reads the output may have had enough (| head).
process.stdout.on('error', () => process.exit(0));

try {
  process.exitCode = await run(readOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`nencho-calc: ${messageOf(error, process.argv.slice(2))}\n`);
  process.exitCode = 1;
}
