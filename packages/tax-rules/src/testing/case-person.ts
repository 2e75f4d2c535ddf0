import { localDate, taxYear, yen, type Yen } from '@nencho/kernel';
import type { EmployerFacts } from '../employment-facts.js';
import { emptyFacts, type AdjustmentFacts, type RelativeFacts, type SpouseFacts } from '../facts.js';
import { type AdjustmentContext, type PayTotals } from '../derive-input.js';

export type Figure = number | string | boolean;

/** A case as a person of the system: what is declared, what payroll knows, and what the result must say. */
export type CasePerson = {
  readonly id: string;
  readonly facts: AdjustmentFacts;
  readonly pay: PayTotals;
  readonly context: AdjustmentContext;
  /** By place in `AdjustmentResult`: `box26AnnualTax`, `relatives[0].category`. */
  readonly expected: Readonly<Record<string, Figure>>;
};

/** The default day of adjustment of the cases that do not say one. */
export const december: AdjustmentContext = { taxYear: taxYear(2026), lastPaymentDate: localDate('2026-12-25') };

export const noPay: PayTotals = { salaryTotal: yen(0), withheldTaxTotal: yen(0), socialInsuranceWithheld: yen(0) };

/** The cases do not tell a birth date of the employee; nothing that is supported depends on it. */
export const nobody: AdjustmentFacts = emptyFacts(localDate('1975-06-15'));

export const spouseFacts = (stated: Partial<SpouseFacts>): SpouseFacts => ({
  name: '事例 花子',
  kana: 'ジレイ ハナコ',
  birthDate: localDate('1980-03-03'),
  livingTogether: true,
  salaryRevenue: yen(0),
  otherIncome: yen(0),
  disability: 'none',
  ...stated,
});

const ordinals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** Relative number `index` (from 0) of a case; each has a name of its own. */
export const relativeFacts = (index: number, stated: Partial<RelativeFacts>): RelativeFacts => ({
  id: `relative-${index + 1}`,
  name: `事例 ${ordinals[index % ordinals.length] ?? ''}${index >= ordinals.length ? '太' : ''}郎`,
  kana: 'ジレイ カゾク',
  relation: 'child',
  birthDate: localDate('2015-05-05'),
  livingTogether: true,
  salaryRevenue: yen(0),
  otherIncome: yen(0),
  disability: 'none',
  claimedByOther: false,
  ...stated,
});

/** Pay of another employer at the same time, whose form the person did not file there. */
export const otherEmployer = (salary: Yen): EmployerFacts => ({
  ...{ id: 'other', name: '事例商店', kind: 'concurrent', column: 'secondary', slip: 'received' },
  ...{ salary, withheldTax: yen(0), socialInsurance: yen(0) },
});

const placePattern = /^(\w+)\[(\d+)\]\.(\w+)$/;

/** The figure at a place of a result; undefined when the result has none there. */
export const figureAt = (result: object, place: string): unknown => {
  const [, list, index, name] = placePattern.exec(place) ?? [];
  if (list === undefined) return (result as Readonly<Record<string, unknown>>)[place];
  const rows = (result as Readonly<Record<string, readonly Readonly<Record<string, unknown>>[] | undefined>>)[list];
  return rows?.[Number(index)]?.[name ?? ''];
};
