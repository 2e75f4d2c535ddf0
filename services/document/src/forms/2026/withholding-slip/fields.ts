import type { LocalDate } from '@nencho/kernel';
import { countUnlessZero, eraDate, mark, taxYearText, yenText, yenUnlessZero } from '../../formats.js';
import { codeOf, countOf, deductibleRelatives, disabledFamily, youngRelatives } from './relatives.js';
import { RELATIVE_ROWS, remarks } from './remarks.js';
import type { Slip, SlipCopy, SlipRelative } from './slip.js';

type Field = (slip: Slip, copy: SlipCopy) => string;

const joinedThisYear = ({ recipient, taxYear }: Slip) =>
  recipient.joinedOn?.startsWith(String(taxYear)) === true ? eraDate(recipient.joinedOn) : undefined;

const claimedSpouse = (slip: Slip) => (slip.spouseDeductionKind === 'none' ? undefined : slip.facts.spouse);

/** 未成年者: under 18 on 1 January of the next year, the day that decides for the residents' tax. */
const isMinor = ({ facts, taxYear }: Slip): boolean =>
  facts.person.birthDate >= (`${taxYear + 1 - 18}-01-03` as LocalDate);

/** 国民年金保険料等: pension premiums and 国民年金基金, told apart from health insurance by the kind that was written. */
const nationalPension = ({ facts }: Slip): number =>
  facts.socialInsurance.filter(({ kind }) => kind.includes('国民年金')).reduce((sum, { amount }) => sum + amount, 0);

const person: Record<string, Field> = {
  title: ({ taxYear }) => `${taxYearText(taxYear)}\u3000給与所得の源泉徴収票`,
  copy: (_slip, copy) => (copy === 'recipient' ? '（受給者交付用）' : '（支払者控え）'),
  postalCode: ({ recipient }) => (recipient.postalCode === '' ? '' : `〒${recipient.postalCode}`),
  address: ({ recipient }) => recipient.address,
  employeeNumber: ({ recipient }) => recipient.number,
  kana: ({ recipient }) => recipient.kana,
  name: ({ recipient }) => recipient.name,
  birthEra: ({ facts }) => eraDate(facts.person.birthDate).era,
  birthYear: ({ facts }) => eraDate(facts.person.birthDate).year,
  birthMonth: ({ facts }) => eraDate(facts.person.birthDate).month,
  birthDay: ({ facts }) => eraDate(facts.person.birthDate).day,
  minor: (slip) => mark(isMinor(slip)),
  ownSpecialDisability: ({ facts }) => mark(facts.person.disability === 'special'),
  ownGeneralDisability: ({ facts }) => mark(facts.person.disability === 'general'),
  joined: (slip) => mark(joinedThisYear(slip) !== undefined),
  joinedYear: (slip) => joinedThisYear(slip)?.year ?? '',
  joinedMonth: (slip) => joinedThisYear(slip)?.month ?? '',
  joinedDay: (slip) => joinedThisYear(slip)?.day ?? '',
};

const amounts: Record<string, Field> = {
  kind: () => '給料・賞与',
  payment: ({ pay }) => yenText(pay.salaryTotal),
  incomeAfterDeduction: ({ boxes }) => yenText(boxes.box11AfterIncomeAdjustment),
  totalDeductions: ({ boxes }) => yenText(boxes.box21TotalDeductions),
  taxWithheld: ({ boxes }) => yenText(boxes.box26AnnualTax),
  spouseDeduction: ({ boxes }) => yenUnlessZero(boxes.box17Spouse),
  specialRelativeDeduction: ({ boxes }) => yenUnlessZero(boxes.box18SpecialRelative),
  // 内書 is what went to 小規模企業共済等掛金.
  mutualAid: ({ boxes }) => yenUnlessZero(boxes.box14SmallEnterpriseMutualAid),
  socialInsurance: ({ boxes }) =>
    yenUnlessZero(
      boxes.box12SocialInsuranceWithheld + boxes.box13SocialInsuranceDeclared + boxes.box14SmallEnterpriseMutualAid,
    ),
  lifeInsuranceDeduction: ({ boxes }) => yenUnlessZero(boxes.box15LifeInsurance),
  earthquakeInsuranceDeduction: ({ boxes }) => yenUnlessZero(boxes.box16EarthquakeInsurance),
  housingLoanCredit: ({ boxes }) => yenUnlessZero(boxes.box24HousingLoanCreditApplied),
  // Shown only where the tax was too small for the whole credit.
  housingLoanPossible: ({ boxes }) =>
    boxes.housingLoanCreditPossible > boxes.box24HousingLoanCreditApplied
      ? yenText(boxes.housingLoanCreditPossible)
      : '',
  lifeGeneralNew: ({ derived }) => yenUnlessZero(derived.lifePremiums.generalNew),
  lifeGeneralOld: ({ derived }) => yenUnlessZero(derived.lifePremiums.generalOld),
  lifeCareMedical: ({ derived }) => yenUnlessZero(derived.lifePremiums.careMedical),
  lifePensionNew: ({ derived }) => yenUnlessZero(derived.lifePremiums.pensionNew),
  lifePensionOld: ({ derived }) => yenUnlessZero(derived.lifePremiums.pensionOld),
  nationalPension: (slip) => yenUnlessZero(nationalPension(slip)),
  oldLongTermInsurance: ({ derived }) => yenUnlessZero(derived.earthquakePremiums.oldLongTerm),
  basicDeduction: ({ boxes }) => yenText(boxes.box20Basic),
  incomeAdjustment: ({ boxes }) => yenUnlessZero(boxes.box10IncomeAdjustment),
};

const family: Record<string, Field> = {
  hasSpouse: ({ spouseDeductionKind }) => mark(spouseDeductionKind === 'spouse'),
  hasElderlySpouse: ({ spouseDeductionKind, derived }) =>
    mark(spouseDeductionKind === 'spouse' && derived.spouse?.elderly === true),
  specificCount: (slip) => countUnlessZero(countOf(slip, 'specific')),
  elderlyLivingTogetherCount: (slip) => countUnlessZero(countOf(slip, 'elderly_living_together_parent')),
  elderlyCount: (slip) => countUnlessZero(countOf(slip, 'elderly', 'elderly_living_together_parent')),
  otherCount: (slip) => countUnlessZero(countOf(slip, 'general')),
  specialRelativeCount: (slip) => countUnlessZero(countOf(slip, 'special_relative')),
  under16Count: (slip) => countUnlessZero(youngRelatives(slip).length),
  specialDisabilityLivingTogetherCount: (slip) => countUnlessZero(disabledFamily(slip).specialLivingTogether),
  specialDisabilityCount: (slip) => countUnlessZero(disabledFamily(slip).special),
  generalDisabilityCount: (slip) => countUnlessZero(disabledFamily(slip).general),
  spouseKana: (slip) => claimedSpouse(slip)?.kana ?? '',
  spouseName: (slip) => claimedSpouse(slip)?.name ?? '',
  spouseCode: (slip, copy) => (copy === 'payer' && claimedSpouse(slip) !== undefined ? '00' : ''),
  spouseIncome: (slip) => (claimedSpouse(slip) === undefined ? '' : yenText(slip.derived.spouse?.totalIncome)),
  remarks,
};

const payer: Record<string, Field> = {
  payerAddress: (slip) => slip.payer.address,
  payerName: (slip) => slip.payer.name,
  payerPhone: (slip) => (slip.payer.phone === '' ? '' : `(電話) ${slip.payer.phone}`),
};

const relativeRows = (
  prefix: string,
  relatives: readonly SlipRelative[],
  copy: SlipCopy,
): readonly (readonly [string, string])[] =>
  Array.from({ length: RELATIVE_ROWS }, (_, i) => {
    const relative = relatives[i];
    return [
      [`${prefix}${i + 1}Kana`, relative?.kana ?? ''],
      [`${prefix}${i + 1}Name`, relative?.name ?? ''],
      [`${prefix}${i + 1}Code`, relative === undefined ? '' : codeOf(relative, copy)],
    ] as const;
  }).flat();

/** Every field of the slip as text: expression and format, without a place. */
export const slipTexts = (slip: Slip, copy: SlipCopy): Readonly<Record<string, string>> =>
  Object.fromEntries([
    ...Object.entries({ ...person, ...amounts, ...family, ...payer }).map(
      ([name, field]) => [name, field(slip, copy)] as const,
    ),
    ...relativeRows('relative', deductibleRelatives(slip), copy),
    ...relativeRows('young', youngRelatives(slip), copy),
  ]);
