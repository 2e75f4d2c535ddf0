import type { SlipData } from '@nencho/contracts/declaration/v1/declaration_service';
import { factsFromWire } from '@nencho/contracts/facts';
import type { Company, EmployeeCard, TaxProfile } from '@nencho/contracts/identity/v1/identity';
import { AppError, isLocalDate, localDate, taxYear, yen } from '@nencho/kernel';
import { deriveInput, judgeFamily, parametersFor } from '@nencho/tax-rules';
import { type Slip, type SlipBox, slipBoxes } from '../forms/2026/withholding-slip/slip.js';
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

const spouseDeductionKindOf = (marks: Readonly<Record<string, string>>): Slip['spouseDeductionKind'] =>
  required(
    spouseDeductionKinds.find((kind) => kind === marks['spouseDeductionKind']),
    'the mark spouseDeductionKind',
  );

/** Everything for one slip, from what declaration and identity answered. Categories are those of the stored result. */
export const slipFromWire = (
  data: SlipData,
  card: EmployeeCard,
  profile: TaxProfile,
  payer: Pick<Company, 'name' | 'address' | 'phone'>,
): Slip => {
  const facts = factsFromWire(required(data.facts, 'facts'));
  const result = required(data.result, 'the result');
  const wirePay = required(data.pay, 'the pay');
  const pay = {
    salaryTotal: yen(wirePay.salaryTotal),
    withheldTaxTotal: yen(wirePay.withheldTaxTotal),
    socialInsuranceWithheld: yen(wirePay.socialInsuranceWithheld),
  };
  const context = { taxYear: taxYear(data.taxYear), lastPaymentDate: localDate(data.lastPaymentDate) };
  const input = deriveInput(facts, pay, context);
  const family = judgeFamily(input, parametersFor(context.taxYear, context.lastPaymentDate));
  const resultOf = new Map(result.relatives.map((relative) => [relative.relativeId, relative]));
  return {
    taxYear: context.taxYear,
    recipient: {
      number: card.number,
      name: fullName(card),
      kana: fullKana(card),
      postalCode: profile.postalCode,
      address: profile.address,
      joinedOn: isLocalDate(profile.joinedOn) ? profile.joinedOn : undefined,
    },
    payer: { name: payer.name, address: payer.address, phone: payer.phone },
    pay,
    boxes: boxesFromWire<SlipBox>(result.boxes, slipBoxes),
    spouseDeductionKind: spouseDeductionKindOf(result.marks),
    lifeUnder23SpecialApplied: result.marks['lifeUnder23SpecialApplied'] === 'true',
    facts,
    derived: {
      spouse: family.spouse,
      lifePremiums: input.lifePremiums,
      earthquakePremiums: input.earthquakePremiums,
    },
    relatives: facts.relatives.map(({ id, name, kana, disability, livingTogether, claimedByOther }, i) => ({
      name,
      kana,
      disability,
      livingTogether,
      claimedByOther,
      category: required(family.relatives[i], 'a relative').category,
      ageAtYearEnd: required(family.relatives[i], 'a relative').ageAtYearEnd,
      specialRelativeDeduction: required(resultOf.get(id), 'a relative of the result').specialRelativeDeduction,
    })),
  };
};
