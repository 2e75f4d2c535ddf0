import { injectTraceHeaders, withTraceHeaders } from '@nencho/telemetry';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

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

/** A span of sending one message among many, as a child of what wrote it; `headers` continue the trace behind it. */
export const startProducerSpan = (
  written: Readonly<Record<string, string>>,
  name: string,
): { readonly headers: Readonly<Record<string, string>>; readonly end: () => void } =>
  withTraceHeaders(written, () => {
    const span = trace.getTracer('nencho-messaging').startSpan(name, { kind: SpanKind.PRODUCER });
    const headers = context.with(trace.setSpan(context.active(), span), injectTraceHeaders);
    return { headers, end: () => span.end() };
  });
