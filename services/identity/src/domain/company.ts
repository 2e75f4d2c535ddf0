import type { Violation } from '@nencho/kernel';
import { isOrganisationCode, textViolations } from './names.js';

/** 会社: a payer (支払者) within the tenant, as printed on the slip. */
export type Company = {
  readonly id: string;
  readonly tenantId: string;
  readonly code: string;
  readonly name: string;
  readonly address: string;
  readonly corporateNumber: string;
  readonly phone: string;
};

/**
 * 法人番号: 13 digits, the first of them the check digit 9 − (Σ Pn × Qn mod 9).
 * 法人番号の指定等に関する省令第2条。
 */
export const isCorporateNumber = (value: string): boolean => {
  if (!/^[1-9]\d{12}$/.test(value)) return false;
  const digits = Array.from(value, Number).reverse();
  const sum = digits.slice(0, 12).reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 2), 0);
  return digits[12] === 9 - (sum % 9);
};

export const companyViolations = (company: Omit<Company, 'id' | 'tenantId'>): readonly Violation[] => [
  ...(isOrganisationCode(company.code) ? [] : [{ path: 'code', rule: 'code_format' }]),
  ...textViolations(company.name, { path: 'name', max: 100, required: true }),
  ...textViolations(company.address, { path: 'address', max: 200, required: true }),
  ...textViolations(company.phone, { path: 'phone', max: 20, required: false }),
  ...(company.corporateNumber === '' || isCorporateNumber(company.corporateNumber)
    ? []
    : [{ path: 'corporateNumber', rule: 'corporate_number' }]),
];
