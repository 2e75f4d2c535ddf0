import { localDate } from '@nencho/kernel';
import { emptyFacts } from '../facts.js';
import { relativeFacts, spouseFacts } from './case-person.js';

const abroad = {
  ...{ reason: 'study_abroad', remittance: 380_000, kinshipDocuments: 'received', remittanceDocuments: 'promised' },
  studyDocuments: 'missing',
};
const proof = { kind: 'physical_handbook', grade: 2, issuedOn: '2020-04-01' };
const change = { on: '2026-12-01', reason: '令和8年12月1日改正' };
const member = {
  incomes: [{ kind: 'real_estate', amount: -1 }],
  ...{ disabilityProof: proof, nonResident: abroad, diedOn: '2026-05-05', familyEmployee: false, change },
  address: '東京都千代田区',
};
const contract = {
  ...{ contractDate: '2012-01-01', product: '終身', term: '終身', holder: '年調 太郎', beneficiary: '年調 花子' },
  ...{ certificate: 'received', groupContract: false },
};
const house = { residenceFrom: '2024-03-01', work: 'new_house', performance: 'zeh' };
const employer = {
  ...{ id: 'e', name: '前の会社', address: '大阪市', kind: 'previous', column: 'main', salary: 1, withheldTax: 0 },
  ...{ socialInsurance: 0, mutualAid: 0, leftOn: '2026-03-31', slip: 'received' },
};

/** Facts with every detail that there is, as JSON has them. */
export const factsWithEveryDetail = {
  ...emptyFacts(localDate('1980-01-01')),
  person: { ...emptyFacts(localDate('1980-01-01')).person, disabilityProof: proof },
  spouse: { ...spouseFacts({}), ...member, livesWithRelative: true, deFacto: false, claimedByOther: false },
  relatives: [
    {
      ...{ ...relativeFacts(0, {}), ...member, livesWith: 'spouse', foster: true },
      otherTaxpayer: { name: '年調 次郎', relation: '', address: '京都市' },
    },
  ],
  lifeInsurance: [{ id: 'a', insurer: '生命', kind: 'general_new', netPremium: 1, ...contract }],
  earthquakeInsurance: [
    { id: 'a', insurer: '損保', kind: 'earthquake', netPremium: 1, premiumAsOtherKind: 2, ...contract },
  ],
  socialInsurance: [
    {
      id: 'a',
      kind: '',
      amount: 1,
      type: 'national_pension',
      owedBy: '子',
      payee: '年金機構',
      certificate: 'missing',
    },
  ],
  mutualAid: [{ id: 'a', kind: '', amount: 1, type: 'individual_pension', certificate: 'received' }],
  claims: {
    ...{ basicDeduction: true, incomeAdjustment: true, lifeInsuranceUnder23: true },
    ...{ incomeAdjustmentPerson: 'person', lifeInsuranceUnder23Relative: 'relative-1' },
  },
  incomes: [{ kind: 'business', amount: 1, fromOwnLabour: true }],
  status: {
    widow: { reason: 'divorced', since: '2020-01-01', deFactoPartner: false },
    singleParent: { reason: 'unmarried', childId: 'relative-1', deFactoPartner: false },
    workingStudent: { school: '大学', schoolKind: 'school', enrolledOn: '2024-04-01', certificate: 'received' },
  },
  employment: {
    ...{
      column: 'main',
      joinedOn: '2026-04-01',
      nonResidentFrom: '2026-10-01',
      disasterRelief: false,
      foreigner: true,
    },
    left: { on: '2026-12-28', reason: 'after_december_pay', expectsOtherPay: false },
  },
  employers: [employer],
  housingLoan: {
    ...house,
    ...{ childRearing: true, transitional: false, smallHouse: false, formYear: 2026, printedForOtherPayer: false },
    ...{ certificate: 'received', balanceCertificate: 'received', second: { ...house, balance: 1 } },
    loan: { balance: 1, price: 1, residentialShare: 10_000, debtShare: 5_000, refinanced: false, several: false },
  },
  finalReturnPlans: ['medical_expenses'],
};
