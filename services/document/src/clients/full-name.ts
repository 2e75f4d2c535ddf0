import type { EmployeeCard } from '@nencho/contracts/identity/v1/identity';

/** Japanese order, with the ideographic space between the parts. */
const joined = (family: string, given: string): string => [family, given].filter((part) => part !== '').join('\u3000');

export const fullName = (card: EmployeeCard): string => joined(card.familyName, card.givenName);
export const fullKana = (card: EmployeeCard): string => joined(card.familyKana, card.givenKana);
