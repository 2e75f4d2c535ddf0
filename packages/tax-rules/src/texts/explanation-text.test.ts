import { runInThisContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { yen } from '@nencho/kernel';
import { adjust } from '../adjust.js';
import { computeAdjustment } from '../adjustment.js';
import type { AdjustmentFacts } from '../facts.js';
import { explain } from '../explain.js';
import { parametersFor } from '../parameters/parameters-for.js';
import { parseInput } from '../parse-input.js';
import { december, nobody, noPay, relativeFacts, spouseFacts } from '../testing/case-person.js';
import { rawSpecCases } from '../testing/spec-cases.js';
import { openTrace, type TraceStep } from '../trace.js';
import { explanationText, figureText } from './explanation-text.js';
import { figureNames } from './figure-names.js';
import { formulas, roundingTexts } from './formulas.js';
import { languages } from './language.js';

const tracesOfCases = rawSpecCases().map(({ input: stated }) => {
  const input = parseInput(stated);
  const trace = openTrace();
  computeAdjustment(input, parametersFor(input.taxYear, input.lastPaymentDate), trace);
  return trace.steps;
});

/** Somebody whose facts use everything that becomes figures before the ledger begins. */
const detailed: AdjustmentFacts = {
  ...nobody,
  spouse: spouseFacts({ disability: 'special' }),
  relatives: [relativeFacts(0, {})],
  incomes: (['business', 'occasional', 'retirement', 'public_pension'] as const).map((kind) => ({
    kind,
    amount: yen(1_000),
  })),
  employers: [
    {
      ...{ id: 'SECRET-EMPLOYER', name: '前の会社', kind: 'previous', column: 'main', slip: 'received' },
      ...{ salary: yen(1_000_000), withheldTax: yen(1_000), socialInsurance: yen(2_000) },
    },
  ],
  earthquakeInsurance: [
    { id: 'e', insurer: '損保', kind: 'earthquake', netPremium: yen(20_000), premiumAsOtherKind: yen(30_000) },
  ],
  housingLoan: {
    ...{ residenceFrom: '2023-05-05' as never, work: 'new_house', performance: 'certified' },
    loan: { balance: yen(30_000_000), price: yen(40_000_000), debtShare: 5_000, residentialShare: 9_500 },
  },
};

const traceOfFacts = (): readonly TraceStep[] => {
  const trace = openTrace();
  const outcome = adjust(detailed, { ...noPay, salaryTotal: yen(6_000_000) }, december, trace);
  expect(outcome.status).toBe('adjusted');
  return trace.steps;
};

const textOf = (steps: readonly TraceStep[], figure: string, language: 'ja' | 'ja-easy' | 'en'): string => {
  const explanation = explain(steps, figure);
  if (explanation === undefined) throw new Error(`no figure ${figure}`);
  return explanationText(explanation, language).join('\n');
};

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

describe('every figure and every input', () => {
  const steps = [...tracesOfCases.flat(), ...traceOfFacts()];
  const used = new Set(
    steps.flatMap(({ ruleId, inputs }) => [ruleId, ...inputs.map(({ name }) => name)]).map(lastPart),
  );

  test('has a name in every language', () => {
    expect([...used].filter((name) => !figureNames.has(name))).toEqual([]);
    const empty = [...figureNames].filter(([, names]) => languages.some((language) => names[language].trim() === ''));
    expect(empty).toEqual([]);
  });

  test('that is computed has its formula or its table in words', () => {
    const computed = new Set(steps.map(({ ruleId }) => lastPart(ruleId)));
    expect([...computed].filter((name) => !formulas.has(name))).toEqual([]);
    const silent = [...formulas].filter(([, { math, words }]) => (math === undefined) === (words === undefined));
    expect(silent).toEqual([]);
  });
});

const units = { down: 1, up: 1, down_100: 100, down_1000: 1_000 } as const;

test('the roundings that are told are those of the law', () => {
  const rules = parametersFor(december.taxYear, december.lastPaymentDate);
  expect(rules.taxableUnit.value).toBe(units.down_1000);
  expect(rules.annualTax.value.unit).toBe(units.down_100);
  expect(rules.housingLoan.credit.value).toMatchObject({ multiply: { numerator: 7, denominator: 1_000 }, unit: 100 });
  expect(Object.keys(roundingTexts).sort()).toEqual(Object.keys(units).sort());
});

/** The number that a formula with its numbers comes to. */
const evaluated = (text: string): number => {
  const code = text
    .replaceAll(',', '')
    .replace(/(\d+(?:\.\d+)?)%/g, '($1/100)')
    .replace(/min\(|max\(/g, (name) => `Math.${name}`)
    .replaceAll('×', '*')
    .replaceAll('−', '-');
  return Number(runInThisContext(code));
};

test('each formula, with its numbers, comes to the figure', () => {
  let compared = 0;
  for (const step of [...tracesOfCases.flat(), ...traceOfFacts()]) {
    const formula = formulas.get(lastPart(step.ruleId));
    if (formula?.math === undefined || formula.math.includes('min(') || formula.math.includes('max(')) continue;
    const line = textOf([step], step.ruleId, 'en')
      .split('\n')
      .find((text) => text.includes('formula: '));
    const numbers = line?.split(' = ')[1]?.replace(/ \(down.*\)$/, '') ?? '';
    if (numbers === '–' || line?.endsWith('–') === true) continue;
    const unit = formula.rounding === undefined ? 1 : units[formula.rounding];
    const value = Math.max(
      step.ruleId === 'box27Difference' || step.ruleId === 'otherIncome' ? -Infinity : 0,
      evaluated(numbers),
    );
    expect([step.ruleId, Math.floor((value + 1e-6) / unit) * unit]).toEqual([step.ruleId, step.value]);
    compared += 1;
  }
  expect(compared).toBeGreaterThan(1_000);
});

describe('the tree', () => {
  const steps = tracesOfCases[0] ?? [];

  test('says formula, numbers, rounding, law, page and confidence', () => {
    const text = textOf(steps, 'box26', 'ja');
    expect(text).toContain('㉖ 年調年税額 = 647,600');
    expect(text).toContain('計算: ㉓ − ㉔ = 634,300 − 0');
    expect(text).toContain('634,300 × 102.1% (100円未満切捨て)');
    expect(text).toContain('条文: 所得税法第89条');
    expect(text).toContain('タックスアンサー: No.1410');
    expect(text).toContain('確かさ: ');
  });

  test('explains a figure once, however often it is used', () => {
    const lines = textOf(steps, 'box21', 'en')
      .split('\n')
      .filter((line) => line.includes('income from all pay ='));
    expect(lines).toHaveLength(1);
  });

  test.each(languages)('in %s has no name of the code', (language) => {
    const text = textOf(traceOfFacts(), 'box27', language).replaceAll('iDeCo', '');
    expect(text).not.toMatch(/[a-z][A-Z]|undefined|\{/);
  });

  test.each(languages)('in %s has no id and no name of facts', (language) => {
    const text = textOf(traceOfFacts(), 'box27', language);
    for (const word of ['SECRET', '前の会社', '事例', '損保']) expect(text).not.toContain(word);
  });

  test('does not take a stated income of the spouse for the person’s own of the same name', () => {
    const spouse = explain(traceOfFacts(), 'spouseTotalIncome');
    expect(spouse?.from).toEqual([
      { name: 'salaryRevenue', value: 0 },
      { name: 'otherIncomeOfMember', value: 0 },
    ]);
  });

  test('a relative is told apart by its number', () => {
    expect(figureText('relatives[1].dependantDeduction', 'ja')).toBe('扶養控除額 (家族 2)');
    expect(figureText('relatives[1].dependantDeduction', 'en')).toBe('exemption for dependants (relative 2)');
  });
});
