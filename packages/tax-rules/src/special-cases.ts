import type { AdjustmentFacts, SpecialCaseFacts } from './facts.js';
import type { IncomeFacts } from './income-facts.js';

const hasPension = (incomes: readonly IncomeFacts[] | undefined): boolean =>
  incomes?.some(({ kind }) => kind === 'public_pension') ?? false;

const members = ({ spouse, relatives }: AdjustmentFacts) => [...(spouse === undefined ? [] : [spouse]), ...relatives];

/** Whether the facts say the details without which the case cannot be computed. */
const detailsOf: Readonly<Record<keyof SpecialCaseFacts, (facts: AdjustmentFacts) => boolean>> = {
  widow: ({ status }) => status?.widow !== undefined,
  singleParent: ({ status }) => status?.singleParent !== undefined,
  workingStudent: ({ status }) => status?.workingStudent !== undefined,
  nonResidentRelative: (facts) => members(facts).some(({ nonResident }) => nonResident !== undefined),
  publicPension: ({ incomes }) => hasPension(incomes),
  otherEmployer: ({ employers = [] }) => employers.length > 0,
};

const specialCases = Object.keys(detailsOf) as readonly (keyof SpecialCaseFacts)[];

/** The cases that a page names without the details which the computation needs: refused by name (`unsupported_case`). */
export const casesWithoutDetails = (facts: AdjustmentFacts): readonly (keyof SpecialCaseFacts)[] =>
  specialCases.filter((name) => facts.specialCases[name] && !detailsOf[name](facts));
