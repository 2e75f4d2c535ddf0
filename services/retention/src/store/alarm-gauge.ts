import { metrics } from '@opentelemetry/api';
import type { RecordAlarms } from '../application/erasure-watch.js';

/** `nencho.erasures.overdue` by business day: how many contract ends are that old and not certified. No tenant in it. */
export const alarmGauge = (): RecordAlarms => {
  const gauge = metrics.getMeter('nencho-retention').createGauge('nencho.erasures.overdue');
  return (counts) => {
    for (const [day, count] of Object.entries(counts)) gauge.record(count, { business_day: day });
  };
};
