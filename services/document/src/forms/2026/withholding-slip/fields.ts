import type { LocalDate, Yen } from '@nencho/kernel';
import { eraDate, withholdingSlip, type SlipPerson, type WithholdingSlip } from '@nencho/tax-rules/views';
import { countUnlessZero, mark, taxYearText, yenText, yenUnlessZero } from '../../formats.js';
import type { Slip, SlipCopy } from './slip.js';

/** A box as text, from what the law puts there. */
type Field = (law: WithholdingSlip) => string;

/** Rows of relatives and of children on the page. */
const ROWS = 4;

/** An amount that stays empty when it is zero or does not apply. */
const amount = (value: Yen | undefined): string => (value === undefined ? '' : yenUnlessZero(value));

const dateFields = (prefix: string, date: LocalDate | undefined): Readonly<Record<string, string>> => {
  const { year, month, day } = date === undefined ? { year: '', month: '', day: '' } : eraDate(date);
  return { [`${prefix}Year`]: year, [`${prefix}Month`]: month, [`${prefix}Day`]: day };
};

/** What is not the law's: whom it is about and who paid. */
const people = ({ recipient, payer, taxYear }: Slip, copy: SlipCopy): Readonly<Record<string, string>> => ({
  title: `${taxYearText(taxYear)}\u3000給与所得の源泉徴収票`,
  copy: copy === 'recipient' ? '（受給者交付用）' : '（支払者控え）',
  postalCode: recipient.postalCode === '' ? '' : `〒${recipient.postalCode}`,
  address: recipient.address,
  employeeNumber: recipient.number,
  kana: recipient.kana,
  name: recipient.name,
  kind: '給料・賞与',
  payerAddress: payer.address,
  payerName: payer.name,
  payerPhone: payer.phone === '' ? '' : `(電話) ${payer.phone}`,
});

const marks: Readonly<Record<string, Field>> = {
  minor: (law) => mark(law.marks.minor),
  foreigner: (law) => mark(law.marks.foreigner),
  death: (law) => mark(law.marks.death),
  disaster: (law) => mark(law.marks.disaster),
  secondaryColumn: (law) => mark(law.marks.secondaryColumn),
  ownSpecialDisability: (law) => mark(law.marks.specialDisability),
  ownGeneralDisability: (law) => mark(law.marks.generalDisability),
  widow: (law) => mark(law.marks.widow),
  singleParent: (law) => mark(law.marks.singleParent),
  workingStudent: (law) => mark(law.marks.workingStudent),
  joined: ({ joinedOn }) => mark(joinedOn !== undefined),
  left: ({ leftOn }) => mark(leftOn !== undefined),
};

const amounts: Readonly<Record<string, Field>> = {
  payment: (law) => yenText(law.amounts.payment),
  incomeAfterDeduction: (law) => yenText(law.amounts.incomeAfterDeduction),
  totalDeductions: (law) => yenText(law.amounts.totalDeductions),
  taxWithheld: (law) => yenText(law.amounts.taxWithheld),
  taxNotCollected: (law) => amount(law.amounts.taxNotCollected),
  spouseDeduction: (law) => amount(law.amounts.spouseDeduction),
  specialRelativeDeduction: (law) => amount(law.amounts.specialRelativeDeduction),
  mutualAid: (law) => amount(law.amounts.mutualAid),
  socialInsurance: (law) => amount(law.amounts.socialInsurance),
  lifeInsuranceDeduction: (law) => amount(law.amounts.lifeInsuranceDeduction),
  earthquakeInsuranceDeduction: (law) => amount(law.amounts.earthquakeInsuranceDeduction),
  housingLoanCredit: (law) => amount(law.amounts.housingLoanCredit),
  housingLoanPossible: (law) => amount(law.amounts.housingLoanPossible),
  lifeGeneralNew: (law) => amount(law.amounts.lifeGeneralNew),
  lifeGeneralOld: (law) => amount(law.amounts.lifeGeneralOld),
  lifeCareMedical: (law) => amount(law.amounts.lifeCareMedical),
  lifePensionNew: (law) => amount(law.amounts.lifePensionNew),
  lifePensionOld: (law) => amount(law.amounts.lifePensionOld),
  nationalPension: (law) => amount(law.amounts.nationalPension),
  oldLongTermInsurance: (law) => amount(law.amounts.oldLongTermInsurance),
  // 0 says that no 基礎控除申告書 was filed.
  basicDeduction: (law) => yenText(law.amounts.basicDeduction),
  incomeAdjustment: (law) => amount(law.amounts.incomeAdjustment),
  spouseIncome: (law) => yenText(law.amounts.spouseIncome),
};

const family: Readonly<Record<string, Field>> = {
  hasSpouse: ({ hasSpouse }) => mark(hasSpouse),
  hasElderlySpouse: ({ hasElderlySpouse }) => mark(hasElderlySpouse),
  specificCount: ({ counts }) => countUnlessZero(counts.specific),
  elderlyLivingTogetherCount: ({ counts }) => countUnlessZero(counts.elderlyLivingTogether),
  elderlyCount: ({ counts }) => countUnlessZero(counts.elderly),
  otherCount: ({ counts }) => countUnlessZero(counts.other),
  specialRelativeCount: ({ counts }) => countUnlessZero(counts.specialRelative),
  under16Count: ({ counts }) => countUnlessZero(counts.under16),
  specialDisabilityLivingTogetherCount: ({ counts }) => countUnlessZero(counts.specialDisabilityLivingTogether),
  specialDisabilityCount: ({ counts }) => countUnlessZero(counts.specialDisability),
  generalDisabilityCount: ({ counts }) => countUnlessZero(counts.generalDisability),
  nonResidentCount: ({ counts }) => countUnlessZero(counts.nonResident),
  remarks: ({ remarks }) => remarks.map(({ text }) => text).join('\u3000'),
};

const personFields = (prefix: string, person: SlipPerson | undefined): Readonly<Record<string, string>> => ({
  [`${prefix}Kana`]: person?.kana ?? '',
  [`${prefix}Name`]: person?.name ?? '',
  [`${prefix}Code`]: person?.code ?? '',
});

const rows = (prefix: string, people: readonly SlipPerson[]): Readonly<Record<string, string>> =>
  Object.assign({}, ...Array.from({ length: ROWS }, (_, i) => personFields(`${prefix}${i + 1}`, people[i]))) as Record<
    string,
    string
  >;

const housing = ({ housingLoans }: WithholdingSlip): Readonly<Record<string, string>> => {
  const [first, second] = housingLoans;
  return {
    housingLoanCount: countUnlessZero(housingLoans.length),
    ...dateFields('residence1', first?.residenceFrom),
    ...dateFields('residence2', second?.residenceFrom),
    balance1: amount(first?.balance),
    balance2: amount(second?.balance),
  };
};

/** Every field of the slip as text: expression and format, without a place. */
export const slipTexts = (slip: Slip, copy: SlipCopy): Readonly<Record<string, string>> => {
  const law = withholdingSlip(slip.source, copy === 'recipient' ? 'recipient' : 'office');
  const texts = Object.entries({ ...marks, ...amounts, ...family }).map(([name, field]) => [name, field(law)] as const);
  return {
    ...people(slip, copy),
    ...Object.fromEntries(texts),
    birthEra: eraDate(law.birthDate).era,
    ...dateFields('birth', law.birthDate),
    // The day of leaving, where somebody came and went in one year; that of coming is among the remarks.
    ...dateFields('movement', law.leftOn ?? law.joinedOn),
    ...personFields('spouse', law.spouse),
    ...rows('relative', law.relatives),
    ...rows('young', law.young),
    ...housing(law),
  };
};
