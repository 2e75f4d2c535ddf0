import type { AdjustmentInput } from '@nencho/tax-rules';

// The full path of R8 as packages usually write it: numbers as they come, rates as decimals, a result object for each part, arrays
// searched with find. It is honest work, not a straw man; where binary floating point goes wrong, it goes wrong (×102.1 %).

type Row = { readonly max: number; readonly amount: number };
type Member = Pick<
  NonNullable<AdjustmentInput['spouse']>,
  'birthDate' | 'salaryRevenue' | 'otherIncome' | 'disability' | 'livingTogether' | 'nonResident'
>;

const rows = (...pairs: readonly (readonly [number, number])[]): readonly Row[] =>
  pairs.map(([max, amount]) => ({ max, amount }));
const lookup = (table: readonly Row[], value: number): number => table.find(({ max }) => value <= max)?.amount ?? 0;

const basicTable = rows(
  ...([
    [4_890_000, 1_040_000],
    [6_550_000, 670_000],
    [23_500_000, 620_000],
    [24_000_000, 480_000],
    [24_500_000, 320_000],
    [25_000_000, 160_000],
  ] as const),
);
const studentTable = rows(
  ...([
    [850_000, 630_000],
    [900_000, 610_000],
    [950_000, 510_000],
    [1_000_000, 410_000],
    [1_050_000, 310_000],
    [1_100_000, 210_000],
    [1_150_000, 110_000],
    [1_200_000, 60_000],
    [1_230_000, 30_000],
  ] as const),
);
const spouseTable = [
  { max: 620_000, amounts: [380_000, 260_000, 130_000] },
  { max: 950_000, amounts: [380_000, 260_000, 130_000] },
  { max: 1_000_000, amounts: [360_000, 240_000, 120_000] },
  { max: 1_050_000, amounts: [310_000, 210_000, 110_000] },
  { max: 1_100_000, amounts: [260_000, 180_000, 90_000] },
  { max: 1_150_000, amounts: [210_000, 140_000, 70_000] },
  { max: 1_200_000, amounts: [160_000, 110_000, 60_000] },
  { max: 1_250_000, amounts: [110_000, 80_000, 40_000] },
  { max: 1_300_000, amounts: [60_000, 40_000, 20_000] },
  { max: 1_330_000, amounts: [30_000, 20_000, 10_000] },
];
const taxTable = [
  { max: 1_950_000, rate: 0.05, less: 0 },
  { max: 3_300_000, rate: 0.1, less: 97_500 },
  { max: 6_950_000, rate: 0.2, less: 427_500 },
  { max: 9_000_000, rate: 0.23, less: 636_000 },
  { max: 18_000_000, rate: 0.33, less: 1_536_000 },
  { max: Infinity, rate: 0.4, less: 2_796_000 },
];

const salaryIncome = (pay: number): number => {
  const step = Math.floor(pay / 4_000) * 4_000;
  if (pay < 741_000) return 0;
  if (pay < 2_191_000) return pay - 740_000;
  if (pay < 2_193_000) return 1_451_000;
  if (pay < 2_196_000) return 1_453_000;
  if (pay < 2_200_000) return 1_456_000;
  if (pay < 3_600_000) return Math.floor(step * 0.7) - 80_000;
  if (pay < 6_600_000) return Math.floor(step * 0.8) - 440_000;
  return pay < 8_500_000 ? Math.floor(pay * 0.9) - 1_100_000 : pay - 1_950_000;
};

const ageAt = (birthDate: string, year: number): number => {
  const birth = new Date(birthDate);
  const eve = new Date(birth.getTime() - 86_400_000);
  return year - birth.getUTCFullYear() + (eve.getUTCFullYear() < birth.getUTCFullYear() ? 1 : 0);
};

const judge = <M extends Member>(member: M, year: number) => ({
  ...member,
  age: ageAt(member.birthDate, year),
  income: Math.max(0, salaryIncome(member.salaryRevenue) + member.otherIncome),
});

const disabilityAmount = (disability: Member['disability'], livingTogether: boolean): number => {
  if (disability === 'none') return 0;
  if (disability === 'general') return 270_000;
  return livingTogether ? 750_000 : 400_000;
};

type Judged = ReturnType<typeof judge<AdjustmentInput['relatives'][number]>>;

const dependantAmount = ({ age, income, ...one }: Judged): number => {
  if (income > 620_000 || one.claimedByOther || age < 16) return 0;
  const excluded = one.nonResident && age >= 30 && age < 70 && one.nonResidentReason === 'none';
  if (excluded && one.disability === 'none') return 0;
  if (age >= 19 && age < 23) return 630_000;
  if (age < 70) return 380_000;
  return one.linealAscendant && one.livingTogether ? 580_000 : 480_000;
};

const newPremium = (premium: number, scale = 1): number => {
  if (premium <= 20_000 * scale) return premium;
  if (premium <= 40_000 * scale) return Math.ceil(premium * 0.5 + 10_000 * scale);
  return premium <= 80_000 * scale ? Math.ceil(premium * 0.25 + 20_000 * scale) : 40_000 * scale;
};
const oldPremium = (premium: number): number => {
  if (premium <= 25_000) return premium;
  if (premium <= 50_000) return Math.ceil(premium * 0.5 + 12_500);
  return premium <= 100_000 ? Math.ceil(premium * 0.25 + 25_000) : 50_000;
};
const both = (now: number, old: number, max: number): number => Math.max(old, Math.min(now + old, max));

const lifeInsurance = ({ lifePremiums: life }: AdjustmentInput, special: boolean) => {
  const scale = special ? 1.5 : 1;
  const general = both(newPremium(life.generalNew, scale), oldPremium(life.generalOld), 40_000 * scale);
  const care = newPremium(life.careMedical);
  const pension = both(newPremium(life.pensionNew), oldPremium(life.pensionOld), 40_000);
  return { general, care, pension, total: Math.min(general + care + pension, 120_000) };
};

const earthquake = ({ earthquakePremiums: { earthquake: now, oldLongTerm: old } }: AdjustmentInput): number => {
  const ofOld = old <= 10_000 ? old : old <= 20_000 ? Math.ceil(old * 0.5 + 5_000) : 15_000;
  return Math.min(Math.min(now, 50_000) + ofOld, 50_000);
};

const estimate = (input: AdjustmentInput, adjusts: boolean): number => {
  const pay = input.salaryTotal + input.salaryFromOtherEmployers;
  const ofPay = salaryIncome(pay);
  const adjustment = adjusts && pay > 8_500_000 ? Math.ceil((Math.min(pay, 10_000_000) - 8_500_000) * 0.1) : 0;
  const pension = input.publicPensionIncome;
  const ofPension = Math.max(0, Math.min(ofPay, 100_000) + Math.min(pension, 100_000) - 100_000);
  return Math.max(0, ofPay - adjustment - ofPension + pension + input.otherIncome);
};

const spouseAmount = (own: number, spouse: ReturnType<typeof judge<Member>> | undefined): number => {
  if (spouse === undefined || own > 10_000_000) return 0;
  const column = own <= 9_000_000 ? 0 : own <= 9_500_000 ? 1 : 2;
  if (spouse.income <= 620_000 && spouse.age >= 70) return [480_000, 320_000, 160_000][column] ?? 0;
  return spouseTable.find(({ max }) => spouse.income <= max)?.amounts[column] ?? 0;
};

const ownStatus = (input: AdjustmentInput, own: number, relatives: readonly Judged[]): number => {
  const child = relatives.some((one) => one.child && one.income <= 620_000 && !one.claimedByOther);
  const labourOnly = input.publicPensionIncome + input.otherIncome <= 100_000;
  const student = input.workingStudent && own <= 890_000 && labourOnly ? 270_000 : 0;
  if (input.personalStatus === 'single_parent') return student + (own <= 5_000_000 && child ? 350_000 : 0);
  return student + (input.personalStatus === 'widow' && own <= 5_000_000 ? 270_000 : 0);
};

/** The year's tax of R8 in floating point, part by part; undefined above 20,000,000. */
export const floatAdjustment = (input: AdjustmentInput) => {
  if (input.salaryTotal > 20_000_000) return undefined;
  const spouse = input.spouse && judge(input.spouse, input.taxYear);
  const relatives = input.relatives.map((relative) => judge(relative, input.taxYear));
  const dependants = relatives.filter(({ income }) => income <= 620_000);
  const young = dependants.some(({ age }) => age < 23);
  const family = [...(spouse !== undefined && spouse.income <= 620_000 ? [spouse] : []), ...dependants];
  const special = [input, ...family].some(({ disability }) => disability === 'special');
  const adjusts = input.claims.incomeAdjustment && (young || special);
  const own = estimate(input, adjusts);
  const pay = input.salaryTotal;
  const adjustment = adjusts && pay > 8_500_000 ? Math.ceil((Math.min(pay, 10_000_000) - 8_500_000) * 0.1) : 0;
  const income = salaryIncome(pay) - adjustment;
  const life = lifeInsurance(input, input.claims.lifeInsuranceUnder23 && young);
  const deductions = {
    social: input.socialInsuranceWithheld + input.socialInsuranceDeclared + input.mutualAidDeclared,
    life: life.total,
    earthquake: earthquake(input),
    spouse: spouseAmount(own, spouse),
    students: relatives
      .filter(({ age, income: of, claimedByOther }) => age >= 19 && age < 23 && of > 620_000 && !claimedByOther)
      .reduce((sum, one) => sum + lookup(studentTable, one.income), 0),
    dependants: relatives.reduce((sum, one) => sum + dependantAmount(one), 0),
    disability: family
      .filter((one) => !('claimedByOther' in one) || one.claimedByOther !== true)
      .reduce(
        (sum, one) => sum + disabilityAmount(one.disability, one.livingTogether),
        disabilityAmount(input.disability, false),
      ),
    status: ownStatus(input, own, relatives),
    basic: input.claims.basicDeduction ? lookup(basicTable, own) : 0,
  };
  const total = Object.values(deductions).reduce((sum, amount) => sum + amount, 0);
  const taxable = Math.max(0, Math.floor((income - total) / 1_000) * 1_000);
  const bracket = taxTable.find(({ max }) => taxable <= max);
  const computed = Math.floor(taxable * (bracket?.rate ?? 0)) - (bracket?.less ?? 0);
  const credit = Math.min(input.housingLoanCredit, computed);
  const annualTax = Math.floor(((computed - credit) * 1.021) / 100) * 100;
  return {
    income,
    own,
    life,
    deductions,
    total,
    taxable,
    computed,
    credit,
    annualTax,
    difference: annualTax - input.withheldTaxTotal,
  };
};
