import { compareDates, localDate, validationFailed, type AppError, type LocalDate, type TaxYear } from '@nencho/kernel';
import { type RuleSet } from './parameters.js';
import { parameters2026 } from './years/2026.js';

/** Every set that can be computed with. A year joins by a file in years/ and a line here. */
const ruleSets: readonly RuleSet[] = [parameters2026];

const refused = (path: string, rule: string, params: Readonly<Record<string, string>>): AppError =>
  validationFailed([{ path, rule, params }]);

/**
 * The rules for a tax year and the day of its last payment, on which the adjustment is performed. There is no
 * fallback: AppError `validation_failed` with the reason as its rule — `tax_year_unsupported`,
 * `last_payment_outside_tax_year` or `last_payment_before_reform` (R8 before 1 December 2026 uses other numbers).
 */
export const parametersFor = (year: TaxYear, lastPaymentDate: LocalDate): RuleSet => {
  const set = ruleSets.find((candidate) => candidate.taxYear === year);
  if (set === undefined) {
    const supported = ruleSets.map((candidate) => String(candidate.taxYear)).join(',');
    throw refused('taxYear', 'tax_year_unsupported', { taxYear: String(year), supported });
  }
  if (!lastPaymentDate.startsWith(`${year}-`)) {
    throw refused('lastPaymentDate', 'last_payment_outside_tax_year', { taxYear: String(year) });
  }
  const from = localDate(set.lastPaymentFrom.value);
  if (compareDates(lastPaymentDate, from) < 0) throw refused('lastPaymentDate', 'last_payment_before_reform', { from });
  return set;
};
