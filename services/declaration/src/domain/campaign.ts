import {
  addDays,
  compareDates,
  dateInTokyo,
  isLocalDate,
  localDate,
  taxYear as toTaxYear,
  validationFailed,
  type LocalDate,
  type TaxYear,
  type Violation,
} from '@nencho/kernel';
import { invalidRequest, notInThisState } from './rule-broken.js';

export type CampaignStatus = 'draft' | 'open' | 'finalised';

/** 年末調整 of one company for one tax year (年分). */
export type Campaign = {
  readonly id: string;
  readonly tenantId: string;
  readonly companyId: string;
  readonly taxYear: TaxYear;
  readonly title: string;
  /** The last day on which employees may submit. */
  readonly deadline: LocalDate;
  /** 本年最後の給与の支払日: decides which rules apply. */
  readonly lastPaymentDate: LocalDate;
  readonly status: CampaignStatus;
  readonly version: number;
};

export type CampaignRequest = {
  readonly companyId: string;
  readonly taxYear: number;
  readonly title: string;
  readonly deadline: string;
  readonly lastPaymentDate: string;
};

const MAX_TITLE = 100;

/** Declarations belong with the payer before the slips are due on 31 January of the next year (所法226条). */
const deadlineLimits = (taxYear: number): readonly [LocalDate, LocalDate] => [
  localDate(`${taxYear}-01-01`),
  localDate(`${taxYear + 1}-01-31`),
];

const titleViolations = (title: string): Violation[] => {
  if (title.trim() === '') return [{ path: 'title', rule: 'required' }];
  if (title.length > MAX_TITLE) return [{ path: 'title', rule: 'too_long', params: { max: `${MAX_TITLE}` } }];
  return [];
};

const dateViolations = (path: string, value: string, from: LocalDate, to: LocalDate): Violation[] => {
  if (!isLocalDate(value)) return [{ path, rule: 'date' }];
  const outside = compareDates(value, from) < 0 || compareDates(value, to) > 0;
  return outside ? [{ path, rule: 'date_range', params: { from, to } }] : [];
};

/** A campaign as asked for, or `validation_failed` with everything that is wrong with it. */
export const newCampaign = (request: CampaignRequest, identity: { id: string; tenantId: string }): Campaign => {
  const { taxYear } = request;
  if (!Number.isInteger(taxYear) || taxYear < 2000 || taxYear > 2100) {
    throw invalidRequest([{ path: 'taxYear', rule: 'tax_year' }]);
  }
  const [firstDay, lastDay] = deadlineLimits(taxYear);
  const violations = [
    ...titleViolations(request.title),
    ...dateViolations('deadline', request.deadline, firstDay, lastDay),
    ...dateViolations('lastPaymentDate', request.lastPaymentDate, firstDay, localDate(`${taxYear}-12-31`)),
  ];
  if (violations.length > 0) throw invalidRequest(violations);
  return {
    ...identity,
    companyId: request.companyId,
    taxYear: toTaxYear(taxYear),
    title: request.title.trim(),
    deadline: localDate(request.deadline),
    lastPaymentDate: localDate(request.lastPaymentDate),
    status: 'draft',
    version: 1,
  };
};

/** Opening again is for those who joined since; a finalised campaign takes nobody in. */
export const openCampaign = (campaign: Campaign): Campaign => {
  if (campaign.status === 'finalised') throw notInThisState('campaign_finalised');
  return { ...campaign, status: 'open', version: campaign.version + 1 };
};

/** What follows on people (pay, calculation, finalising) needs declarations, hence an opened campaign. */
export const requireOpened = (campaign: Campaign): void => {
  if (campaign.status === 'draft') throw notInThisState('campaign_not_open');
};

export const finaliseCampaign = (campaign: Campaign): Campaign => ({
  ...campaign,
  status: 'finalised',
  version: campaign.version + 1,
});

/** True from the day after the deadline on, by the calendar in Japan. */
export const isPastDeadline = (campaign: Pick<Campaign, 'deadline'>, now: Date): boolean =>
  compareDates(dateInTokyo(now), addDays(campaign.deadline, 1)) >= 0;

const runnable = { taxYear: 2026, lastPaymentFrom: localDate('2026-12-01') } as const;

/**
 * The engine computes more years than can be run to the end: forms and slips exist for R8 after its reform. Another year or
 * an earlier day is `validation_failed` by name.
 */
export const requireRunnable = ({ taxYear, lastPaymentDate }: Pick<Campaign, 'taxYear' | 'lastPaymentDate'>): void => {
  const { taxYear: supported, lastPaymentFrom: from } = runnable;
  if (taxYear !== supported) {
    const params = { taxYear: String(taxYear), supported: String(supported) };
    throw validationFailed([{ path: 'taxYear', rule: 'tax_year_unsupported', params }]);
  }
  if (compareDates(lastPaymentDate, from) < 0) {
    throw validationFailed([{ path: 'lastPaymentDate', rule: 'last_payment_before_reform', params: { from } }]);
  }
};
