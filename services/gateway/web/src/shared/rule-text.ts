import { useLingui } from '@lingui/react/macro';
import type { exclusionReasons, FactRule } from '@nencho/tax-rules';
import { checkText, isFactRule } from '@nencho/tax-rules/texts';
import { isApiError, type Violation } from '../api/client.js';
import { useDateTexts } from './date-text.js';
import { useFactLabels } from './fact-labels.js';
import { useRuleTexts } from './rule-texts.js';

const grouped = new Intl.NumberFormat('ja-JP');
const isWholeNumber = /^\d{4,10}$/;
const isYear = /^(19|20)\d\d$/;
const isDate = /^\d{4}-\d\d-\d\d$/;

/** Why somebody is not adjusted, as the engine's checks say it; the limit of pay has a text of its own with its figure. */
const ruleOfReason: Readonly<
  Record<Exclude<(typeof exclusionReasons)[number], 'salary_over_20m'> | 'previous_slip_pending', FactRule>
> = {
  disaster_relief: 'disaster_relief_not_adjusted',
  secondary_column: 'main_form_not_filed',
  daily_column: 'main_form_not_filed',
  non_resident: 'non_resident_not_adjusted',
  left_in_year: 'leaver_not_adjusted',
  previous_slip_pending: 'previous_slip_missing',
};

const isReason = (rule: string): rule is keyof typeof ruleOfReason => Object.hasOwn(ruleOfReason, rule);

/**
 * What a rule of the facts or a reason of the engine says, and what to do: in the engine's words, which are the only ones.
 * Undefined for a rule of somebody else.
 */
const useEngineText = (): ((violation: Pick<Violation, 'rule' | 'params'>) => string | undefined) => {
  const { i18n } = useLingui();
  const [language, between] = i18n.locale === 'ja' ? (['ja', ''] as const) : (['en', ' '] as const);
  return ({ rule: name, params = {} }) => {
    const rule = isReason(name) ? ruleOfReason[name] : name;
    if (!isFactRule(rule)) {
      return undefined;
    }
    const { text, action } = checkText({ rule, params }, language);
    return [text, action].join(between);
  };
};

/** A broken rule as a sentence, without its place. An unknown rule is shown by its name rather than hidden. */
export const useRuleSentence = (): ((violation: Violation) => string) => {
  const textsOf = useRuleTexts();
  const engineText = useEngineText();
  const dates = useDateTexts();
  const readable = (value: string): string => {
    if (isDate.test(value)) {
      return dates.date(value);
    }
    return isWholeNumber.test(value) && !isYear.test(value) ? grouped.format(Number(value)) : value;
  };
  return ({ rule, params = {} }) => {
    const shown = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, readable(value)]));
    return textsOf(shown)[rule] ?? engineText({ rule, params: shown }) ?? rule;
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
