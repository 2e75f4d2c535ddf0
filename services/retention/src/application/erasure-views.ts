import { dateInTokyo, isAppError, type LocalDate } from '@nencho/kernel';
import { businessDayAt, deadlinesOf, promised } from '../domain/deadlines.js';
import { dryRunState, validApprovals, type Erasure, type ErasureSettings } from '../domain/erasure.js';
import { waitingFor } from '../domain/erasure-step.js';

export type DeadlineView = { readonly date: LocalDate | ''; readonly businessDay: number };

export type DeadlinesView = {
  readonly businessDay: number;
  readonly graceEnds: DeadlineView;
  readonly certificateDue: DeadlineView;
  readonly limit: DeadlineView;
};

const isMissingYear = (error: unknown): boolean =>
  isAppError(error) && error.details['reason'] === 'calendar_year_missing';

/** Dates that no calendar gives yet are empty, never guessed: an end noticed for a year that is not published. */
const dateOr = (date: () => LocalDate): LocalDate | '' => {
  try {
    return date();
  } catch (error) {
    if (isMissingYear(error)) return '';
    throw error;
  }
};

export const deadlinesView = ({ endDate }: Erasure, now: Date, settings: ErasureSettings): DeadlinesView => {
  const { graceBusinessDays: grace } = settings;
  // Each by itself: that the limit cannot be told does not make the end of the grace unknown.
  const ends = dateOr(() => deadlinesOf(endDate, grace).graceEnds);
  const all = { due: '' as LocalDate | '', limit: '' as LocalDate | '' };
  all.due = dateOr(() => deadlinesOf(endDate, grace).certificateDue);
  all.limit = dateOr(() => deadlinesOf(endDate, grace).limit);
  return {
    businessDay: businessDayAt(endDate, now),
    graceEnds: { date: ends, businessDay: grace },
    certificateDue: { date: all.due, businessDay: promised.certificate },
    limit: { date: all.limit, businessDay: promised.limit },
  };
};

const instant = (date: Date | undefined): string => date?.toISOString() ?? '';

export const contractEndView = (erasure: Erasure, now: Date, settings: ErasureSettings, viewer: string) => ({
  state: erasure.state,
  endDate: erasure.endDate,
  ...deadlinesView(erasure, now, settings),
  exportState: erasure.exportState,
  waivedBy: erasure.exportState === 'acknowledged' ? [] : erasure.exportActs.map(({ sub }) => sub),
  cancelledBy: erasure.cancelActs.map(({ sub }) => sub),
  contactRecorded: erasure.contactRecorded,
  erasingSince: instant(erasure.startedAt),
  keyDestroyedAt: instant(erasure.keyDestroyedAt),
  certifiedAt: instant(erasure.certifiedAt),
  waivedByMe: erasure.exportActs.some(({ sub }) => sub === viewer),
  cancelledByMe: erasure.cancelActs.some(({ sub }) => sub === viewer),
});
export type ContractEndView = ReturnType<typeof contractEndView>;

/** What an operator may see: no person, no name of a customer but its code. */
export const erasureView = (erasure: Erasure, now: Date, settings: ErasureSettings) => ({
  erasureId: erasure.id,
  tenantId: erasure.tenantId,
  tenantCode: erasure.tenantCode,
  state: erasure.state,
  endDate: erasure.endDate,
  ...deadlinesView(erasure, now, settings),
  exportState: erasure.exportState,
  waitingFor: waitingFor(erasure, now, settings),
  alarm: erasure.alarm,
  dryRunState: dryRunState(erasure, now),
  approvals: validApprovals(erasure, now).length,
  contactRecorded: erasure.contactRecorded,
  letterIssued: erasure.letterIssued,
  backupsGoneAt: instant(erasure.backupsGoneAt),
});
export type ErasureView = ReturnType<typeof erasureView>;

export const todayOf = (now: Date): LocalDate => dateInTokyo(now);
