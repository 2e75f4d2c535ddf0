import { compareDates, validationFailed, type AppError, type LocalDate, type TaxYear } from '@nencho/kernel';
import { type RuleSet } from './rule-set.js';
import { parameters2024 } from './years/2024.js';
import { parameters2025, parameters2025BeforeReform } from './years/2025.js';
import { parameters2026, parameters2026BeforeReform } from './years/2026.js';
import { parameters2027 } from './years/2027.js';

/** Every set that can be computed with, of a year the later ones first. A year joins by a file in years/ and a line here. */
export const ruleSets: readonly RuleSet[] = [
  parameters2024,
  parameters2025,
  parameters2025BeforeReform,
  parameters2026,
  parameters2026BeforeReform,
  parameters2027,
];

const refused = (path: string, rule: string, params: Readonly<Record<string, string>>): AppError =>
  validationFailed([{ path, rule, params }]);

/**
 * The rules for a tax year and the day of its last payment, on which the adjustment is performed: a year with a reform in
 * December has two sets. There is no fallback: AppError `validation_failed` with `tax_year_unsupported` or
 * `last_payment_outside_tax_year`.
 */
export const parametersFor = (year: TaxYear, lastPaymentDate: LocalDate): RuleSet => {
  const sets = ruleSets.filter((candidate) => candidate.taxYear === year);
  if (sets.length === 0) {
    const supported = [...new Set(ruleSets.map((candidate) => String(candidate.taxYear)))].join(',');
    throw refused('taxYear', 'tax_year_unsupported', { taxYear: String(year), supported });
  }
  const set = sets.find((candidate) => compareDates(lastPaymentDate, candidate.lastPaymentFrom.value) >= 0);
  if (set === undefined || !lastPaymentDate.startsWith(`${year}-`)) {
    throw refused('lastPaymentDate', 'last_payment_outside_tax_year', { taxYear: String(year) });
  }
  return set;
};
