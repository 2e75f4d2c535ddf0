import { compareDates, type LocalDate } from '@nencho/kernel';
import { found, violation, type FactViolation } from '../fact-rules.js';
import type { AdjustmentFacts } from '../facts.js';
import { casesWithoutDetails } from '../special-cases.js';
import { family, type CheckContext } from './context.js';

const missingOfFamily = (facts: AdjustmentFacts): FactViolation[] =>
  found(
    family(facts).flatMap(({ path, member }) => [
      member.name.trim() === '' && violation(`${path}.name`, 'required'),
      member.birthDate === '' && violation(`${path}.birthDate`, 'required'),
      member.kana.trim() === '' && violation(`${path}.kana`, 'kana_missing'),
    ]),
  );

/** Contracts, contributions and other payers: a row says what it is and how much, or it is deleted; a student, of which school. */
const missingOfRows = (facts: AdjustmentFacts): FactViolation[] => {
  const student = facts.status?.workingStudent;
  const rows = [
    ...(['lifeInsurance', 'earthquakeInsurance'] as const).flatMap((list) =>
      facts[list].map(({ insurer, netPremium }, i) => [`${list}[${i}]`, { insurer, netPremium }] as const),
    ),
    ...(['socialInsurance', 'mutualAid'] as const).flatMap((list) =>
      facts[list].map(({ kind, amount }, i) => [`${list}[${i}]`, { kind, amount }] as const),
    ),
    ...(facts.employers ?? []).map(({ name, salary }, i) => [`employers[${i}]`, { name, salary }] as const),
    ...(student === undefined ? [] : [['status.workingStudent', { school: student.school }] as const]),
  ];
  return rows.flatMap(([path, row]) =>
    Object.entries(row).flatMap(([name, value]) =>
      value === 0 || String(value).trim() === '' ? [violation(`${path}.${name}`, 'required')] : [],
    ),
  );
};

const unsupported = (facts: AdjustmentFacts): FactViolation[] =>
  casesWithoutDetails(facts).map((name) => violation(`specialCases.${name}`, 'unsupported_case', { case: name }));

const duplicateIds = (facts: AdjustmentFacts): FactViolation[] => {
  const insurance = ['lifeInsurance', 'earthquakeInsurance', 'socialInsurance', 'mutualAid'] as const;
  return (['relatives', ...insurance, 'employers'] as const).flatMap((list) => {
    const ids = (facts[list] ?? []).map((item) => item.id);
    return found(ids.map((id, i) => ids.indexOf(id) < i && violation(`${list}[${i}].id`, 'duplicate_id')));
  });
};

const bornAfterYear = (facts: AdjustmentFacts, latest: LocalDate): FactViolation[] =>
  found(
    [{ path: 'person', member: facts.person }, ...family(facts)].map(({ path, member }) => {
      const { birthDate } = member;
      const future = birthDate !== '' && compareDates(birthDate, latest) > 0;
      return future && violation(`${path}.birthDate`, 'birth_date_in_future', { latest });
    }),
  );

/** A death counts for the year in which it happened; a slip of the previous employer is one of this year. */
const eventsOfOtherYears = (facts: AdjustmentFacts, taxYear: number): FactViolation[] => {
  const events = [
    ...family(facts).map(({ path, member }) => [`${path}.diedOn`, member.diedOn] as const),
    ['employment.left.on', facts.employment?.left?.on] as const,
    ...(facts.employers ?? []).map(({ leftOn }, i) => [`employers[${i}].leftOn`, leftOn] as const),
  ];
  return found(
    events.map(
      ([path, day]) =>
        day !== undefined &&
        !day.startsWith(`${taxYear}-`) &&
        violation(path, 'date_outside_year', { taxYear: String(taxYear) }),
    ),
  );
};

const negativePay = ({ pay }: CheckContext): FactViolation[] =>
  pay === undefined
    ? []
    : found(
        (['salaryTotal', 'withheldTaxTotal', 'socialInsuranceWithheld'] as const).map(
          (name) => pay[name] < 0 && violation(`pay.${name}`, 'pay_negative'),
        ),
      );

/** What is missing, impossible or not enough to compute from, before anybody is judged. */
export const completenessFindings = (
  facts: AdjustmentFacts,
  context: CheckContext,
  lastDay: LocalDate,
): FactViolation[] => [
  ...missingOfFamily(facts),
  ...missingOfRows(facts),
  ...unsupported(facts),
  ...duplicateIds(facts),
  ...bornAfterYear(facts, lastDay),
  ...eventsOfOtherYears(facts, context.taxYear),
  ...negativePay(context),
];
