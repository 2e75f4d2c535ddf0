import { parseFacts, type AdjustmentFacts } from '@nencho/tax-rules';
import {
  Disability,
  EarthquakeInsuranceKind,
  type Facts,
  LifeInsuranceKind,
  type RelativeFacts,
  Relation,
  type SpouseFacts,
} from '../gen/nencho/declaration/v1/facts.js';

const disabilityOnWire: Record<AdjustmentFacts['person']['disability'], Disability> = {
  none: Disability.DISABILITY_NONE,
  general: Disability.DISABILITY_GENERAL,
  special: Disability.DISABILITY_SPECIAL,
};

const relationOnWire: Record<AdjustmentFacts['relatives'][number]['relation'], Relation> = {
  child: Relation.RELATION_CHILD,
  parent: Relation.RELATION_PARENT,
  grandparent: Relation.RELATION_GRANDPARENT,
  grandchild: Relation.RELATION_GRANDCHILD,
  sibling: Relation.RELATION_SIBLING,
  spouse_parent: Relation.RELATION_SPOUSE_PARENT,
  spouse_grandparent: Relation.RELATION_SPOUSE_GRANDPARENT,
  other_relative: Relation.RELATION_OTHER_RELATIVE,
};

const lifeKindOnWire: Record<AdjustmentFacts['lifeInsurance'][number]['kind'], LifeInsuranceKind> = {
  general_new: LifeInsuranceKind.LIFE_INSURANCE_KIND_GENERAL_NEW,
  general_old: LifeInsuranceKind.LIFE_INSURANCE_KIND_GENERAL_OLD,
  care_medical: LifeInsuranceKind.LIFE_INSURANCE_KIND_CARE_MEDICAL,
  pension_new: LifeInsuranceKind.LIFE_INSURANCE_KIND_PENSION_NEW,
  pension_old: LifeInsuranceKind.LIFE_INSURANCE_KIND_PENSION_OLD,
};

const earthquakeKindOnWire: Record<AdjustmentFacts['earthquakeInsurance'][number]['kind'], EarthquakeInsuranceKind> = {
  earthquake: EarthquakeInsuranceKind.EARTHQUAKE_INSURANCE_KIND_EARTHQUAKE,
  old_long_term: EarthquakeInsuranceKind.EARTHQUAKE_INSURANCE_KIND_OLD_LONG_TERM,
};

/** The word of the tax rules for a wire value; one that has none (unspecified, or from a newer version) stays as it is. */
const wordOf = (onWire: Record<string, string>, value: string): string =>
  Object.entries(onWire).find(([, wire]) => wire === value)?.[0] ?? value;

const spouseFromWire = (spouse: SpouseFacts) => ({
  ...spouse,
  disability: wordOf(disabilityOnWire, spouse.disability),
});

const relativeFromWire = (relative: RelativeFacts) => ({
  ...relative,
  relation: wordOf(relationOnWire, relative.relation),
  disability: wordOf(disabilityOnWire, relative.disability),
});

/**
 * Facts of the wire as the tax rules read them.
 * @throws AppError validation_failed with every violation at its path, for instance an unspecified enum or a broken bound
 */
export const factsFromWire = (wire: Facts): AdjustmentFacts =>
  parseFacts({
    ...wire,
    person: wire.person && { ...wire.person, disability: wordOf(disabilityOnWire, wire.person.disability) },
    ...(wire.spouse === undefined ? {} : { spouse: spouseFromWire(wire.spouse) }),
    relatives: wire.relatives.map(relativeFromWire),
    lifeInsurance: wire.lifeInsurance.map((policy) => ({ ...policy, kind: wordOf(lifeKindOnWire, policy.kind) })),
    earthquakeInsurance: wire.earthquakeInsurance.map((policy) => ({
      ...policy,
      kind: wordOf(earthquakeKindOnWire, policy.kind),
    })),
  });

/** Facts of the tax rules as they go over the wire. */
export const factsToWire = (facts: AdjustmentFacts): Facts => ({
  ...facts,
  person: { ...facts.person, disability: disabilityOnWire[facts.person.disability] },
  spouse: facts.spouse && { ...facts.spouse, disability: disabilityOnWire[facts.spouse.disability] },
  relatives: facts.relatives.map((relative) => ({
    ...relative,
    relation: relationOnWire[relative.relation],
    disability: disabilityOnWire[relative.disability],
  })),
  lifeInsurance: facts.lifeInsurance.map((policy) => ({ ...policy, kind: lifeKindOnWire[policy.kind] })),
  earthquakeInsurance: facts.earthquakeInsurance.map((policy) => ({
    ...policy,
    kind: earthquakeKindOnWire[policy.kind],
  })),
  socialInsurance: [...facts.socialInsurance],
  mutualAid: [...facts.mutualAid],
  claims: { ...facts.claims },
  specialCases: { ...facts.specialCases },
});
