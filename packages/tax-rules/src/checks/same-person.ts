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
