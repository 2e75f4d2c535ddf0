/** A small program for register.test.ts: serves and calls one request full of canaries, then prints trace ids. */
import { metrics, SpanStatusCode, trace } from '@opentelemetry/api';
import { annotateSpan, flushTraces, injectTraceHeaders, withoutTracing, withTraceHeaders } from '../index.js';

const { createServer } = await import('node:http');
const canary = process.argv[2] ?? '';
const tracer = trace.getTracer('test');
metrics.getMeter('test').createCounter('nencho.test').add(7, { 'person.name': canary, 'http.route': '/people' });

const server = createServer((_request, response) => {
  const span = trace.getActiveSpan();
  span?.setAttribute('person.name', canary);
  annotateSpan({ caller: 'gateway' });
  span?.recordException(new Error(canary));
  span?.setStatus({ code: SpanStatusCode.ERROR, message: canary });
  response.end(JSON.stringify(injectTraceHeaders()));
});
server.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const address = server.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;

const call = async () => {
  const response = await fetch(`http://127.0.0.1:${port}/people/${canary}?code=${canary}`, {
    headers: { 'user-agent': canary, baggage: `person=${canary}` },
  });
  return (await response.json()) as Record<string, string>;
};

const stored = await call();
const resumed = withTraceHeaders(stored, () =>
  tracer.startActiveSpan('resumed', (span) => {
    const headers = injectTraceHeaders();
    span.end();
    return headers;
  }),
);
await withoutTracing(async () => {
  tracer.startSpan('poll').end();
  await Promise.resolve();
});
process.stdout.write(JSON.stringify({ stored, resumed }));
server.close();
await flushTraces();
