import type { AdjustmentInput } from '@nencho/tax-rules';

type Member = NonNullable<AdjustmentInput['spouse']>;

const memberOf = (member: Member) => ({
  birth_date: member.birthDate,
  salary_revenue: member.salaryRevenue,
  other_income: member.otherIncome,
  disability: member.disability,
  living_together: member.livingTogether,
  non_resident: member.nonResident,
});

const relativeOf = (relative: AdjustmentInput['relatives'][number]) => ({
  ...memberOf(relative),
  relationship: relative.child ? 'child' : 'parent',
  lineal_ascendant: relative.linealAscendant,
  claimed_by: relative.claimedByOther ? 'other' : 'self',
  non_resident_reason: relative.nonResidentReason,
});

/** An input as the file of a calculation has it (cases/spec-cases.json): what `parseInput` reads back. */
export const caseOf = (input: AdjustmentInput, id: string) => ({
  id,
  input: {
    tax_year: input.taxYear,
    last_payment_date: input.lastPaymentDate,
    salary_total: input.salaryTotal,
    withheld_tax_total: input.withheldTaxTotal,
    withheld_tax_of_last_salary_not_yet_collected: input.withheldTaxOfLastSalaryNotYetCollected,
    withheld_tax_of_unpaid_salary_not_yet_collected: input.withheldTaxOfUnpaidSalaryNotYetCollected,
    social_insurance_withheld: input.socialInsuranceWithheld,
    social_insurance_declared: input.socialInsuranceDeclared,
    small_enterprise_mutual_aid_declared: input.mutualAidDeclared,
    life_insurance: {
      new_general: input.lifePremiums.generalNew,
      old_general: input.lifePremiums.generalOld,
      care_medical: input.lifePremiums.careMedical,
      new_pension: input.lifePremiums.pensionNew,
      old_pension: input.lifePremiums.pensionOld,
    },
    life_insurance_under23_special_claimed: input.claims.lifeInsuranceUnder23,
    earthquake_insurance: {
      earthquake: input.earthquakePremiums.earthquake,
      old_long_term: input.earthquakePremiums.oldLongTerm,
    },
    employee: {
      disability: input.disability,
      personal_status: input.personalStatus,
      working_student: input.workingStudent,
      basic_deduction_form_submitted: input.claims.basicDeduction,
    },
    spouse: input.spouse === undefined ? null : memberOf(input.spouse),
    relatives: input.relatives.map(relativeOf),
    income_adjustment_claimed: input.claims.incomeAdjustment,
    housing_loan_credit: input.housingLoanCredit,
    salary_from_other_employers: input.salaryFromOtherEmployers,
    public_pension_income: input.publicPensionIncome,
    other_income: input.otherIncome,
  },
});
