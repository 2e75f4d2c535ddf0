import { yen, type Violation, type Yen } from '@nencho/kernel';
import type { PayTotals } from '@nencho/tax-rules';

/** Columns of the pay file by their exact names; ⑦ ⑧ ⑫ of the ledger (源泉徴収簿). */
export const payColumns = {
  employeeNumber: '従業員番号',
  salaryTotal: '給与・賞与の総額',
  withheldTaxTotal: '源泉徴収税額',
  socialInsuranceWithheld: '社会保険料',
} as const;

export type PayColumn = keyof typeof payColumns;
export type PayRecord = Readonly<Record<PayColumn, string>>;
export type PayRow = { readonly employeeNumber: string; readonly pay: PayTotals };

/** Far above any salary, far below where whole numbers stop being exact. */
const MAX_YEN = 9_999_999_999;
const MAX_NUMBER = 50;
const plain = /^\d{1,15}$/;
const grouped = /^\d{1,3}(?:,\d{3}){1,4}$/;

/** Full-width digits, commas and blanks become ordinary ones (NFKC); blanks around a value are dropped. */
const normalise = (value: string): string => value.normalize('NFKC').trim();

/**
 * Whole yen without sign. Thousand separators are accepted where they stand correctly ("4,800,000", full-width too),
 * refused elsewhere ("48,00"): a misplaced one is more often a damaged file than a habit.
 */
const parseYen = (value: string): Yen | Omit<Violation, 'path'> => {
  const text = normalise(value);
  if (text === '') return { rule: 'required' };
  if (!plain.test(text) && !grouped.test(text)) return { rule: 'yen' };
  const amount = Number(text.replaceAll(',', ''));
  return amount > MAX_YEN ? { rule: 'too_large', params: { max: `${MAX_YEN}` } } : yen(amount);
};

/** An employee number as people type it: full-width letters and digits count as ordinary ones. */
const parseNumber = (value: string): string | Omit<Violation, 'path'> => {
  const text = normalise(value);
  if (text === '') return { rule: 'required' };
  return text.length > MAX_NUMBER ? { rule: 'too_long', params: { max: `${MAX_NUMBER}` } } : text;
};

/** One line of the file, or everything that is wrong with it. */
export const parsePayRecord = (record: PayRecord): PayRow | { readonly violations: readonly Violation[] } => {
  const employeeNumber = parseNumber(record.employeeNumber);
  const salaryTotal = parseYen(record.salaryTotal);
  const withheldTaxTotal = parseYen(record.withheldTaxTotal);
  const socialInsuranceWithheld = parseYen(record.socialInsuranceWithheld);
  if (
    typeof employeeNumber === 'string' &&
    typeof salaryTotal === 'number' &&
    typeof withheldTaxTotal === 'number' &&
    typeof socialInsuranceWithheld === 'number'
  ) {
    return { employeeNumber, pay: { salaryTotal, withheldTaxTotal, socialInsuranceWithheld } };
  }
  const parsed = { employeeNumber, salaryTotal, withheldTaxTotal, socialInsuranceWithheld };
  return {
    violations: Object.entries(parsed).flatMap(([key, value]) =>
      typeof value === 'object' ? [{ path: payColumns[key as PayColumn], ...value }] : [],
    ),
  };
};

export const samePay = (a: PayTotals, b: PayTotals): boolean =>
  a.salaryTotal === b.salaryTotal &&
  a.withheldTaxTotal === b.withheldTaxTotal &&
  a.socialInsuranceWithheld === b.socialInsuranceWithheld;
