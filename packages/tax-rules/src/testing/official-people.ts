import { readFileSync } from 'node:fs';
import { yen } from '@nencho/kernel';
import { z } from 'zod';
import { parseFacts } from '../facts-schema.js';
import { december, type CasePerson } from './case-person.js';

const amount = z.int().transform((n) => yen(n));
const officialPerson = z.strictObject({
  id: z.string(),
  source: z.string(),
  pay: z.strictObject({ salaryTotal: amount, withheldTaxTotal: amount, socialInsuranceWithheld: amount }),
  facts: z.unknown().transform((facts) => parseFacts(facts)),
  expected: z.record(z.string(), z.union([z.int(), z.string(), z.boolean()])),
});

/** The worked examples of the booklet, written as facts (cases/official-facts.json). */
export const officialPeople = (): readonly CasePerson[] =>
  z
    .looseObject({ people: z.array(officialPerson) })
    .parse(JSON.parse(readFileSync(new URL('../../cases/official-facts.json', import.meta.url), 'utf8')))
    .people.map(({ id, facts, pay, expected }) => ({ id, facts, pay, expected, context: december }));
