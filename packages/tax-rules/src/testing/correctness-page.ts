import { readFileSync } from 'node:fs';
import { checkCatalogue } from '../checks/catalogue.js';
import { evidenceRules } from '../checks/evidence.js';
import { factRules, type FactRule } from '../fact-rules.js';
import { checkParameters } from '../parameters/check-parameters.js';
import { ruleSets } from '../parameters/parameters-for.js';
import type { Citation } from '../parameters/rule-set.js';
import { incomeKinds } from '../income-kinds.js';
import type { IncomeKind } from '../income-facts.js';
import { readableSource } from '../parameters/sources.js';
import { checkTexts } from '../texts/check-text.js';
import { figureText } from '../texts/explanation-text.js';
import { formulas } from '../texts/formulas.js';
import { incomeKindTexts } from '../texts/income-kind-texts.js';
import { ruleCases, salaryTableRows } from './rule-cases.js';
import { officialPeople } from './official-people.js';
import { specCases } from './spec-cases.js';
import { rarelySupported, traps, type NamedTest, type StatutoryCase } from './statutory-cases.js';

/** Which groups of cases (scope of tax-cases.json, stratum of spec-cases.json) are about which figure. */
const groupsOfFigures: Readonly<Record<string, readonly string[]>> = {
  box9SalaryAfterSalaryDeduction: ['salary_income', 'salary_table'],
  box10IncomeAdjustment: ['income_adjustment'],
  totalIncomeEstimate: ['other_income'],
  totalIncome: ['relative_income', 'dependant_income_limit'],
  box15LifeInsurance: ['life_insurance'],
  box16EarthquakeInsurance: ['earthquake_insurance'],
  box17Spouse: ['spouse_deduction', 'spouse_special_step', 'spouse_limit', 'own_income_phase_out'],
  box18SpecialRelative: ['specified_relative', 'special_relative_step', 'special_relative_vs_dependant'],
  dependantDeduction: ['age_category', 'age_boundary', 'non_resident_relative'],
  disabilityDeduction: ['personal_deductions'],
  box20Basic: ['basic_deduction', 'basic_deduction_step'],
  box23ComputedTax: ['computed_tax', 'tax_bracket_edge'],
  box24HousingLoanCreditApplied: ['housing_loan_credit'],
  flatReductionAmount: ['flat_reduction_R6'],
  box26AnnualTax: ['rounding_hazard'],
  box27Difference: ['settlement'],
};

/** Groups that are about the whole path, or about who is adjusted by which set of rules. */
const groupsOfPath: Readonly<Record<string, readonly string[]>> = {
  'every box of the ledger': ['full', 'deductions', 'random'],
  'which rules hold on which day': ['reform_cut_over'],
  'who is adjusted': ['twenty_million_limit'],
};

type Case = { readonly id: string; readonly group: string };

const allCases = (): readonly Case[] => [
  ...ruleCases().map(({ id, scope }) => ({ id, group: scope })),
  ...specCases().map(({ id, stratum }) => ({ id, group: stratum })),
];

const row = (...cells: readonly (string | number)[]): string =>
  `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly string[]): readonly string[] => [
  row(...head),
  row(...head.map(() => '---')),
  ...rows,
  '',
];

const listed = (cases: readonly Case[], groups: readonly string[]): string => {
  const ids = cases.filter(({ group }) => groups.includes(group)).map(({ id }) => id);
  return ids.length === 0 ? 'the full paths' : `${ids.length}: ${ids.join(', ')}`;
};

const boxNumber = (figure: string): string => {
  const number = /^box(\d+)/.exec(figure)?.[1];
  return number === undefined ? '' : (Array.from('①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚')[Number(number) - 1] ?? '');
};

const figureSection = (): readonly string[] => {
  const cases = allCases();
  const known = new Set([...Object.values(groupsOfFigures), ...Object.values(groupsOfPath)].flat());
  const unknown = new Set(cases.map(({ group }) => group).filter((group) => !known.has(group)));
  if (unknown.size > 0) throw new Error(`no figure for the cases of ${[...unknown].join(', ')}`);
  const years = ([2024, 2025, 2026] as const)
    .map((year) => `R${year - 2018} ${salaryTableRows(year).length}`)
    .join(', ');
  return [
    '## Figures and their cases',
    '',
    `${cases.length} cases in \`packages/tax-rules/cases/\`, besides ${officialPeople().length} worked examples of the National Tax Agency's`,
    `booklet as facts and every row of the salary tables (${years}, each at both ends). The full paths assert every box, so that`,
    'a figure without cases of its own is asserted there. NTA: numbers of タックスアンサー, on which public references agree; nobody',
    'of this project has read the pages.',
    '',
    ...table(
      ['box', 'figure', 'name in results', 'NTA', 'cases of its own'],
      [...formulas].map(([figure, { pages = [] }]) =>
        row(
          boxNumber(figure),
          figureText(figure, 'ja'),
          `\`${figure}\``,
          pages.join(', '),
          listed(cases, groupsOfFigures[figure] ?? []),
        ),
      ),
    ),
    ...table(
      ['path', 'cases'],
      Object.entries(groupsOfPath).map(([path, groups]) => row(path, listed(cases, groups))),
    ),
  ];
};

const severityOf = (rule: FactRule): string => `\`${rule}\` (${factRules[rule]})`;
const testText = ([file, name]: NamedTest): string => `“${name}” (\`${file}\`)`;
const adviceOf = (rule: FactRule): string => `${checkTexts[rule].ja.join('')} — ${checkTexts[rule].en.join(' ')}`;

const checkSection = (): readonly string[] => [
  '## Checks',
  '',
  'An error stops submitting and calculating, a warning is for the reviewer, an info is good to know. Where a payer blocks and',
  'this engine does not, the last column says why. Each rule has a test with facts that break it and facts just beside them',
  '(`checks/each-check.test.ts`).',
  '',
  ...table(
    ['item', 'what', 'rules', 'why it cannot be broken, or is milder'],
    checkCatalogue.map(({ item, says, rules, assured, milder }) =>
      row(
        item,
        says,
        rules.map(severityOf).join(', ') || '–',
        [assured === undefined ? '' : `${assured.how}: ${testText(assured.test)}`, milder ?? '']
          .filter(Boolean)
          .join('; '),
      ),
    ),
  ),
  '### What each says',
  '',
  'Also in やさしい日本語 (`packages/tax-rules/src/texts/`). `{limit}` and its like are numbers of the law.',
  '',
  ...table(
    ['rule', '日本語', 'English'],
    (Object.keys(factRules) as FactRule[]).map((rule) =>
      row(`\`${rule}\``, checkTexts[rule].ja.join(''), checkTexts[rule].en.join(' ')),
    ),
  ),
];

const caseRows = (cases: readonly StatutoryCase[]): readonly string[] =>
  cases.map((one) =>
    row(
      one.title,
      one.outcome,
      one.how,
      'advice' in one ? adviceOf(one.advice) : '–',
      one.tests.map(testText).join(', '),
    ),
  );
const caseHead = ['case', 'here', 'how', 'what the person is told', 'test'];

const evidenceSection = (): readonly string[] => [
  '## What must be shown',
  '',
  ...table(
    ['paper', 'for', 'where it is missing', 'where it is promised', 'source'],
    Object.entries(evidenceRules).map(([id, { figure, whenMissing, whenPromised, source }]) =>
      row(`\`${id}\``, figureText(figure, 'ja'), `\`${whenMissing}\``, `\`${whenPromised}\``, readableSource(source)),
    ),
  ),
];

const incomeSection = (): readonly string[] => [
  '## Income beside pay',
  '',
  'What counts in 合計所得金額, and what does not. The person states the amount that remains after the deduction of its kind; none',
  'of these deductions is computed. The articles and how they say it are memory.',
  '',
  ...table(
    ['kind', 'counts', 'a loss may be stated', 'how the amount is reached', 'article'],
    (Object.keys(incomeKinds) as IncomeKind[]).map((kind) => {
      const { counts, loss } = incomeKinds[kind];
      const { how, law } = incomeKindTexts[kind];
      return row(`\`${kind}\``, counts ? 'yes' : 'no', loss ? 'yes' : 'no', how, law);
    }),
  ),
];

type Cited = Citation & { readonly path: string };

const isCitation = (node: object): node is Citation => 'source' in node && 'confidence' in node;

/** Every number of a set with its place, the notes on law without a number included. */
const citationsOf = (node: unknown, path = ''): readonly Cited[] => {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return [];
  if (isCitation(node)) return [{ ...node, path }];
  return Object.entries(node).flatMap(([name, child]) => citationsOf(child, path === '' ? name : `${path}.${name}`));
};

const numberRows = (citations: readonly Cited[]): readonly string[] =>
  citations
    .filter(({ confidence }) => confidence !== 'official')
    .map(({ path, confidence, source, checked, note }) => row(`\`${path}\``, confidence, source, checked, note ?? ''));
const numberHead = ['parameter', 'confidence', 'source', 'compared', 'note'];

const numberSection = (): readonly string[] => [
  '## Numbers that nobody read in an official text',
  '',
  'Everything that is not `official`. `npm run law:review` is red from the day of the next review on. The ids of the sources',
  'are those of `parameters/sources.ts`; every result that uses such a number says so in its trace.',
  '',
  ...ruleSets.flatMap((set) => [
    `### ${set.taxYear}, last payment from ${set.lastPaymentFrom.value}; next review ${set.nextReview}${set.provisional ? '; provisional' : ''}`,
    '',
    ...table(numberHead, numberRows(citationsOf(set))),
  ]),
  '### Only in checks, every year; reviewed with the years',
  '',
  ...table(numberHead, numberRows(citationsOf(checkParameters))),
];

/** docs/correctness.md: written by `scripts/write-correctness.mjs`, compared by a test. */
export const correctnessPage = (): string =>
  [
    '# What this engine gets right, refuses, and does not know',
    '',
    '<!-- Generated by `node scripts/write-correctness.mjs` from packages/tax-rules: do not edit. -->',
    '',
    'For whoever must decide whether to rely on `packages/tax-rules`: every figure with its cases, every check with its words,',
    'every case of the law that year-end adjustments are known to get wrong or to leave out, and every number that still wants',
    'to be read in an official text.',
    '',
    ...figureSection(),
    '## Cases that other products leave out',
    '',
    ...table(caseHead, caseRows(rarelySupported)),
    '## Traps',
    '',
    ...table(caseHead, caseRows(traps)),
    ...checkSection(),
    ...incomeSection(),
    ...evidenceSection(),
    ...numberSection(),
  ].join('\n');

/** The tests that the page names and that are not in their files. */
export const missingTests = (): readonly string[] => {
  const named = [
    ...[...rarelySupported, ...traps].flatMap(({ tests }) => tests),
    ...checkCatalogue.flatMap(({ assured }) => (assured === undefined ? [] : [assured.test])),
  ];
  return named
    .filter(
      ([file, name]) => !readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8').includes(`'${name}'`),
    )
    .map(testText);
};
