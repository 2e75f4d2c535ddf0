import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const CANARY = 'CANARY-yamada';

type Span = {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: { key: string }[];
};
type Received = { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };

let receiver: Server;
const bodies: string[] = [];
const measured: string[] = [];
let output: { stored: { traceparent: string }; resumed: { traceparent: string } };

const run = async (env: NodeJS.ProcessEnv): Promise<string> => {
  const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(
    process.execPath,
    ['--import', file('./register.js'), file('./testing/traced-process.js'), CANARY],
    { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code).toBe(0);
  return text;
};

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      (request.url === '/v1/metrics' ? measured : bodies).push(body);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  const text = await run({
    OTEL_SERVICE_NAME: 'traced',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  });
  output = JSON.parse(text) as typeof output;
}, 30_000);

afterAll(() => void receiver.close());

const spans = (): Span[] =>
  bodies.flatMap((body) =>
    (JSON.parse(body) as Received).resourceSpans.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap((scope) => scope.spans),
    ),
  );

describe('the preload', () => {
  test('instruments what the process serves and calls, in one trace', () => {
    const [server, client] = [1, 0].map((i) => spans().filter((span) => span.name.startsWith('GET'))[i]);
    expect(spans().map(({ name }) => name)).toEqual(expect.arrayContaining(['GET', 'resumed']));
    expect(new Set([server?.traceId, client?.traceId]).size).toBe(1);
    expect([server?.parentSpanId, client?.parentSpanId]).toEqual(
      expect.arrayContaining([[server, client].find((span) => (span?.parentSpanId ?? '') === '')?.spanId]),
    );
  });

  test('lets no path, query, user agent, address, message or unknown attribute out', () => {
    expect(bodies.length).toBeGreaterThan(0);
    const text = bodies.join('');
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain('127.0.0.1');
    const keys = new Set(spans().flatMap((span) => span.attributes.map(({ key }) => key)));
    for (const name of ['url.path', 'url.query', 'url.full', 'user_agent.original', 'network.peer.address']) {
      expect(keys).not.toContain(name);
    }
    expect(keys).toContain('http.request.method');
    expect(keys).toContain('nencho.caller');
  });

  test('sends what is measured, with listed attributes only', () => {
    const text = measured.join('');
    expect(text).toContain('"name":"nencho.test"');
    expect(text).toMatch(/"as(?:Int|Double)":"?7/);
    expect(text).toContain('http.route');
    expect(text).not.toContain('person.name');
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain('127.0.0.1');
    expect(text).not.toContain('tenant');
  });

  test('stored trace headers are taken up again, and an untraced poll makes no span', () => {
    const resumed = spans().find(({ name }) => name === 'resumed');
    const [, traceId, spanId] = output.stored.traceparent.split('-');
    expect(resumed?.traceId).toBe(traceId);
    expect(resumed?.parentSpanId).toBe(spanId);
    expect(output.resumed.traceparent.split('-')[2]).toBe(resumed?.spanId);
    // A caller's baggage goes no further: it would lie in clear in outbox rows and messages.
    expect([Object.keys(output.stored), Object.keys(output.resumed)]).toEqual([['traceparent'], ['traceparent']]);
    expect(spans().map(({ name }) => name)).not.toContain('poll');
  });

  test('without a receiver it still forwards trace ids, and sends nothing', async () => {
    const before = bodies.length;
    const text = await run({});
    expect((JSON.parse(text) as typeof output).stored.traceparent).toMatch(/^00-[0-9a-f]{32}-/);
    expect(bodies).toHaveLength(before);
  }, 30_000);
});
