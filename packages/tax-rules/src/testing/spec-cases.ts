import { readFileSync } from 'node:fs';
import { yen, type Yen } from '@nencho/kernel';
import { z } from 'zod';
import {
  type AdjustmentFacts,
  type EarthquakeInsuranceFacts,
  type LifeInsuranceFacts,
  type LifeInsuranceKind,
  type NonResidentFacts,
  type RelativeFacts,
} from '../facts.js';
import { inputSchema, relativeSchema } from '../parse-input.js';
import { nobody, otherEmployer, relativeFacts, spouseFacts, type CasePerson, type Figure } from './case-person.js';

/** What `parseInput` takes, and relatives of the kinds that facts know. */
const specInput = inputSchema.extend({
  relatives: z.array(relativeSchema.extend({ relationship: z.enum(['child', 'parent', 'sibling']) })),
});

const figure = z.union([z.int(), z.string(), z.boolean(), z.null()]);
const specExpected = z
  .object({
    status: z.enum(['adjusted', 'excluded']),
    invalid_claims: z.array(z.string()).default([]),
    relatives: z.array(z.record(z.string(), figure)).default([]),
  })
  .catchall(figure);

const specCase = z.strictObject({
  id: z.string(),
  stratum: z.string(),
  target: z.string(),
  confidence: z.string(),
  input: specInput,
  expected: specExpected,
});
export type SpecCase = z.output<typeof specCase>;
type SpecInput = SpecCase['input'];

/** A case as the file has it. */
export type RawSpecCase = {
  readonly id: string;
  readonly target: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>>;
};

export const specCaseFile = new URL('../../cases/spec-cases.json', import.meta.url);

/** The full-path cases of cases/spec-cases.json, as they stand there. */
export const rawSpecCases = (): readonly RawSpecCase[] =>
  (JSON.parse(readFileSync(specCaseFile, 'utf8')) as { readonly cases: readonly RawSpecCase[] }).cases;

/** The same, checked. */
export const specCases = (): readonly SpecCase[] => z.array(specCase).parse(rawSpecCases());

/** One contract a category; a category of 0 yen is no contract. */
export const lifeContracts = (premiums: Readonly<Partial<Record<LifeInsuranceKind, Yen>>>): LifeInsuranceFacts[] =>
  (['general_new', 'general_old', 'care_medical', 'pension_new', 'pension_old'] as const).flatMap((kind) => {
    const netPremium = premiums[kind] ?? yen(0);
    return netPremium === 0 ? [] : [{ id: `life-${kind}`, insurer: '事例生命', kind, netPremium }];
  });

export const earthquakeContracts = (earthquake: Yen, oldLongTerm: Yen): EarthquakeInsuranceFacts[] =>
  [
    { id: 'quake-new', insurer: '事例損保', kind: 'earthquake' as const, netPremium: earthquake },
    { id: 'quake-old', insurer: '事例損保', kind: 'old_long_term' as const, netPremium: oldLongTerm },
  ].filter(({ netPremium }) => netPremium > 0);

type SpecMember = NonNullable<SpecInput['spouse']> & { readonly non_resident_reason?: NonResidentFacts['reason'] };

/** The file says whether and why; the papers are there, and whoever gives remittances as the reason pays enough of them. */
const abroad = ({
  non_resident,
  non_resident_reason: reason = 'none',
}: SpecMember): Pick<RelativeFacts, 'nonResident'> =>
  non_resident
    ? {
        nonResident: {
          reason,
          remittance: yen(reason === 'remittance_380k' ? 380_000 : 0),
          kinshipDocuments: 'received',
          remittanceDocuments: 'received',
        },
      }
    : {};

const statusOf = ({ employee }: SpecInput): Pick<AdjustmentFacts, 'status'> => {
  const { personal_status: status, working_student: student } = employee;
  const former = { reason: 'bereaved', deFactoPartner: false } as const;
  if (status === 'none' && !student) return {};
  return {
    status: {
      ...(status === 'widow' ? { widow: former } : {}),
      ...(status === 'single_parent' ? { singleParent: { ...former, childId: 'relative-1' } } : {}),
      ...(student ? { workingStudent: { school: '事例大学', schoolKind: 'school' } } : {}),
    },
  };
};

/** Pay of another employer at the same time, and an own pension: absent where the file has none of them. */
const elsewhere = (input: SpecInput): Pick<AdjustmentFacts, 'incomes' | 'employers'> => ({
  ...(input.public_pension_income === 0
    ? {}
    : { incomes: [{ kind: 'public_pension', amount: input.public_pension_income }] }),
  ...(input.salary_from_other_employers === 0 ? {} : { employers: [otherEmployer(input.salary_from_other_employers)] }),
});

const familyOf = (input: SpecInput): Pick<AdjustmentFacts, 'spouse' | 'relatives'> => ({
  ...(input.spouse === null
    ? {}
    : {
        spouse: spouseFacts({
          birthDate: input.spouse.birth_date,
          salaryRevenue: input.spouse.salary_revenue,
          otherIncome: input.spouse.other_income,
          disability: input.spouse.disability,
          livingTogether: input.spouse.living_together,
          ...abroad(input.spouse),
        }),
      }),
  relatives: input.relatives.map((relative, i) =>
    relativeFacts(i, {
      relation: relative.relationship,
      birthDate: relative.birth_date,
      livingTogether: relative.living_together,
      salaryRevenue: relative.salary_revenue,
      otherIncome: relative.other_income,
      disability: relative.disability,
      claimedByOther: relative.claimed_by === 'other',
      ...abroad(relative),
    }),
  ),
});

const factsOf = (input: SpecInput): AdjustmentFacts => ({
  ...nobody,
  person: { ...nobody.person, disability: input.employee.disability, estimatedSalary: input.salary_total },
  ...familyOf(input),
  ...statusOf(input),
  ...elsewhere(input),
  otherIncome: input.other_income,
  lifeInsurance: lifeContracts({
    general_new: input.life_insurance.new_general,
    general_old: input.life_insurance.old_general,
    care_medical: input.life_insurance.care_medical,
    pension_new: input.life_insurance.new_pension,
    pension_old: input.life_insurance.old_pension,
  }),
  earthquakeInsurance: earthquakeContracts(
    input.earthquake_insurance.earthquake,
    input.earthquake_insurance.old_long_term,
  ),
  socialInsurance: [{ id: 'social-1', kind: '国民年金', amount: input.social_insurance_declared }].filter(
    (item) => item.amount > 0,
  ),
  mutualAid: [{ id: 'mutual-1', kind: 'iDeCo', amount: input.small_enterprise_mutual_aid_declared }].filter(
    (item) => item.amount > 0,
  ),
  housingLoanCredit: input.housing_loan_credit,
  claims: {
    basicDeduction: input.employee.basic_deduction_form_submitted,
    incomeAdjustment: input.income_adjustment_claimed,
    lifeInsuranceUnder23: input.life_insurance_under23_special_claimed,
  },
  specialCases: {
    widow: input.employee.personal_status === 'widow',
    singleParent: input.employee.personal_status === 'single_parent',
    workingStudent: input.employee.working_student,
    nonResidentRelative: [input.spouse, ...input.relatives].some((member) => member?.non_resident === true),
    publicPension: input.public_pension_income !== 0,
    otherEmployer: input.salary_from_other_employers !== 0,
  },
});

/** snake_case of the file → the name in `AdjustmentResult`. */
export const camelCase = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());

const flat = (prefix: string, row: Readonly<Record<string, unknown>>): [string, Figure][] =>
  Object.entries(row).flatMap(([name, value]) =>
    typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
      ? [[`${prefix}${camelCase(name)}`, value]]
      : [],
  );

/** Each expected figure by its place in the result; null (no spouse) has no place. */
const expectedOf = ({ status, relatives, ...figures }: SpecCase['expected']): CasePerson['expected'] => {
  if (status !== 'adjusted') throw new RangeError('a case that is not adjusted has no figures');
  return Object.fromEntries([...flat('', figures), ...relatives.flatMap((row, i) => flat(`relatives[${i}].`, row))]);
};

/** A spec case as somebody who can declare, be paid and be adjusted. */
export const factsFromCase = (source: SpecCase): CasePerson => ({
  id: source.id,
  facts: factsOf(source.input),
  pay: {
    salaryTotal: source.input.salary_total,
    withheldTaxTotal: source.input.withheld_tax_total,
    socialInsuranceWithheld: source.input.social_insurance_withheld,
    lastSalaryTaxNotCollected: source.input.withheld_tax_of_last_salary_not_yet_collected,
    unpaidSalaryTaxNotCollected: source.input.withheld_tax_of_unpaid_salary_not_yet_collected,
  },
  context: { taxYear: source.input.tax_year, lastPaymentDate: source.input.last_payment_date },
  expected: expectedOf(source.expected),
});
