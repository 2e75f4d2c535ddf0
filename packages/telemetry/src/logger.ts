import { trace } from '@opentelemetry/api';
import { type Clock, formatInstant, systemClock } from '@nencho/kernel';
import { destination as pinoDestination, type DestinationStream, pino } from 'pino';
import { type LogFields, reduceFields } from './log-fields.js';
import { createPseudonyms } from './pseudonyms.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** `event` is a fixed word such as `rpc_finished`; whatever varies goes into the fields. */
export type Logger = {
  readonly [Level in LogLevel]: (event: string, fields?: LogFields) => void;
};

export type LoggerOptions = {
  readonly service: string;
  readonly level?: LogLevel;
  readonly destination?: DestinationStream;
  /** Directory that all services share and write: weekly keys and nothing else. */
  readonly pseudonymKeyDirectory: string;
  readonly clock?: Clock;
};

const EVENT = /^[a-z][a-z0-9_.]{0,63}$/;

/** JSON lines with allow-listed fields, RFC 3339 with +09:00 and the trace id. Never throws, whatever it is given. */
export const createLogger = ({
  service,
  level = 'info',
  destination = pinoDestination({ dest: 1, sync: true }),
  pseudonymKeyDirectory,
  clock = systemClock,
}: LoggerOptions): Logger => {
  const pseudonym = createPseudonyms(pseudonymKeyDirectory, clock);
  const lines = pino(
    {
      level,
      base: { service },
      messageKey: 'event',
      timestamp: () => `,"time":"${formatInstant(clock.now())}"`,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => {
        const span = trace.getActiveSpan();
        return span === undefined ? {} : { traceId: span.spanContext().traceId };
      },
    },
    destination,
  );
  const write =
    (at: LogLevel) =>
    (event: string, fields: LogFields = {}) => {
      if (!lines.isLevelEnabled(at)) return;
      lines[at](reduceFields(fields, pseudonym), EVENT.test(event) ? event : 'unnamed_event');
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
};
