import type { LocalDate, TaxYear } from '@nencho/kernel';
import type { AdjustmentFacts, AdjustmentInput, JudgedFamily, PayTotals, RelativeCategory } from '@nencho/tax-rules';

/** The figures of the ledger (源泉徴収簿) that the slip shows, by the names of packages/tax-rules. */
export const slipBoxes = [
  'box10IncomeAdjustment',
  'box11AfterIncomeAdjustment',
  'box12SocialInsuranceWithheld',
  'box13SocialInsuranceDeclared',
  'box14SmallEnterpriseMutualAid',
  'box15LifeInsurance',
  'box16EarthquakeInsurance',
  'box17Spouse',
  'box18SpecialRelative',
  'box20Basic',
  'box21TotalDeductions',
  'box24HousingLoanCreditApplied',
  'housingLoanCreditPossible',
  'box26AnnualTax',
] as const;

export type SlipBox = (typeof slipBoxes)[number];

/** One relative as the result counted him or her. */
export type SlipRelative = {
  readonly name: string;
  readonly kana: string;
  readonly category: RelativeCategory;
  readonly claimedByOther: boolean;
  readonly ageAtYearEnd: number;
  readonly specialRelativeDeduction: number;
  readonly disability: 'none' | 'general' | 'special';
  readonly livingTogether: boolean;
};

/** Everything that 給与所得の源泉徴収票 of one person shows (所得税法第226条第1項). */
export type Slip = {
  readonly taxYear: TaxYear;
  readonly recipient: {
    readonly number: string;
    readonly name: string;
    readonly kana: string;
    readonly postalCode: string;
    readonly address: string;
    readonly joinedOn: LocalDate | undefined;
  };
  readonly payer: { readonly name: string; readonly address: string; readonly phone: string };
  readonly pay: PayTotals;
  readonly boxes: Readonly<Record<SlipBox, number>>;
  readonly spouseDeductionKind: 'none' | 'spouse' | 'special';
  readonly lifeUnder23SpecialApplied: boolean;
  readonly facts: AdjustmentFacts;
  readonly derived: Pick<JudgedFamily, 'spouse'> & Pick<AdjustmentInput, 'lifePremiums' | 'earthquakePremiums'>;
  readonly relatives: readonly SlipRelative[];
};

/** 受給者交付用 is handed to the person; 支払者控え stays with the payer and carries the codes of the return. */
export type SlipCopy = 'recipient' | 'payer';
