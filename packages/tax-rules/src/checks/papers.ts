import { compareDates } from '@nencho/kernel';
import { found, violation, type FactViolation, type Finding } from '../fact-rules.js';
import type { AdjustmentFacts, LifeInsuranceFacts } from '../facts.js';
import { checkParameters } from '../parameters/check-parameters.js';
import { evidenceRules, requiredEvidence } from './evidence.js';

const isNewLife = (kind: LifeInsuranceFacts['kind']): boolean => !kind.endsWith('_old');

/** 新契約 and 旧契約 by the day of the contract; 介護医療 knows no old ones. */
const lifeContracts = ({ lifeInsurance }: AdjustmentFacts): readonly Finding[] => {
  const boundary = checkParameters.newLifeContractsFrom.value;
  return lifeInsurance.map(
    ({ kind, contractDate }, i) =>
      contractDate !== undefined &&
      compareDates(contractDate, boundary) >= 0 !== isNewLife(kind) &&
      violation(`lifeInsurance[${i}].contractDate`, 'life_contract_date_mismatch', { boundary }),
  );
};

type Earthquake = AdjustmentFacts['earthquakeInsurance'][number];

/** Insurer and day are all that tells contracts apart: a suspicion, no proof. */
const isSameContract = (one: Earthquake, other: Earthquake): boolean =>
  one.kind !== other.kind &&
  one.contractDate !== undefined &&
  one.contractDate === other.contractDate &&
  one.insurer.normalize('NFKC').trim() === other.insurer.normalize('NFKC').trim();

const earthquakeContracts = ({ earthquakeInsurance }: AdjustmentFacts): readonly Finding[] => {
  const boundary = checkParameters.oldLongTermUntil.value;
  return earthquakeInsurance.flatMap((contract, i) => [
    contract.kind === 'old_long_term' &&
      contract.contractDate !== undefined &&
      compareDates(contract.contractDate, boundary) > 0 &&
      violation(`earthquakeInsurance[${i}].contractDate`, 'old_long_term_contract_date', { boundary }),
    earthquakeInsurance.slice(0, i).some((earlier) => isSameContract(earlier, contract)) &&
      violation(`earthquakeInsurance[${i}]`, 'earthquake_contract_twice'),
  ]);
};

/** Nothing is said while the state of a paper is not stated. */
const missingPapers = (facts: AdjustmentFacts, by: string): readonly Finding[] =>
  requiredEvidence(facts).map(({ evidence, path, state }) => {
    const { whenMissing, whenPromised } = evidenceRules[evidence];
    if (state === 'missing') return violation(path, whenMissing, { by });
    return state === 'promised' && violation(path, whenPromised, { by });
  });

/** Contracts by their day, and the papers that each claim needs: E8 3, 15 and 18 to 21. */
export const paperFindings = (facts: AdjustmentFacts, taxYear: number): FactViolation[] => {
  const by = `${taxYear + 1}-${checkParameters.certificateGrace.value}`;
  return found([...lifeContracts(facts), ...earthquakeContracts(facts), ...missingPapers(facts, by)]);
};
