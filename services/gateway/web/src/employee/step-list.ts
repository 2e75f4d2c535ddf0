/** The questions of the declaration, in the order in which they are asked: one a screen. */
export const stepIds = [
  'person',
  'spouse',
  'relatives',
  'life-insurance',
  'earthquake-insurance',
  'social-insurance',
  'housing-loan',
  'other-income',
  'check',
] as const;

export type StepId = (typeof stepIds)[number];

/** Which question a path into the facts belongs to, to lead from an error or a comment to its field. */
export const stepOfPath = (path: string): StepId => {
  const [head = '', claim = ''] = path.split(/[.[]/);
  const claims: Record<string, StepId> = { basicDeduction: 'person', lifeInsuranceUnder23: 'life-insurance' };
  if (head === 'claims') {
    return claims[claim] ?? 'other-income';
  }
  const steps: Record<string, StepId> = {
    person: 'person',
    specialCases: 'person',
    status: 'person',
    incomes: 'person',
    employers: 'person',
    spouse: 'spouse',
    relatives: 'relatives',
    lifeInsurance: 'life-insurance',
    earthquakeInsurance: 'earthquake-insurance',
    socialInsurance: 'social-insurance',
    mutualAid: 'social-insurance',
    housingLoanCredit: 'housing-loan',
    otherIncome: 'other-income',
  };
  return steps[head] ?? 'check';
};
