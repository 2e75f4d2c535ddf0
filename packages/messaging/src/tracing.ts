import { withTraceHeaders } from '@nencho/telemetry';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/** Runs the handling of a message as a child of the span that sent it. */
export const asConsumerSpan = async <T>(
  headers: Readonly<Record<string, string>>,
  name: string,
  run: () => Promise<T>,
): Promise<T> =>
  withTraceHeaders(headers, async () =>
    trace.getTracer('nencho-messaging').startActiveSpan(name, { kind: SpanKind.CONSUMER }, async (span) => {
      try {
        return await run();
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    }),
  );
