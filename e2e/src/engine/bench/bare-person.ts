import { computeAdjustment, type AdjustmentInput, type RuleSet } from '@nencho/tax-rules';
import { bareDifference, type BarePerson } from './bare-integer.js';
import { december } from './people.js';

const bornIn = (date: string): number => Number(date.slice(0, 4));
const age = (date: string): number => december.taxYear - bornIn(date) + (date.endsWith('-01-01') ? 1 : 0);
/** Of whom nothing but pay and birth is said: the bare function knows no more. */
const isPlain = (one: NonNullable<AdjustmentInput['spouse']>): boolean =>
  one.disability === 'none' && one.salaryRevenue === 0 && one.otherIncome === 0;

/** What the bare function takes of a person; it ignores everything else. */
export const bareOf = (input: AdjustmentInput): BarePerson => {
  const ages = input.relatives.filter((one) => !one.claimedByOther).map((one) => age(one.birthDate));
  return {
    salary: input.salaryTotal,
    social: input.socialInsuranceWithheld + input.socialInsuranceDeclared + input.mutualAidDeclared,
    generalLife: input.lifePremiums.generalNew,
    careLife: input.lifePremiums.careMedical,
    pensionLife: input.lifePremiums.pensionNew,
    spouseIncome: input.spouse === undefined ? -1 : 0,
    generalDependants: ages.filter((years) => years >= 16 && (years < 19 || years >= 23)).length,
    specificDependants: ages.filter((years) => years >= 19 && years < 23).length,
    withheld: input.withheldTaxTotal,
  };
};

const isPlainPath = ({ lifePremiums, earthquakePremiums, claims, ...input }: AdjustmentInput): boolean =>
  lifePremiums.generalOld + lifePremiums.pensionOld + earthquakePremiums.earthquake === 0 &&
  !claims.lifeInsuranceUnder23 &&
  !claims.incomeAdjustment &&
  input.otherIncome + input.housingLoanCredit === 0 &&
  (input.spouse === undefined || (isPlain(input.spouse) && age(input.spouse.birthDate) < 70)) &&
  input.relatives.every((one) => isPlain(one) && age(one.birthDate) < 70);

/** How many people the bare function is right about: all on its plain path, or an error, for then it would be no reference. */
export const plainPeople = (inputs: readonly AdjustmentInput[], rules: RuleSet): number => {
  const plain = inputs.filter(isPlainPath);
  const wrong = plain.find((input) => {
    const outcome = computeAdjustment(input, rules);
    return outcome.status === 'adjusted' && outcome.result.box27Difference !== bareDifference(bareOf(input));
  });
  if (wrong !== undefined)
    throw new Error(`the bare function is wrong about somebody with ${wrong.salaryTotal} of pay`);
  return plain.length;
};
