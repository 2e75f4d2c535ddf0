import { violation, type FactViolation } from '../fact-rules.js';
import type { AdjustmentFacts } from '../facts.js';
import { family } from './context.js';

/** Name and birth date together, however the name is written: twins are two. */
const identity = (member: { readonly name: string; readonly birthDate: string }): string =>
  `${member.birthDate} ${member.name.normalize('NFKC').replace(/\s/g, '')}`;

const known = (facts: AdjustmentFacts) =>
  family(facts).filter(({ member }) => member.name.trim() !== '' && member.birthDate !== '');

/** E.g. a parent entered as spouse and relative, or a child also among those whom another taxpayer claims. */
export const samePersonTwice = (facts: AdjustmentFacts): FactViolation[] => {
  const members = known(facts);
  return members.flatMap(({ path, member }, i) => {
    const other = members.slice(0, i).find((earlier) => identity(earlier.member) === identity(member));
    return other === undefined ? [] : [violation(path, 'same_person_twice', { other: other.path })];
  });
};

export type Declared = { readonly id: string; readonly facts: AdjustmentFacts };

/**
 * Members of the family whom two declarations of a company claim (E8 9), for each declaration that does. Whoever is claimed by
 * another taxpayer, as the facts say themselves, does not count. Nothing of a person is in the findings.
 */
export const claimedTwice = (
  declarations: readonly Declared[],
): readonly { readonly id: string; readonly violations: readonly FactViolation[] }[] => {
  const claimed = declarations.flatMap(({ id, facts }) =>
    known(facts)
      .filter(({ member }) => member.claimedByOther !== true)
      .map(({ path, member }) => ({ id, path, identity: identity(member) })),
  );
  const claimants = new Map<string, Set<string>>();
  for (const { id, identity: who } of claimed) claimants.set(who, (claimants.get(who) ?? new Set()).add(id));
  const shared = new Map<string, FactViolation[]>();
  for (const { id, path, identity: who } of claimed) {
    if ((claimants.get(who)?.size ?? 0) < 2) continue;
    shared.set(id, [...(shared.get(id) ?? []), violation(path, 'family_member_claimed_twice')]);
  }
  return [...shared].map(([id, violations]) => ({ id, violations }));
};
