import { expect, test } from '@jest/globals';
import { localDate, yen } from '@nencho/kernel';
import type { EmployerFacts } from '../employment-facts.js';
import type { AdjustmentFacts, NonResidentFacts } from '../facts.js';
import { nobody, relativeFacts, spouseFacts } from '../testing/case-person.js';
import { requiredEvidence } from './evidence.js';

const papers = (stated: Partial<AdjustmentFacts>): readonly string[] =>
  requiredEvidence({ ...nobody, ...stated }).map(({ evidence, path, state }) => `${evidence} ${path} ${state ?? '–'}`);

const life = { id: 'l', insurer: '生命', kind: 'general_old', netPremium: yen(9_000) } as const;
const quake = { id: 'e', insurer: '損保', kind: 'earthquake', netPremium: yen(1) } as const;
const social = { id: 's', kind: '国民年金', amount: yen(1) } as const;
const employer: EmployerFacts = {
  ...{ id: 'p', name: '前の会社', kind: 'previous', column: 'main', slip: 'received' },
  ...{ salary: yen(1), withheldTax: yen(0), socialInsurance: yen(0) },
};
const abroad: NonResidentFacts = {
  ...{ reason: 'none', remittance: yen(0), kinshipDocuments: 'received', remittanceDocuments: 'missing' },
};
const school = { school: '学校', schoolKind: 'school' } as const;
const house = { residenceFrom: localDate('2023-05-05'), work: 'new_house', performance: 'zeh' } as const;

test('nobody with nothing needs nothing', () => {
  expect(papers({})).toEqual([]);
});

test.each<[string, Partial<AdjustmentFacts>, readonly string[]]>([
  ['old general premiums of 9,000', { lifeInsurance: [life] }, []],
  [
    'old general premiums of 9,001',
    { lifeInsurance: [{ ...life, netPremium: yen(9_001) }] },
    ['life_certificate lifeInsurance[0].certificate –'],
  ],
  [
    'any other premiums',
    { lifeInsurance: [{ ...life, kind: 'pension_old', certificate: 'received' }] },
    ['life_certificate lifeInsurance[0].certificate received'],
  ],
  ['a group contract', { lifeInsurance: [{ ...life, kind: 'care_medical', groupContract: true }] }, []],
  [
    'earthquake insurance',
    { earthquakeInsurance: [quake] },
    ['earthquake_certificate earthquakeInsurance[0].certificate –'],
  ],
  ['a group contract of it', { earthquakeInsurance: [{ ...quake, groupContract: true }] }, []],
  ['health insurance', { socialInsurance: [{ ...social, type: 'national_health' }] }, []],
  [
    '国民年金基金',
    { socialInsurance: [{ ...social, type: 'national_pension_fund' }] },
    ['national_pension_certificate socialInsurance[0].certificate –'],
  ],
  [
    'iDeCo',
    { mutualAid: [{ id: 'm', kind: 'iDeCo', amount: yen(1) }] },
    ['mutual_aid_certificate mutualAid[0].certificate –'],
  ],
  ['a previous 甲欄 employer', { employers: [employer] }, ['previous_slip employers[0].slip received']],
  ['a previous 乙欄 employer', { employers: [{ ...employer, column: 'secondary' }] }, []],
  ['an employer at the same time', { employers: [{ ...employer, kind: 'concurrent' }] }, []],
  [
    'a relative abroad',
    { relatives: [relativeFacts(0, { nonResident: abroad })] },
    [
      'kinship_documents relatives[0].nonResident.kinshipDocuments received',
      'remittance_documents relatives[0].nonResident.remittanceDocuments missing',
    ],
  ],
  [
    'a spouse who studies abroad',
    { spouse: spouseFacts({ nonResident: { ...abroad, reason: 'study_abroad', studyDocuments: 'promised' } }) },
    [
      'kinship_documents spouse.nonResident.kinshipDocuments received',
      'remittance_documents spouse.nonResident.remittanceDocuments missing',
      'study_documents spouse.nonResident.studyDocuments promised',
    ],
  ],
  ['a student of a university', { status: { workingStudent: school } }, []],
  [
    'a student of a vocational school',
    { status: { workingStudent: { ...school, schoolKind: 'vocational_school' } } },
    ['student_certificate status.workingStudent.certificate –'],
  ],
  ['a housing loan', { housingLoan: house }, ['housing_loan_certificate housingLoan.certificate –']],
  [
    'a housing loan with a certificate of the balance',
    { housingLoan: { ...house, balanceCertificate: 'received' } },
    [
      'housing_loan_certificate housingLoan.certificate –',
      'balance_certificate housingLoan.balanceCertificate received',
    ],
  ],
])('%s', (_what, stated, expected) => {
  expect(papers(stated)).toEqual(expected);
});
