import type { Explanation } from '../explain.js';

export type Language = 'ja' | 'en';

const numbers = { ja: new Intl.NumberFormat('ja-JP'), en: new Intl.NumberFormat('en-US') } as const;
const words = {
  ja: { source: '根拠', confidence: '確かさ' },
  en: { source: 'source', confidence: 'confidence' },
} as const;

/** The tree as indented lines; each figure with its circled number, its value and where its rule stands. */
export const renderExplanation = (explanation: Explanation, language: Language, depth = 0): readonly string[] => {
  const indent = '  '.repeat(depth);
  const { step, from } = explanation;
  const { source, confidence } = words[language];
  const number = (value: number) => numbers[language].format(value);
  const title = `${indent}${step.box}${step.box === '' ? '' : ' '}${step.ruleId} = ${number(step.value)}`;
  return [
    title,
    `${indent}    ${source}: ${step.source} (${confidence}: ${step.confidence})`,
    ...from.flatMap((part) =>
      'step' in part
        ? renderExplanation(part, language, depth + 1)
        : [`${indent}  ${part.name} = ${number(part.value)}`],
    ),
  ];
};
