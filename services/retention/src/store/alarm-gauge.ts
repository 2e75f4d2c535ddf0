import { metrics } from '@opentelemetry/api';
import type { RecordAlarms } from '../application/erasure-watch.js';

/**
 * `nencho.erasures.overdue.bd40`, `.bd50`, `.bd55`: how many contract ends have reached that business day and are not
 * certified. By name, not by attribute: the collector lets known attributes through only.
 */
export const alarmGauge = (): RecordAlarms => {
  const meter = metrics.getMeter('nencho-retention');
  const gauges = {
    40: meter.createGauge('nencho.erasures.overdue.bd40'),
    50: meter.createGauge('nencho.erasures.overdue.bd50'),
    55: meter.createGauge('nencho.erasures.overdue.bd55'),
  };
  return (counts) => {
    for (const day of [40, 50, 55] as const) gauges[day].record(counts[day]);
  };
};
