import { useLingui } from '@lingui/react/macro';
import { isFactRule } from '@nencho/tax-rules/texts';
import { isApiError, type Violation } from '../api/client.js';
import { useDateTexts } from './date-text.js';
import { useFactLabels } from './fact-labels.js';
import { useFactRuleText } from './fact-rule-texts.js';
import { useRuleTexts } from './rule-texts.js';

const grouped = new Intl.NumberFormat('ja-JP');
const isWholeNumber = /^\d{4,10}$/;
const isYear = /^(19|20)\d\d$/;
const isDate = /^\d{4}-\d\d-\d\d$/;

/** A broken rule as a sentence, without its place. An unknown rule is shown by its name rather than hidden. */
export const useRuleSentence = (): ((violation: Violation) => string) => {
  const textsOf = useRuleTexts();
  const factText = useFactRuleText();
  const dates = useDateTexts();
  const readable = (value: string): string => {
    if (isDate.test(value)) {
      return dates.date(value);
    }
    return isWholeNumber.test(value) && !isYear.test(value) ? grouped.format(Number(value)) : value;
  };
  return ({ rule, params = {} }) => {
    const texts = textsOf(Object.fromEntries(Object.entries(params).map(([name, value]) => [name, readable(value)])));
    return texts[rule] ?? (isFactRule(rule) ? factText({ rule, params }) : rule);
  };
};

/** A broken rule of an import, a job or a form as a sentence after the name of its place. */
export const useRuleText = (): ((violation: Violation) => string) => {
  const { t } = useLingui();
  const labels = useFactLabels();
  const sentence = useRuleSentence();
  const placeOf = (path: string): string => {
    const line = /^line (\d+)$/.exec(path)?.[1];
    if (line !== undefined) {
      return t`${line} 行目`;
    }
    const isColumn = /[^\p{ASCII}]/u.test(path); // columns of a CSV file have Japanese names
    return isColumn ? path : labels.place(path.replace(/^(facts|pay)\./, ''));
  };
  return (violation) => {
    const place = placeOf(violation.path);
    const text = sentence(violation);
    return place === '' ? text : t`${place}: ${text}`;
  };
};

/** The error that the server reported for a field of a form, to stand beside it. */
export const useServerErrors = (error: unknown): ((path: string) => string | undefined) => {
  const sentence = useRuleSentence();
  return (path) => {
    const found = isApiError(error) ? error.violations.find((violation) => violation.path === path) : undefined;
    return found === undefined ? undefined : sentence(found);
  };
};
