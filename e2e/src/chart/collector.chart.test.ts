import { type AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { freePort, type ManagedProcess, spawnProcess, waitUntil } from '@nencho/local-stack';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { collectorBinary } from '../kubernetes/binaries.js';
import { describeWithGo } from './testing/describe-with-go.js';
import type { Manifest } from './manifest.js';
import { render } from './release.js';

/** What must arrive, and what must not: each planted where its name says. */
const marker = '/known/marker';
const secrets = {
  resourceAttribute: 'canary-host-name',
  scopeAttribute: 'canary-scope-attribute',
  unknownKey: 'canary-unknown-key',
  myNumber: '123456789018',
  mail: 'canary@example.jp',
  name: '年調 花子',
  spanName: '/t/998877665544',
  status: 'canary-status-text',
  eventName: 'canary-event-name',
  eventAttribute: 'canary-event-attribute',
  linkAttribute: 'canary-link-attribute',
  traceState: 'canary-state=1',
  metricAttribute: 'canary-metric-attribute',
} as const;

type Attributes = readonly { readonly key: string; readonly value: { readonly stringValue: string } }[];
const attributes = (values: Readonly<Record<string, string>>): Attributes =>
  Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }));

const ids = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' };
const resource = { attributes: attributes({ 'service.name': 'declaration', 'host.name': secrets.resourceAttribute }) };
const scope = { name: 'nencho', attributes: attributes({ 'scope.note': secrets.scopeAttribute }) };
const times = { startTimeUnixNano: '1', endTimeUnixNano: '2' };

const span = {
  ...ids,
  ...times,
  name: secrets.spanName,
  kind: 2,
  traceState: secrets.traceState,
  attributes: attributes({
    'http.route': marker,
    'user.name': secrets.unknownKey,
    'rpc.method': secrets.myNumber,
    'db.namespace': secrets.mail,
    'error.type': secrets.name,
  }),
  status: { code: 2, message: secrets.status },
  events: [
    {
      timeUnixNano: '1',
      name: secrets.eventName,
      attributes: attributes({ 'exception.message': secrets.eventAttribute }),
    },
  ],
  links: [{ ...ids, attributes: attributes({ note: secrets.linkAttribute }) }],
};
const traces = { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span] }] }] };
const point = {
  timeUnixNano: '1',
  asInt: '1',
  attributes: attributes({ 'http.route': marker, 'user.id': secrets.metricAttribute }),
};
const metrics = {
  resourceMetrics: [
    {
      resource,
      scopeMetrics: [{ scope, metrics: [{ name: 'nencho.outbox.oldest_age', gauge: { dataPoints: [point] } }] }],
    },
  ],
};

const renderedConfig = async (): Promise<string> => {
  const found = (await render('standard')).find(
    (manifest): manifest is Manifest & { readonly data: Readonly<Record<string, string>> } =>
      manifest.kind === 'ConfigMap' && manifest.metadata.name === 'season-collector',
  );
  return found?.data['collector.yaml'] ?? '';
};

describeWithGo("the collector with the chart's configuration", () => {
  let directory: string;
  let sink: Server;
  let received: { readonly path: string; readonly content: string }[];
  let collector: ManagedProcess | undefined;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'nencho-collector-'));
    received = [];
    sink = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({ path: request.url ?? '', content: gunzipSync(Buffer.concat(chunks)).toString('utf8') });
        response.end();
      });
    });
    await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await collector?.stop();
    collector = undefined;
    sink.close();
    sink.closeAllConnections();
    rmSync(directory, { recursive: true });
  });

  /** Runs the configuration as it is, but for its addresses and what `change` does to it; answers where to send. */
  const start = async (change = (config: string) => config): Promise<string> => {
    const [inlet, health] = [await freePort(), await freePort()];
    const outlet = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;
    const config = change(await renderedConfig())
      .replace('0.0.0.0:4318', `127.0.0.1:${inlet}`)
      .replace('https://otlp.nencho.internal', outlet)
      .replace('host: 0.0.0.0, port: 8888', `host: 127.0.0.1, port: ${health}`);
    const configFile = join(directory, 'collector.yaml');
    writeFileSync(configFile, config);
    const running = await spawnProcess({
      ...{ name: 'collector', command: await collectorBinary(), args: [`--config=${configFile}`] },
      ...{ logFile: join(directory, 'collector.log'), pidFile: join(directory, 'collector.pid') },
    });
    collector = running;
    await waitUntil(async () => (await fetch(`http://127.0.0.1:${health}/metrics`)).ok, {
      ...{ what: 'the collector', timeoutMs: 30_000 },
      giveUp: () => {
        if (!running.isAlive()) throw new Error('the collector has ended: its configuration is wrong');
      },
    });
    return `http://127.0.0.1:${inlet}`;
  };

  const send = async (url: string): Promise<string> => {
    for (const [path, body] of Object.entries({ '/v1/traces': traces, '/v1/metrics': metrics })) {
      const headers = { 'content-type': 'application/json' };
      expect((await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).status).toBe(200);
      await waitUntil(async () => Promise.resolve(received.some((one) => one.path === path)), {
        what: `what was sent to ${path}`,
        timeoutMs: 30_000,
      });
    }
    return received.map(({ content }) => content).join('\n');
  };
  const found = (content: string) =>
    Object.entries(secrets)
      .filter(([, value]) => content.includes(value))
      .map(([place]) => place);

  test('lets what is listed pass, with the days it may be kept, and nothing of a person', async () => {
    const content = await send(await start());
    expect(content.split(marker)).toHaveLength(3); // once in the traces, once in the metrics
    expect(content).toContain('nencho.retention_days');
    expect(found(content)).toEqual([]);
  });

  test('would let everything pass without its list and patterns: so it was they', async () => {
    const open = (config: string) =>
      config.replaceAll(/processors: \[memory_limiter, transform\/texts, redaction\]/g, 'processors: [memory_limiter]');
    expect(found(await send(await start(open)))).toEqual(Object.keys(secrets));
  });
});
