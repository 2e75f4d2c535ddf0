// The ceiling: what a person would write who needs one number of R8 for somebody with pay, social insurance, new life contracts,
// an ordinary spouse and dependants already counted. Integers only; no names, no sources, no steps, no checks.

export type BarePerson = {
  readonly salary: number;
  readonly social: number;
  readonly generalLife: number;
  readonly careLife: number;
  readonly pensionLife: number;
  /** 合計所得金額 of the spouse, −1 without one. */
  readonly spouseIncome: number;
  readonly generalDependants: number;
  readonly specificDependants: number;
  readonly withheld: number;
};

const income = (pay: number): number => {
  if (pay < 741_000) return 0;
  if (pay < 2_191_000) return pay - 740_000;
  if (pay < 2_193_000) return 1_451_000;
  if (pay < 2_196_000) return 1_453_000;
  if (pay < 2_200_000) return 1_456_000;
  if (pay < 3_600_000) return ((pay - (pay % 4_000)) / 10) * 7 - 80_000;
  if (pay < 6_600_000) return ((pay - (pay % 4_000)) / 10) * 8 - 440_000;
  return pay < 8_500_000 ? Math.floor((pay * 9) / 10) - 1_100_000 : pay - 1_950_000;
};

const life = (premium: number): number => {
  if (premium <= 20_000) return premium;
  if (premium <= 40_000) return Math.ceil(premium / 2) + 10_000;
  return premium <= 80_000 ? Math.ceil(premium / 4) + 20_000 : 40_000;
};

const spouse = (own: number, of: number): number => {
  if (of < 0 || of > 620_000 || own > 10_000_000) return 0;
  return own <= 9_000_000 ? 380_000 : own <= 9_500_000 ? 260_000 : 130_000;
};

const basic = (own: number): number => (own <= 4_890_000 ? 1_040_000 : own <= 6_550_000 ? 670_000 : 620_000);

const tax = (taxable: number): number => {
  if (taxable <= 1_950_000) return taxable / 20;
  if (taxable <= 3_300_000) return taxable / 10 - 97_500;
  if (taxable <= 6_950_000) return taxable / 5 - 427_500;
  if (taxable <= 9_000_000) return (taxable * 23) / 100 - 636_000;
  return taxable <= 18_000_000 ? (taxable * 33) / 100 - 1_536_000 : (taxable * 40) / 100 - 2_796_000;
};

/** ㉗ of the plain path. */
export const bareDifference = (one: BarePerson): number => {
  const own = income(one.salary);
  const insured = Math.min(life(one.generalLife) + life(one.careLife) + life(one.pensionLife), 120_000);
  const family = one.generalDependants * 380_000 + one.specificDependants * 630_000 + spouse(own, one.spouseIncome);
  const left = own - one.social - insured - family - basic(own);
  const annual = left <= 0 ? 0 : Math.floor((tax(left - (left % 1_000)) * 1_021) / 100_000) * 100;
  return annual - one.withheld;
};
