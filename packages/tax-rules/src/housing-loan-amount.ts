import { minYen, mulFloor, rate, yen, type TaxYear, type Yen } from '@nencho/kernel';
import type { AdjustmentFacts } from './facts.js';
import type { BasisPoints, HousingLoan, HousingLoanFacts } from './housing-loan-facts.js';
import type { HousingLoanLimit, RuleSet } from './parameters/rule-set.js';
import type { Trace } from './trace.js';

/** Why the credit is not computed from the loan: the amount of the certificate has to be stated. */
export type CertificateReason =
  /** Other rates and tables (2015–2021 and before). */
  | 'residence_before_2022'
  /** 増改築等. */
  | 'extension'
  /** 借換え. */
  | 'refinanced'
  /** Several loans of unlike terms, several houses or credits. */
  | 'several'
  /** A year of residence for which no limit is known. */
  | 'residence_year_unknown'
  | 'loan_not_stated';

/** `stated`: the amount of the certificate or form wins. 0 yen with `none`: nothing is claimed. */
export type HousingLoanAmount =
  | { readonly status: 'none' | 'stated' | 'computed'; readonly amount: Yen }
  | { readonly status: 'needs_certificate_amount'; readonly reason: CertificateReason }
  /** The first year is for a final return; above the limit of income the form cannot be submitted this year. */
  | { readonly status: 'not_claimable'; readonly reason: 'first_year' | 'income_over_limit' };

const FIRST_COMPUTED_YEAR = 2022;
const WHOLE = 10_000;

const yearOf = ({ residenceFrom }: HousingLoanFacts): number => Number(residenceFrom.slice(0, 4));

type Rules = Pick<RuleSet, 'housingLoan' | 'housingLoanIncomeLimit'>;

const limitRow = (facts: HousingLoanFacts, { housingLoan }: Rules): HousingLoanLimit | undefined =>
  housingLoan.limits.value.find(
    ({ work, performance, residenceFrom, residenceTo }) =>
      work === facts.work &&
      performance === facts.performance &&
      residenceFrom <= yearOf(facts) &&
      yearOf(facts) <= residenceTo,
  );

const needsCertificate = (
  facts: HousingLoanFacts,
  row: HousingLoanLimit | undefined,
): CertificateReason | undefined => {
  const { work, loan, second } = facts;
  if (yearOf(facts) < FIRST_COMPUTED_YEAR) return 'residence_before_2022';
  if (work === 'extension') return 'extension';
  if (loan === undefined) return 'loan_not_stated';
  if (loan.refinanced === true) return 'refinanced';
  if (loan.several === true || second !== undefined) return 'several';
  return row === undefined ? 'residence_year_unknown' : undefined;
};

/** 借入限度額; その他 houses of 経過措置 have one of their own where the table has none. */
const limitOf = (facts: HousingLoanFacts, row: HousingLoanLimit, { housingLoan }: Rules): Yen => {
  if (row.limit === 0 && facts.transitional === true) return housingLoan.transitionalLimit.value;
  return facts.childRearing === true ? row.childRearingLimit : row.limit;
};

const shareOf = (amount: Yen, share: BasisPoints): Yen => mulFloor(amount, rate(share, WHOLE));

/** min(年末残高 × 連帯債務 share × 居住用割合, 取得対価, 借入限度額) × 0.7 %, below 100 yen dropped. 措法第41条第2項。 */
const creditOf = (loan: HousingLoan, limit: Yen, { housingLoan }: Rules, trace?: Trace): Yen => {
  const { balance, price, debtShare = WHOLE, residentialShare = WHOLE } = loan;
  const { credit, limits, wholeFromShare } = housingLoan;
  const livedIn = residentialShare >= wholeFromShare.value ? WHOLE : residentialShare;
  const owed = shareOf(shareOf(balance, debtShare), livedIn);
  const base = minYen(minYen(owed, price), limit);
  const amount = mulFloor(base, credit.value.multiply, credit.value.unit);
  const inputs = { yearEndBalance: balance, debtShare, residentialShare: livedIn, price, loanLimit: limit };
  const rounded = residentialShare < WHOLE && livedIn === WHOLE ? [wholeFromShare] : [];
  trace?.step('housingLoanCredit', amount, inputs, credit, limits, ...rounded);
  return amount;
};

/**
 * 住宅借入金等特別控除額 of this year: the stated amount, or what the loan gives for residence from 2022 on. `totalIncome` is the
 * person's own 合計所得金額.
 */
export const housingLoanAmount = (
  { housingLoan: facts, housingLoanCredit: stated }: AdjustmentFacts,
  totalIncome: () => Yen,
  year: TaxYear,
  rules: Rules,
  trace?: Trace,
): HousingLoanAmount => {
  if (facts === undefined) return { status: stated > 0 ? 'stated' : 'none', amount: stated };
  if (yearOf(facts) >= year) return { status: 'not_claimable', reason: 'first_year' };
  const limit = facts.smallHouse === true ? rules.housingLoan.smallHouseIncomeLimit : rules.housingLoanIncomeLimit;
  const limited = yearOf(facts) >= FIRST_COMPUTED_YEAR;
  if (limited && totalIncome() > limit.value) return { status: 'not_claimable', reason: 'income_over_limit' };
  if (stated > 0) return { status: 'stated', amount: stated };
  const row = limitRow(facts, rules);
  const reason = needsCertificate(facts, row);
  if (reason !== undefined || row === undefined || facts.loan === undefined) {
    return { status: 'needs_certificate_amount', reason: reason ?? 'residence_year_unknown' };
  }
  return { status: 'computed', amount: creditOf(facts.loan, limitOf(facts, row, rules), rules, trace) };
};

/** The yen of an amount; what is not claimable or not known is no credit. */
export const creditYen = (amount: HousingLoanAmount): Yen => ('amount' in amount ? amount.amount : yen(0));
