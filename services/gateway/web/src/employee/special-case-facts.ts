import { yen } from '@nencho/kernel';
import type { AdjustmentFacts, EmployerFacts, SpecialCaseFacts } from '@nencho/tax-rules';

export type CaseName = keyof SpecialCaseFacts;
type OwnStatus = NonNullable<AdjustmentFacts['status']>;

/** An employer of whom nothing is stated yet: the commonest answers, which stand on the page to be changed. */
export const newEmployer = (id: string): EmployerFacts => ({
  ...{ id, name: '', kind: 'previous', column: 'main', slip: 'missing' },
  ...{ salary: yen(0), withheldTax: yen(0), socialInsurance: yen(0) },
});

/** With the details of a status, or without them where they are undefined. */
export const withStatus = (facts: AdjustmentFacts, part: Partial<OwnStatus>): AdjustmentFacts => {
  const status = { ...facts.status, ...part };
  const isStated = Object.values(status).some((details) => details !== undefined);
  return { ...facts, status: isStated ? status : undefined };
};

/** 公的年金等に係る雑所得, or without it. */
export const withPension = (facts: AdjustmentFacts, amount: number | undefined): AdjustmentFacts => {
  const others = facts.incomes?.filter(({ kind }) => kind !== 'public_pension') ?? [];
  const incomes =
    amount === undefined ? others : [...others, { kind: 'public_pension' as const, amount: yen(Math.max(0, amount)) }];
  return { ...facts, incomes: incomes.length === 0 ? undefined : incomes };
};

const nobodyAbroad = (facts: AdjustmentFacts): AdjustmentFacts => ({
  ...facts,
  spouse: facts.spouse === undefined ? undefined : { ...facts.spouse, nonResident: undefined },
  relatives: facts.relatives.map((relative) => ({ ...relative, nonResident: undefined })),
});

const withoutDetails: Readonly<Record<CaseName, (facts: AdjustmentFacts) => AdjustmentFacts>> = {
  widow: (facts) => withStatus(facts, { widow: undefined }),
  singleParent: (facts) => withStatus(facts, { singleParent: undefined }),
  workingStudent: (facts) => withStatus(facts, { workingStudent: undefined }),
  nonResidentRelative: nobodyAbroad,
  publicPension: (facts) => withPension(facts, undefined),
  otherEmployer: (facts) => ({ ...facts, employers: undefined }),
};

/** Ticks a case, whose details are then still to be stated (of employers the first row stands there); or takes the tick and the details away. */
export const withCase = (facts: AdjustmentFacts, name: CaseName, applies: boolean): AdjustmentFacts => {
  const marked = { ...facts, specialCases: { ...facts.specialCases, [name]: applies } };
  if (!applies) {
    return withoutDetails[name](marked);
  }
  return name === 'otherEmployer' ? { ...marked, employers: [newEmployer(crypto.randomUUID())] } : marked;
};

/** With other relatives; a single parent's child who is no longer among them is no longer named. */
export const withRelatives = (facts: AdjustmentFacts, relatives: AdjustmentFacts['relatives']): AdjustmentFacts => {
  const singleParent = facts.status?.singleParent;
  const isGone = singleParent?.childId !== undefined && relatives.every(({ id }) => id !== singleParent.childId);
  return isGone
    ? { ...withStatus(facts, { singleParent: { ...singleParent, childId: undefined } }), relatives }
    : { ...facts, relatives };
};
