import { type CasePerson } from './case-person.js';
import type { PayTotals } from '../derive-input.js';
import { officialPeople } from './official-people.js';
import { factsFromCase, specCases } from './spec-cases.js';

const isSupported = ({ facts, context }: CasePerson): boolean =>
  context.lastPaymentDate >= '2026-12-01' && Object.values(facts.specialCases).every((stated) => !stated);

/** What the import of the payroll knows: no part of ⑧ is uncollected. */
const importedPay = ({ salaryTotal, withheldTaxTotal, socialInsuranceWithheld }: PayTotals): PayTotals => ({
  salaryTotal,
  withheldTaxTotal,
  socialInsuranceWithheld,
});

/**
 * People whose ㉖ and ㉗ are known from outside: the official example A first, then every spec case that needs only what
 * is supported. Their facts pass `checkFacts` without an error.
 */
export const seasonPeople = (): readonly CasePerson[] => {
  const adjustedCases = specCases().filter(({ expected }) => expected.status === 'adjusted');
  return [...officialPeople(), ...adjustedCases.map(factsFromCase)]
    .filter(
      (person) => isSupported(person) && 'box26AnnualTax' in person.expected && 'box27Difference' in person.expected,
    )
    .map((person) => ({ ...person, pay: importedPay(person.pay) }));
};
