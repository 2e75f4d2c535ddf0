import { compareDates } from '@nencho/kernel';
import type { DocumentState } from '../employment-facts.js';
import { found, violation, type FactRule, type FactViolation, type Finding } from '../fact-rules.js';
import type { AdjustmentFacts, LifeInsuranceFacts } from '../facts.js';
import { checkParameters } from '../parameters/check-parameters.js';
import { family } from './context.js';

/** What is said of a paper that the law asks for; nothing while its state is not stated. */
const paper = (path: string, state: DocumentState | undefined, whenMissing: FactRule, by: string): Finding => {
  if (state === 'missing') return violation(path, whenMissing, { by });
  return state === 'promised' && violation(path, 'certificate_promised', { by });
};

const isNewLife = (kind: LifeInsuranceFacts['kind']): boolean => !kind.endsWith('_old');

const needsCertificate = ({ kind, netPremium, groupContract }: LifeInsuranceFacts): boolean =>
  groupContract !== true && !(kind === 'general_old' && netPremium <= checkParameters.oldGeneralCertificateAbove.value);

const ofLife = ({ lifeInsurance }: AdjustmentFacts, by: string): readonly Finding[] => {
  const boundary = checkParameters.newLifeContractsFrom.value;
  return lifeInsurance.flatMap((contract, i) => {
    const { kind, contractDate, certificate } = contract;
    const isNew = contractDate !== undefined && compareDates(contractDate, boundary) >= 0;
    return [
      contractDate !== undefined &&
        isNew !== isNewLife(kind) &&
        violation(`lifeInsurance[${i}].contractDate`, 'life_contract_date_mismatch', { boundary }),
      needsCertificate(contract) && paper(`lifeInsurance[${i}].certificate`, certificate, 'certificate_missing', by),
    ];
  });
};

/** Insurer and day are all that tells contracts apart: a suspicion, no proof. */
const isSameContract = (
  a: AdjustmentFacts['earthquakeInsurance'][number],
  b: AdjustmentFacts['earthquakeInsurance'][number],
): boolean =>
  a.kind !== b.kind &&
  a.contractDate !== undefined &&
  a.contractDate === b.contractDate &&
  a.insurer.normalize('NFKC').trim() === b.insurer.normalize('NFKC').trim();

const ofEarthquake = ({ earthquakeInsurance }: AdjustmentFacts, by: string): readonly Finding[] => {
  const boundary = checkParameters.oldLongTermUntil.value;
  return earthquakeInsurance.flatMap((contract, i) => {
    const { kind, contractDate, certificate, groupContract } = contract;
    return [
      kind === 'old_long_term' &&
        contractDate !== undefined &&
        compareDates(contractDate, boundary) > 0 &&
        violation(`earthquakeInsurance[${i}].contractDate`, 'old_long_term_contract_date', { boundary }),
      earthquakeInsurance.slice(0, i).some((earlier) => isSameContract(earlier, contract)) &&
        violation(`earthquakeInsurance[${i}]`, 'earthquake_contract_twice'),
      groupContract !== true && paper(`earthquakeInsurance[${i}].certificate`, certificate, 'certificate_missing', by),
    ];
  });
};

/** 国民年金, 国民年金基金 and every 掛金 paid by the person: no deduction without the certificate. */
const ofContributions = ({ socialInsurance, mutualAid }: AdjustmentFacts, by: string): readonly Finding[] => [
  ...socialInsurance.map(
    ({ type, certificate }, i) =>
      (type === 'national_pension' || type === 'national_pension_fund') &&
      paper(`socialInsurance[${i}].certificate`, certificate, 'mandatory_certificate_missing', by),
  ),
  ...mutualAid.map(({ certificate }, i) =>
    paper(`mutualAid[${i}].certificate`, certificate, 'mandatory_certificate_missing', by),
  ),
];

const ofFamilyAbroad = (facts: AdjustmentFacts, by: string): readonly Finding[] =>
  family(facts).flatMap(({ path, member: { nonResident } }) => {
    if (nonResident === undefined) return [];
    const { kinshipDocuments, remittanceDocuments, studyDocuments, reason } = nonResident;
    const rule = 'non_resident_documents_missing';
    return [
      paper(`${path}.nonResident.kinshipDocuments`, kinshipDocuments, rule, by),
      paper(`${path}.nonResident.remittanceDocuments`, remittanceDocuments, rule, by),
      reason === 'study_abroad' && paper(`${path}.nonResident.studyDocuments`, studyDocuments, rule, by),
    ];
  });

const ofOthers = ({ status, housingLoan }: AdjustmentFacts, by: string): readonly Finding[] => {
  const student = status?.workingStudent;
  const rule = 'mandatory_certificate_missing';
  return [
    student !== undefined &&
      student.schoolKind !== 'school' &&
      paper('status.workingStudent.certificate', student.certificate, rule, by),
    paper('housingLoan.certificate', housingLoan?.certificate, rule, by),
  ];
};

/** Contracts by their day, and the papers that each claim needs: E8 15 and 18 to 20. */
export const paperFindings = (facts: AdjustmentFacts, taxYear: number): FactViolation[] => {
  const by = `${taxYear + 1}-${checkParameters.certificateGrace.value}`;
  return found([
    ...ofLife(facts, by),
    ...ofEarthquake(facts, by),
    ...ofContributions(facts, by),
    ...ofFamilyAbroad(facts, by),
    ...ofOthers(facts, by),
  ]);
};
