import type { DocumentState } from '../employment-facts.js';
import type { FactRule } from '../fact-rules.js';
import type { AdjustmentFacts, LifeInsuranceFacts } from '../facts.js';
import { checkParameters } from '../parameters/check-parameters.js';
import { family } from './context.js';

type EvidenceRule = {
  /** The figure whose claim it proves. */
  readonly figure: string;
  /** Where it is said that it must be shown. */
  readonly source: string;
  readonly whenMissing: FactRule;
  readonly whenPromised: FactRule;
};

const evidence = <Id extends string>(rules: Readonly<Record<Id, EvidenceRule>>): Readonly<Record<Id, EvidenceRule>> =>
  rules;

/** What must be shown for which claim. */
export const evidenceRules = evidence({
  life_certificate: {
    ...{ figure: 'box15LifeInsurance', source: 'S2 p.26' },
    ...{ whenMissing: 'certificate_missing', whenPromised: 'certificate_promised' },
  },
  earthquake_certificate: {
    ...{ figure: 'box16EarthquakeInsurance', source: 'S2 p.26' },
    ...{ whenMissing: 'certificate_missing', whenPromised: 'certificate_promised' },
  },
  national_pension_certificate: {
    ...{ figure: 'box13SocialInsuranceDeclared', source: 'S2 pp.27–28' },
    ...{ whenMissing: 'mandatory_certificate_missing', whenPromised: 'certificate_promised' },
  },
  mutual_aid_certificate: {
    ...{ figure: 'box14SmallEnterpriseMutualAid', source: 'S2 pp.27–28' },
    ...{ whenMissing: 'mandatory_certificate_missing', whenPromised: 'certificate_promised' },
  },
  housing_loan_certificate: {
    ...{ figure: 'box24HousingLoanCreditApplied', source: 'S2 p.29' },
    ...{ whenMissing: 'mandatory_certificate_missing', whenPromised: 'certificate_promised' },
  },
  balance_certificate: {
    ...{ figure: 'box24HousingLoanCreditApplied', source: 'S2 p.29' },
    ...{ whenMissing: 'housing_balance_missing', whenPromised: 'certificate_promised' },
  },
  previous_slip: {
    ...{ figure: 'salaryTotal', source: 'S2' },
    ...{ whenMissing: 'previous_slip_missing', whenPromised: 'previous_slip_missing' },
  },
  kinship_documents: {
    ...{ figure: 'dependantDeduction', source: 'S1 3-1; S2' },
    ...{ whenMissing: 'non_resident_documents_missing', whenPromised: 'certificate_promised' },
  },
  remittance_documents: {
    ...{ figure: 'dependantDeduction', source: 'S1 3-1; S2' },
    ...{ whenMissing: 'non_resident_documents_missing', whenPromised: 'certificate_promised' },
  },
  study_documents: {
    ...{ figure: 'dependantDeduction', source: 'M' },
    ...{ whenMissing: 'non_resident_documents_missing', whenPromised: 'certificate_promised' },
  },
  student_certificate: {
    ...{ figure: 'workingStudentDeduction', source: 'S1; M' },
    ...{ whenMissing: 'mandatory_certificate_missing', whenPromised: 'certificate_promised' },
  },
});
export type EvidenceId = keyof typeof evidenceRules;

/** `state` is absent while nobody has stated whether the paper is there. */
export type RequiredEvidence = {
  readonly evidence: EvidenceId;
  readonly path: string;
  readonly state?: DocumentState | undefined;
};

/** 団体扱い is confirmed by the payer; old general contracts need nothing up to an amount. */
const needsCertificate = ({ kind, netPremium, groupContract }: LifeInsuranceFacts): boolean =>
  groupContract !== true && !(kind === 'general_old' && netPremium <= checkParameters.oldGeneralCertificateAbove.value);

const forPremiums = ({ lifeInsurance, earthquakeInsurance }: AdjustmentFacts): readonly RequiredEvidence[] => [
  ...lifeInsurance.flatMap((contract, i) =>
    needsCertificate(contract)
      ? [
          {
            evidence: 'life_certificate',
            path: `lifeInsurance[${i}].certificate`,
            state: contract.certificate,
          } as const,
        ]
      : [],
  ),
  ...earthquakeInsurance.flatMap(({ groupContract, certificate }, i) =>
    groupContract === true
      ? []
      : [
          {
            evidence: 'earthquake_certificate',
            path: `earthquakeInsurance[${i}].certificate`,
            state: certificate,
          } as const,
        ],
  ),
];

/** 国民年金, 国民年金基金 and every 掛金 paid by the person; other social insurance needs nothing. */
const forContributions = ({ socialInsurance, mutualAid }: AdjustmentFacts): readonly RequiredEvidence[] => [
  ...socialInsurance.flatMap(({ type, certificate }, i) =>
    type === 'national_pension' || type === 'national_pension_fund'
      ? [
          {
            evidence: 'national_pension_certificate',
            path: `socialInsurance[${i}].certificate`,
            state: certificate,
          } as const,
        ]
      : [],
  ),
  ...mutualAid.map(
    ({ certificate }, i) =>
      ({ evidence: 'mutual_aid_certificate', path: `mutualAid[${i}].certificate`, state: certificate }) as const,
  ),
];

const forFamilyAbroad = (facts: AdjustmentFacts): readonly RequiredEvidence[] =>
  family(facts).flatMap(({ path, member: { nonResident } }): readonly RequiredEvidence[] => {
    if (nonResident === undefined) return [];
    const { kinshipDocuments, remittanceDocuments, studyDocuments, reason } = nonResident;
    const place = `${path}.nonResident`;
    return [
      { evidence: 'kinship_documents', path: `${place}.kinshipDocuments`, state: kinshipDocuments },
      { evidence: 'remittance_documents', path: `${place}.remittanceDocuments`, state: remittanceDocuments },
      ...(reason === 'study_abroad'
        ? [{ evidence: 'study_documents', path: `${place}.studyDocuments`, state: studyDocuments } as const]
        : []),
    ];
  });

const forOthers = ({ status, housingLoan, employers = [] }: AdjustmentFacts): readonly RequiredEvidence[] => {
  const student = status?.workingStudent;
  return [
    ...employers.flatMap(({ kind, column, slip }, i) =>
      kind === 'previous' && column === 'main'
        ? [{ evidence: 'previous_slip', path: `employers[${i}].slip`, state: slip } as const]
        : [],
    ),
    ...(student === undefined || student.schoolKind === 'school'
      ? []
      : [
          {
            evidence: 'student_certificate',
            path: 'status.workingStudent.certificate',
            state: student.certificate,
          } as const,
        ]),
    ...(housingLoan === undefined
      ? []
      : [
          {
            evidence: 'housing_loan_certificate',
            path: 'housingLoan.certificate',
            state: housingLoan.certificate,
          } as const,
        ]),
    // 調書方式 has none: whoever needs it says how it stands.
    ...(housingLoan?.balanceCertificate === undefined
      ? []
      : [
          {
            evidence: 'balance_certificate',
            path: 'housingLoan.balanceCertificate',
            state: housingLoan.balanceCertificate,
          } as const,
        ]),
  ];
};

/** Every paper that the claims of these facts need, with its place and whether it is there. */
export const requiredEvidence = (facts: AdjustmentFacts): readonly RequiredEvidence[] => [
  ...forPremiums(facts),
  ...forContributions(facts),
  ...forFamilyAbroad(facts),
  ...forOthers(facts),
];
