import { AppError } from '@nencho/kernel';
import { parseFacts, type AdjustmentFacts } from '@nencho/tax-rules';
import * as details from '../gen/nencho/declaration/v1/fact_details.js';
import * as wire from '../gen/nencho/declaration/v1/facts.js';
import { items, list, message, words } from './wire-codec.js';

// What follows is a table: each message with those of its fields that are not the same on both sides.

/** What an employee states. `employment` is the employer's knowledge and has no field on the wire. */
type Stated = Omit<AdjustmentFacts, 'employment'>;
type Each<Name extends 'relatives' | 'lifeInsurance' | 'earthquakeInsurance' | 'socialInsurance' | 'mutualAid'> =
  Stated[Name][number];
type Detail<Name extends 'incomes' | 'employers' | 'housingLoan' | 'status'> = NonNullable<Stated[Name]>;
type MemberDetail<Name extends 'disabilityProof' | 'nonResident' | 'change'> = NonNullable<Each<'relatives'>[Name]>;

const disability = words('DISABILITY', wire.Disability);
const paper = words('DOCUMENT_STATE', details.DocumentState);

const disabilityProof = message<MemberDetail<'disabilityProof'>, details.DisabilityProof>({
  kind: words('DISABILITY_PROOF_KIND', details.DisabilityProofKind),
});

const incomes = items(
  message<Detail<'incomes'>[number], details.IncomeFacts>({ kind: words('INCOME_KIND', details.IncomeKind) }),
);

const memberDetails = {
  incomes,
  disabilityProof,
  nonResident: message<MemberDetail<'nonResident'>, details.NonResidentFacts>({
    reason: words('NON_RESIDENT_REASON', details.NonResidentReason),
    kinshipDocuments: paper,
    remittanceDocuments: paper,
    studyDocuments: paper,
  }),
  change: message<MemberDetail<'change'>, details.FamilyChange>({}),
};

const spouse = message<NonNullable<Stated['spouse']>, wire.SpouseFacts>({ disability, ...memberDetails });

const relative = message<Each<'relatives'>, wire.RelativeFacts>({
  relation: words('RELATION', wire.Relation),
  disability,
  otherTaxpayer: message<NonNullable<Each<'relatives'>['otherTaxpayer']>, details.OtherTaxpayer>({}),
  livesWith: words('LIVES_WITH', details.LivesWith),
  ...memberDetails,
});

const lifeInsurance = message<Each<'lifeInsurance'>, wire.LifeInsuranceFacts>({
  kind: words('LIFE_INSURANCE_KIND', wire.LifeInsuranceKind),
  certificate: paper,
});

const earthquakeInsurance = message<Each<'earthquakeInsurance'>, wire.EarthquakeInsuranceFacts>({
  kind: words('EARTHQUAKE_INSURANCE_KIND', wire.EarthquakeInsuranceKind),
  certificate: paper,
});

const socialInsurance = message<Each<'socialInsurance'>, wire.SocialInsuranceFacts>({
  type: words('SOCIAL_INSURANCE_TYPE', details.SocialInsuranceType),
  certificate: paper,
});

const mutualAid = message<Each<'mutualAid'>, wire.MutualAidFacts>({
  type: words('MUTUAL_AID_TYPE', details.MutualAidType),
  certificate: paper,
});

const reason = words('UNMARRIED_REASON', details.UnmarriedReason);
const status = message<Detail<'status'>, details.OwnStatusFacts>({
  widow: message<NonNullable<Detail<'status'>['widow']>, details.WidowFacts>({ reason }),
  singleParent: message<NonNullable<Detail<'status'>['singleParent']>, details.SingleParentFacts>({ reason }),
  workingStudent: message<NonNullable<Detail<'status'>['workingStudent']>, details.WorkingStudentFacts>({
    schoolKind: words('SCHOOL_KIND', details.SchoolKind),
    certificate: paper,
  }),
});

const employer = message<Detail<'employers'>[number], details.EmployerFacts>({
  kind: words('EMPLOYER_KIND', details.EmployerKind),
  column: words('TAX_COLUMN', details.TaxColumn),
  slip: paper,
});

const house = {
  work: words('HOUSE_WORK', details.HouseWork),
  performance: words('HOUSE_PERFORMANCE', details.HousePerformance),
};
const housingLoan = message<Detail<'housingLoan'>, details.HousingLoanFacts>({
  ...house,
  loan: message<NonNullable<Detail<'housingLoan'>['loan']>, details.HousingLoan>({}),
  certificate: paper,
  balanceCertificate: paper,
  second: message<NonNullable<Detail<'housingLoan'>['second']>, details.SecondHousingLoan>(house),
});

const statedFacts = message<Stated, wire.Facts>({
  person: message<Stated['person'], wire.PersonFacts>({ disability, disabilityProof }),
  spouse,
  relatives: list(relative),
  lifeInsurance: list(lifeInsurance),
  earthquakeInsurance: list(earthquakeInsurance),
  socialInsurance: list(socialInsurance),
  mutualAid: list(mutualAid),
  claims: message<Stated['claims'], wire.ClaimFacts>({}),
  specialCases: message<Stated['specialCases'], wire.SpecialCaseFacts>({}),
  incomes,
  status,
  employers: items(employer),
  housingLoan,
  finalReturnPlans: items(words('FINAL_RETURN_PLAN', details.FinalReturnPlan)),
});

/**
 * Facts of the wire as the tax rules read them.
 * @throws AppError validation_failed with every violation at its path, for instance an unspecified enum or a broken bound
 */
export const factsFromWire = (facts: wire.Facts): AdjustmentFacts => parseFacts(statedFacts.fromWire(facts));

/**
 * Facts of the tax rules as they go over the wire.
 * @throws AppError internal for facts with `employment`, which would be lost on the way
 */
export const factsToWire = ({ employment, ...stated }: AdjustmentFacts): wire.Facts => {
  if (employment !== undefined) throw new AppError('internal', 'what the employer knows does not go over the wire');
  return statedFacts.toWire(stated);
};
