import type { Explanation } from '../explain.js';
import type { Confidence } from '../parameters/rule-set.js';
import type { TraceInput, TraceStep } from '../trace.js';
import { figureNames } from './figure-names.js';
import { formulas, roundingTexts, type Formula } from './formulas.js';
import type { InEach, Language } from './language.js';

const words = {
  formula: { ja: '計算', 'ja-easy': '計算（けいさん）', en: 'formula' },
  law: { ja: '条文', 'ja-easy': '法律（ほうりつ）', en: 'law' },
  text: { ja: '資料', 'ja-easy': '調（しら）べた もの', en: 'source' },
  pages: { ja: 'タックスアンサー', 'ja-easy': '国税庁（こくぜいちょう）の ページ', en: 'NTA tax answer' },
  confidence: { ja: '確かさ', 'ja-easy': 'たしかさ', en: 'confidence' },
  yes: { ja: 'はい', 'ja-easy': 'はい', en: 'yes' },
  no: { ja: 'いいえ', 'ja-easy': 'いいえ', en: 'no' },
} as const satisfies Readonly<Record<string, InEach<string>>>;

const confidenceTexts: Readonly<Record<Confidence, InEach<string>>> = {
  official: {
    ja: '公式の資料を読んだ',
    'ja-easy': '国（くに）の 資料（しりょう）を 読（よ）みました',
    en: 'an official text was read',
  },
  official_transcribed: {
    ja: '公式の表の写しで、互いに一致したもの',
    'ja-easy': '国（くに）の 表（ひょう）の 写（うつ）しで たしかめました',
    en: 'transcriptions of an official table that agree',
  },
  secondary: {
    ja: '二次資料2つ以上',
    'ja-easy': 'ほかの 資料（しりょう） 2つで たしかめました',
    en: 'two or more secondary sources',
  },
  single_source: { ja: '二次資料1つ', 'ja-easy': 'ほかの 資料（しりょう） 1つだけです', en: 'one secondary source' },
  inferred: {
    ja: '前の年などからの推定',
    'ja-easy': '前（まえ）の 年（ねん）から 考（かんが）えました',
    en: 'inferred from another year',
  },
  memory: { ja: '資料で未確認', 'ja-easy': 'まだ たしかめて いません', en: 'not compared with a text' },
};

const answers: ReadonlySet<string> = new Set([
  'claimed',
  'claimedByOther',
  'hasQualifyingPerson',
  'requirementsMet',
  'generalDisability',
  'specialDisability',
  'livingTogether',
  'isDependant',
  'elderly',
  'lifeUnder23SpecialApplied',
]);

const grouped = new Intl.NumberFormat('ja-JP');

const nameWithoutPlace = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** What a leaf or a place in a formula says: yes or no, percent, or a number with its thousands apart. */
const valueText = (name: string, value: number, language: Language): string => {
  if (answers.has(name)) return words[value === 1 ? 'yes' : 'no'][language];
  if (name === 'ratePercent') return `${value}%`;
  if (name === 'perMille') return `${value / 10}%`;
  if (name === 'debtShare' || name === 'residentialShare') return `${value / 100}%`;
  return grouped.format(value);
};

/** `relatives[0].dependantDeduction` → 扶養控除額（家族 1）. A name without a text is shown as it is. */
export const figureText = (name: string, language: Language): string => {
  const text = figureNames.get(nameWithoutPlace(name))?.[language] ?? nameWithoutPlace(name);
  const index = /^relatives\[(\d+)\]\./.exec(name)?.[1];
  if (index === undefined) return text;
  const who: InEach<string> = { ja: '家族', 'ja-easy': '家族（かぞく）', en: 'relative' };
  return `${text} (${who[language]} ${Number(index) + 1})`;
};

const templateOf = ({ math }: Formula, inputs: readonly TraceInput[]): string | undefined => {
  const places = inputs.map(({ name }) => `{${name}}`);
  if (math === 'sum') return places.length === 0 ? undefined : places.join(' + ');
  return math === 'product' ? places.join(' × ') : math;
};

/** The formula in names, then with its numbers; or by which table. */
const formulaText = (
  formula: Formula,
  { inputs }: TraceStep,
  boxOf: (name: string) => string,
  language: Language,
): string => {
  const rounding = formula.rounding === undefined ? '' : ` (${roundingTexts[formula.rounding][language]})`;
  const template = templateOf(formula, inputs);
  if (template === undefined) return `${formula.words?.[language] ?? '–'}${rounding}`;
  const filled = (textOf: (input: TraceInput) => string) =>
    template.replace(/\{([^}]+)\}/g, (_place, name: string) => {
      const input = inputs.find((candidate) => candidate.name === name);
      return input === undefined ? '0' : textOf(input);
    });
  const inNames = filled(({ name }) => boxOf(name) || figureText(name, language));
  return `${inNames} = ${filled(({ name, value }) => valueText(nameWithoutPlace(name), value, language))}${rounding}`;
};

const isLaw = (reference: string): boolean => /^(所得税法|措法|租税特別措置法|復興|平成|地方税法)/.test(reference);

const basisLines = (step: TraceStep, formula: Formula | undefined, language: Language): readonly string[] => {
  const references = step.source.split('; ');
  const line = (word: keyof typeof words, parts: readonly string[]) =>
    parts.length === 0 ? [] : [`${words[word][language]}: ${parts.join('; ')}`];
  return [
    ...line('law', references.filter(isLaw)),
    ...line(
      'text',
      references.filter((reference) => !isLaw(reference)),
    ),
    ...line(
      'pages',
      (formula?.pages ?? []).map((page) => `No.${page}`),
    ),
    ...line('confidence', [confidenceTexts[step.confidence][language]]),
  ];
};

/**
 * The tree as indented lines: each figure with its circled number, name and value, its formula in names and in numbers with the
 * rounding, the article of law, the texts it was compared with, the National Tax Agency's page, and how sure it is. A
 * figure that stands in the tree twice is explained once.
 */
export const explanationText = (
  explanation: Explanation,
  language: Language,
  depth = 0,
  said: Set<string> = new Set(),
): readonly string[] => {
  const indent = '  '.repeat(depth);
  const { step, from } = explanation;
  const name = nameWithoutPlace(step.ruleId);
  const formula = formulas.get(name);
  const boxes = new Map(from.flatMap((part) => ('step' in part ? [[part.step.ruleId, part.step.box] as const] : [])));
  const title = `${indent}${step.box === '' ? '' : `${step.box} `}${figureText(step.ruleId, language)} = ${valueText(name, step.value, language)}`;
  if (said.has(step.ruleId)) return [title];
  said.add(step.ruleId);
  const details = [
    ...(formula === undefined
      ? []
      : [`${words.formula[language]}: ${formulaText(formula, step, (input) => boxes.get(input) ?? '', language)}`]),
    ...basisLines(step, formula, language),
  ];
  return [
    title,
    ...details.map((detail) => `${indent}    ${detail}`),
    ...from.flatMap((part) =>
      'step' in part
        ? explanationText(part, language, depth + 1, said)
        : [
            `${indent}  ${figureText(part.name, language)} = ${valueText(nameWithoutPlace(part.name), part.value, language)}`,
          ],
    ),
  ];
};
