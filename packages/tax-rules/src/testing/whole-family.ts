import { localDate, yen } from '@nencho/kernel';
import type { AdjustmentFacts } from '../facts.js';
import { december, nobody, relativeFacts, spouseFacts, type CasePerson } from './case-person.js';

const received = { kinshipDocuments: 'received', remittanceDocuments: 'received' } as const;
const address = '東京都千代田区丸の内1-1';

const spouse = spouseFacts({
  birthDate: localDate('1956-05-05'),
  livingTogether: false,
  salaryRevenue: yen(1_000_000),
  otherIncome: yen(100_000),
  disability: 'special',
  disabilityProof: { kind: 'mental_handbook', grade: 1, issuedOn: localDate('2020-04-01') },
  nonResident: { reason: 'none', remittance: yen(500_000), ...received },
  address: 'ホノルル',
  change: { on: localDate('2026-12-01'), reason: '令和8年12月1日改正' },
});

const relatives = [
  relativeFacts(0, {
    relation: 'spouse_parent',
    birthDate: localDate('1950-02-02'),
    livingTogether: false,
    disability: 'general',
    disabilityProof: { kind: 'physical_handbook', grade: 3 },
    address,
  }),
  relativeFacts(1, {
    birthDate: localDate('2006-06-06'),
    livingTogether: false,
    salaryRevenue: yen(1_700_000),
    nonResident: { reason: 'none', remittance: yen(400_000), ...received },
    address: 'パリ',
  }),
  relativeFacts(2, {
    relation: 'sibling',
    birthDate: localDate('1985-05-05'),
    livingTogether: false,
    nonResident: { reason: 'study_abroad', remittance: yen(0), ...received },
  }),
  relativeFacts(3, { birthDate: localDate('2015-05-05'), disability: 'special', address }),
  relativeFacts(4, {
    relation: 'grandchild',
    birthDate: localDate('2012-03-03'),
    claimedByOther: true,
    otherTaxpayer: { name: '事例 月子', relation: '娘', address },
  }),
  relativeFacts(5, {
    relation: 'other_relative',
    birthDate: localDate('1960-07-07'),
    otherIncome: yen(300_000),
    incomes: [{ kind: 'retirement', amount: yen(2_000_000) }],
  }),
];

const insurance: Pick<AdjustmentFacts, 'lifeInsurance' | 'earthquakeInsurance' | 'socialInsurance' | 'mutualAid'> = {
  lifeInsurance: [
    {
      ...{ id: 'l1', insurer: '甲生命', kind: 'general_new', netPremium: yen(60_000) },
      ...{ product: '終身', term: '終身', holder: '事例 太郎', beneficiary: '事例 花子' },
    },
    { id: 'l2', insurer: '乙生命', kind: 'care_medical', netPremium: yen(20_000), product: '医療' },
    { id: 'l3', insurer: '丙生命', kind: 'pension_old', netPremium: yen(50_000), product: '年金' },
  ],
  earthquakeInsurance: [
    {
      ...{ id: 'q1', insurer: '甲損保', kind: 'earthquake', netPremium: yen(12_000) },
      ...{ product: '建物', term: '5年', holder: '事例 太郎', beneficiary: '事例 太郎' },
    },
  ],
  socialInsurance: [
    {
      id: 's1',
      kind: '国民年金',
      amount: yen(200_000),
      payee: '日本年金機構',
      owedBy: '事例 一郎',
      certificate: 'received',
    },
  ],
  mutualAid: [{ id: 'm1', kind: 'iDeCo', amount: yen(276_000), type: 'individual_pension', certificate: 'received' }],
};

/** Somebody whose forms have something in every part: R8, pay of 9,000,000. */
export const wholeFamily: CasePerson = {
  id: 'WHOLE-FAMILY',
  facts: {
    ...nobody,
    ...{ spouse, relatives, ...insurance },
    otherIncome: yen(50_000),
    housingLoanCredit: yen(120_000),
    housingLoan: {
      residenceFrom: localDate('2020-03-03'),
      work: 'new_house',
      performance: 'certified',
      loan: { balance: yen(20_000_000), price: yen(40_000_000), residentialShare: 8_000, debtShare: 5_000 },
    },
    employment: { joinedOn: localDate('2026-02-01'), foreigner: true },
    claims: { basicDeduction: true, incomeAdjustment: true, lifeInsuranceUnder23: true },
  },
  pay: {
    salaryTotal: yen(9_000_000),
    withheldTaxTotal: yen(300_000),
    socialInsuranceWithheld: yen(1_000_000),
    mutualAidWithheld: yen(60_000),
  },
  context: december,
  expected: {},
};
