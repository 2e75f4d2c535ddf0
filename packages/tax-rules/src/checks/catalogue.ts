import type { FactRule } from '../fact-rules.js';

/** What an item of the catalogue is met by instead of, or beside, rules. */
type Assurance = {
  /** Why the facts cannot break it. */
  readonly how: string;
  /** A test of this package that shows it, by the file under src/ and the name. */
  readonly test: readonly [file: string, name: string];
};

/** One check of the year-end adjustment that payers make by hand. */
export type CatalogueItem = {
  readonly item: string;
  readonly says: string;
  readonly rules: readonly FactRule[];
  readonly assured?: Assurance;
  /** Where payers block and these rules warn: facts name people, forms claim deductions. */
  readonly milder?: string;
};

/** Facts say who is there, not what is claimed: without the deduction they are right. */
const noClaim = 'facts name the person, nothing is claimed: the deduction is 0 and the reviewer is told';

/** Every check, each met by rules of `factRules`, by how facts are made, or both. */
export const checkCatalogue: readonly CatalogueItem[] = [
  {
    item: '1a',
    says: 'total pay above 20,000,000: excluded; other reasons not to be adjusted',
    rules: [
      'salary_over_adjustment_limit',
      'disaster_relief_not_adjusted',
      'non_resident_not_adjusted',
      'leaver_not_adjusted',
    ],
    milder: 'the outcome of the adjustment is `excluded`; the finding only tells why',
  },
  {
    item: '1b',
    says: '㉒ above 18,050,000',
    rules: [],
    assured: {
      how: 'pay up to 20,000,000 leaves at most 18,050,000; beyond the table the calculation throws',
      test: [
        'checks/catalogue.test.ts',
        '1b: the highest pay that is adjusted reaches the end of the tax table, not more',
      ],
    },
  },
  { item: '2', says: 'no 扶養控除等申告書 for the year: 乙欄', rules: ['main_form_not_filed'] },
  { item: '3', says: 'a previous 甲欄 employer without its slip: not calculated', rules: ['previous_slip_missing'] },
  { item: '4', says: 'no 基礎控除申告書: ⑳ = 0', rules: ['basic_deduction_not_claimed'] },
  {
    item: '5',
    says: 'spouse while own income is above 10,000,000 or the spouse’s above 1,330,000; both deductions at once',
    rules: ['own_income_over_spouse_limit', 'spouse_income_over_limit'],
    assured: {
      how: 'one income decides between the two deductions',
      test: ['checks/catalogue.test.ts', '5: a spouse gives one of the two deductions, never both'],
    },
    milder: noClaim,
  },
  {
    item: '6',
    says: '区分Ⅰ/Ⅱ inconsistent with the amounts',
    rules: [],
    assured: {
      how: 'no 区分 and no deduction is ever stated; both are computed',
      test: ['checks/catalogue.test.ts', '6: facts have no place for a class or a deduction'],
    },
  },
  {
    item: '7',
    says: '特定親族 outside its range of income or age',
    rules: ['relative_income_over_limit'],
    assured: {
      how: 'the category is computed; within the limit it is 特定扶養親族',
      test: [
        'checks/catalogue.test.ts',
        '7: at 19 to 22 the income decides between 特定扶養親族, 特定親族 and nothing',
      ],
    },
    milder: noClaim,
  },
  {
    item: '8',
    says: 'one person as spouse, relative or another taxpayer’s relative at once',
    rules: [
      'same_person_twice',
      'duplicate_id',
      'spouse_claimed_by_other',
      'spouse_de_facto',
      'spouse_died_in_year',
      'family_employee',
    ],
    milder: 'whoever is claimed elsewhere, employed in the family business or no spouse of the law gives no deduction',
  },
  { item: '9', says: 'one family member claimed by two employees', rules: ['family_member_claimed_twice'] },
  {
    item: '10',
    says: 'dependant over the limit while 扶養控除 or 障害者控除 is claimed',
    rules: ['relative_income_over_limit', 'disability_of_non_dependant'],
    milder: noClaim,
  },
  {
    item: '11',
    says: 'under 16 in column B; a birthday that changes the category',
    rules: ['birth_date_in_future', 'age_category_changed'],
    assured: {
      how: 'the category follows from the birth date; nobody states it',
      test: ['checks/catalogue.test.ts', '11: a child under 16 gives no 扶養控除, whatever is stated'],
    },
    milder: 'last year’s category is not kept, so that the change is only told',
  },
  {
    item: '12',
    says: '同居老親等 that is no ascendant or does not live together',
    rules: ['non_resident_living_together'],
    assured: {
      how: 'relation and home are stated, the category is computed',
      test: ['checks/catalogue.test.ts', '12: from 70, only an ascendant who lives together is 同居老親等'],
    },
  },
  {
    item: '13',
    says: 'ひとり親 and 寡婦: both, income, child, spouse',
    rules: [
      'widow_and_single_parent',
      'widow_income_over_limit',
      'widow_without_dependant',
      'single_parent_income_over_limit',
      'single_parent_without_child',
      'single_parent_with_spouse',
      'de_facto_partner',
    ],
  },
  {
    item: '14',
    says: '勤労学生: income, income not from own labour',
    rules: ['working_student_income_over_limit', 'working_student_other_income_over_limit'],
  },
  {
    item: '15',
    says: 'non-resident of 30 to 69 without a reason, remittance, documents',
    rules: ['non_resident_without_reason', 'remittance_below_limit', 'non_resident_documents_missing'],
    milder: 'without a reason the relative is a 扶養親族 all the same (寡婦 after a divorce), only without 扶養控除',
  },
  {
    item: '16',
    says: '所得金額調整控除 claimed without its requirements, or not claimed',
    rules: [
      'income_adjustment_pay_not_above',
      'income_adjustment_without_qualifying_person',
      'income_adjustment_person_unqualified',
      'income_adjustment_could_be_claimed',
    ],
  },
  {
    item: '17',
    says: 'the special of the life premiums claimed without a 扶養親族 under 23, or not claimed',
    rules: ['life_special_without_young_dependant', 'life_special_person_unqualified', 'life_special_could_be_claimed'],
  },
  {
    item: '18',
    says: 'day of the contract and new/old',
    rules: ['life_contract_date_mismatch', 'old_long_term_contract_date'],
  },
  {
    item: '19',
    says: 'one earthquake contract in both columns; certificates',
    rules: ['earthquake_contract_twice', 'certificate_missing', 'certificate_promised'],
    milder: 'insurer and day are a suspicion, no proof; one contract stated as one is never counted twice',
  },
  {
    item: '20',
    says: '国民年金, 国民年金基金, 掛金 without a certificate; social insurance that payroll withheld',
    rules: ['mandatory_certificate_missing', 'social_insurance_equals_withheld'],
  },
  {
    item: '21',
    says: 'housing loan: year of the form, own income, first year, other payer, balance',
    rules: [
      'housing_form_year_differs',
      'housing_income_over_limit',
      'housing_loan_income_limit',
      'housing_first_year',
      'housing_amount_needed',
      'housing_printed_for_other_payer',
      'housing_balance_missing',
    ],
  },
  {
    item: '22',
    says: 'negative amounts, fractions of a yen, full-width digits',
    rules: ['pay_negative'],
    assured: {
      how: 'the shape of the facts refuses them at their path; imports read full-width digits as digits',
      test: [
        'checks/catalogue.test.ts',
        '22: a negative amount, a fraction and digits as text are refused at their path',
      ],
    },
  },
  { item: '23', says: 'newly qualifying by the reform', rules: ['newly_qualifying_relative'] },
  {
    item: '24',
    says: 'a tax return is or may be needed',
    rules: ['final_return_may_be_needed', 'second_employer', 'final_return_planned'],
  },
  {
    item: 'facts',
    says: 'what is missing, impossible or contradictory in the facts themselves',
    rules: ['required', 'kana_missing', 'unsupported_case', 'date_outside_year', 'disability_proof_differs'],
  },
];
