import type { AdjustmentFacts } from '@nencho/tax-rules';
import { invalidRequest } from './rule-broken.js';

/** Parts of the facts that a comment may name though the person left them out. */
const sections: readonly string[] = [
  'person',
  'spouse',
  'relatives',
  'otherIncome',
  'lifeInsurance',
  'earthquakeInsurance',
  'socialInsurance',
  'mutualAid',
  'housingLoanCredit',
  'claims',
  'specialCases',
  'incomes',
  'status',
  'employers',
  'housingLoan',
  'finalReturnPlans',
];

const MAX_PATH = 200;
const pathPattern = /^[a-zA-Z][a-zA-Z0-9]*(?:\[\d{1,3}\])?(?:\.[a-zA-Z][a-zA-Z0-9]*(?:\[\d{1,3}\])?)*$/;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** An own member of an object, or an element of an array by its index; undefined for anything else. */
const member = (value: unknown, key: string): unknown => {
  if (Array.isArray(value)) return /^\d+$/.test(key) ? (value as readonly unknown[])[Number(key)] : undefined;
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
};

/** Whether the facts have something at a path such as `relatives[0].otherIncome`. Only own members count. */
export const factPathExists = (facts: AdjustmentFacts, path: string): boolean => {
  if (path.length > MAX_PATH || !pathPattern.test(path)) return false;
  if (sections.includes(path)) return true;
  const keys = path.replaceAll(']', '').split(/[.[]/);
  return keys.reduce<unknown>(member, facts) !== undefined;
};

const changedAt = (before: unknown, after: unknown, path: string): string[] => {
  if (Object.is(before, after)) return [];
  if (!isRecord(before) || !isRecord(after)) return [path];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const within = (key: string): string =>
    Array.isArray(before) || Array.isArray(after) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
  return keys.flatMap((key) => changedAt(before[key], after[key], within(key)));
};

/** Names of the fields that differ, never their values: what the audit trail keeps of an autosave. */
export const changedFactPaths = (before: AdjustmentFacts, after: AdjustmentFacts): readonly string[] =>
  changedAt(before, after, '');

/** The birth date is the employer's record, copied when the declaration was opened; the person asks HR to correct it. */
export const checkEditable = (before: AdjustmentFacts, after: AdjustmentFacts): void => {
  if (before.person.birthDate !== after.person.birthDate) {
    throw invalidRequest([{ path: 'facts.person.birthDate', rule: 'kept_by_employer' }]);
  }
};
