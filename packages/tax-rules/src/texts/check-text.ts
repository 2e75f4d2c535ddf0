import type { FactRule, FactViolation } from '../fact-rules.js';
import { textsOfClaims } from './check-texts-claims.js';
import { textsOfPapers } from './check-texts-papers.js';
import { textsOfPeople } from './check-texts-people.js';
import type { TextAndAction } from './check-texts.js';
import type { Language } from './language.js';

/** A rule without its texts in every language does not compile. */
export const checkTexts: Readonly<Record<FactRule, TextAndAction>> = {
  ...textsOfPeople,
  ...textsOfClaims,
  ...textsOfPapers,
};

const grouped = new Intl.NumberFormat('ja-JP');

/** Amounts with their thousands apart; dates and ages as they are. */
const readable = (value: string): string => (/^\d{5,}$/.test(value) ? grouped.format(Number(value)) : value);

/** A finding in words: what is wrong or remarkable, and the action to take. No name and no amount of a person stands in it. */
export const checkText = (
  { rule, params = {} }: Pick<FactViolation, 'rule' | 'params'>,
  language: Language,
): { readonly text: string; readonly action: string } => {
  const filled = (template: string) =>
    template.replace(/\{(\w+)\}/g, (_match, name: string) => readable(params[name] ?? '…'));
  const [text, action] = checkTexts[rule][language];
  return { text: filled(text), action: filled(action) };
};
