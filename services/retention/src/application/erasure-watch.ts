import { isAppError } from '@nencho/kernel';
import { lastCalendarYear } from '@nencho/kernel/business-days';
import { alarmAt, alarmDays, businessDayAt, type Alarm } from '../domain/deadlines.js';
import type { Erasure } from '../domain/erasure.js';
import type { ErasureDeps } from './erasure-ports.js';
import type { TerminationStore } from './termination-ports.js';

/** How many contract ends have reached each alarm and are not certified: by business day. */
export type RecordAlarms = (counts: Readonly<Record<Exclude<Alarm, 0>, number>>) => void;

type Deps = Pick<ErasureDeps, 'erasures' | 'transact' | 'clock' | 'logger'> & {
  readonly termination: Pick<TerminationStore, 'removeOlder'>;
  readonly recordAlarms: RecordAlarms;
};

const reached = ({ state, endDate }: Erasure, now: Date): Alarm => {
  if (state === 'notice') return 0;
  return alarmAt(businessDayAt(endDate, now));
};

/** Raises alarms, and lets termination records go when their time is over. Safe to run at any time, in any process. */
export const watchErasures =
  ({ erasures, transact, clock, logger, termination, recordAlarms }: Deps) =>
  async (): Promise<void> => {
    const now = clock.now();
    const counts = { 40: 0, 50: 0, 55: 0 };
    for (const erasure of await erasures.allOpen()) {
      try {
        const alarm = reached(erasure, now);
        for (const day of alarmDays) if (alarm >= day) counts[day] += 1;
        if (alarm <= erasure.alarm) continue;
        await transact(async (session) => erasures.save({ ...erasure, alarm }, now, session));
        logger.error('erasure_overdue', { state: erasure.state, tenant: erasure.tenantId, count: alarm });
      } catch (error) {
        // The holidays of a year are missing: an alarm by itself.
        const code = isAppError(error) ? error.code : 'internal';
        logger.warn('erasure_watch_failed', { tenant: erasure.tenantId, code, count: lastCalendarYear(), err: error });
      }
    }
    recordAlarms(counts);
    const removed = await termination.removeOlder(now);
    if (removed > 0) logger.info('termination_records_removed', { count: removed });
  };
