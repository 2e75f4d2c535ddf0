import type { TaxYear } from '@nencho/kernel';
import type { SlipSource } from '@nencho/tax-rules/views';

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
  'flatReductionAmount',
  'flatReductionUnused',
  'box26AnnualTax',
  'box29AppliedToUnpaidSalaryTax',
] as const;

/** Everything that 給与所得の源泉徴収票 of one person shows (所得税法第226条第1項). */
export type Slip = {
  readonly taxYear: TaxYear;
  readonly recipient: {
    readonly number: string;
    readonly name: string;
    readonly kana: string;
    readonly postalCode: string;
    readonly address: string;
  };
  readonly payer: { readonly name: string; readonly address: string; readonly phone: string };
  /** Facts, pay and the stored figures: which of them stand where is the law's (packages/tax-rules). */
  readonly source: SlipSource;
};

/** 受給者交付用 is handed to the person; 支払者控え stays with the payer and carries the codes of the return. */
export type SlipCopy = 'recipient' | 'payer';
