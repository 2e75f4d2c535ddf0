import type { SlipData } from '@nencho/contracts/declaration/v1/declaration_service';
import { factsFromWire } from '@nencho/contracts/facts';
import type { Company, EmployeeCard, TaxProfile } from '@nencho/contracts/identity/v1/identity';
import { AppError, isLocalDate, localDate, taxYear, yen, type LocalDate, type Yen } from '@nencho/kernel';
import { deriveInput } from '@nencho/tax-rules';
import type { SlipResult, SlipSource } from '@nencho/tax-rules/views';
import { type Slip, slipBoxes } from '../forms/2026/withholding-slip/slip.js';
import { fullKana, fullName } from './full-name.js';

const broken = (what: string): AppError => new AppError('internal', `a slip cannot be made: ${what}`);

const required = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw broken(`${what} is missing`);
  return value;
};

/** `boxes` with every name asked for, or an error: a figure that is not there must not look like zero. */
export const boxesFromWire = <Name extends string>(
  boxes: Readonly<Record<string, number>>,
  names: readonly Name[],
): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, required(boxes[name], `the figure ${name}`)])) as Record<Name, number>;

const spouseDeductionKinds = ['none', 'spouse', 'special'] as const;

const spouseDeductionKindOf = (marks: Readonly<Record<string, string>>): SlipResult['spouseDeductionKind'] =>
  required(
    spouseDeductionKinds.find((kind) => kind === marks['spouseDeductionKind']),
    'the mark spouseDeductionKind',
  );

/** The figures of the stored result, with the marks of their kinds. */
const resultFromWire = ({ boxes, marks }: NonNullable<SlipData['result']>): SlipResult => {
  const figures = Object.entries(boxesFromWire(boxes, slipBoxes)).map(([name, value]) => [name, yen(value)]);
  return {
    ...(Object.fromEntries(figures) as Record<(typeof slipBoxes)[number], Yen>),
    spouseDeductionKind: spouseDeductionKindOf(marks),
    lifeUnder23SpecialApplied: marks['lifeUnder23SpecialApplied'] === 'true',
  };
};

/**
 * What was stated and paid, and what the law makes of it: the pay of previous employers that is part of the adjustment is
 * within the input. The day of joining, if there is one, is identity's.
 */
export const derivedFromWire = (data: SlipData, joinedOn?: LocalDate): Omit<SlipSource, 'result'> => {
  const stated = factsFromWire(required(data.facts, 'facts'));
  const wirePay = required(data.pay, 'the pay');
  const pay = {
    salaryTotal: yen(wirePay.salaryTotal),
    withheldTaxTotal: yen(wirePay.withheldTaxTotal),
    socialInsuranceWithheld: yen(wirePay.socialInsuranceWithheld),
  };
  const context = { taxYear: taxYear(data.taxYear), lastPaymentDate: localDate(data.lastPaymentDate) };
  const facts = { ...stated, employment: { joinedOn, ...stated.employment } };
  return { facts, pay, input: deriveInput(facts, pay, context) };
};

/** Everything for one slip, from what declaration and identity answered. */
export const slipFromWire = (
  data: SlipData,
  card: EmployeeCard,
  profile: TaxProfile,
  payer: Pick<Company, 'name' | 'address' | 'phone'>,
): Slip => {
  const joinedOn = isLocalDate(profile.joinedOn) ? profile.joinedOn : undefined;
  return {
    taxYear: taxYear(data.taxYear),
    recipient: {
      number: card.number,
      name: fullName(card),
      kana: fullKana(card),
      postalCode: profile.postalCode,
      address: profile.address,
    },
    payer: { name: payer.name, address: payer.address, phone: payer.phone },
    source: {
      ...derivedFromWire(data, joinedOn),
      result: resultFromWire(required(data.result, 'the result')),
    },
  };
};
