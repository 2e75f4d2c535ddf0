import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

/** A span as it came over OTLP. */
export type Span = {
  readonly service: string;
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
};

type Attribute = { readonly key: string; readonly value: Readonly<Record<string, unknown>> };
type OtlpSpan = Pick<Span, 'name' | 'kind' | 'traceId' | 'spanId'> & {
  readonly parentSpanId?: string;
  readonly attributes?: readonly Attribute[];
};
type OtlpTraces = {
  readonly resourceSpans?: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly OtlpSpan[];
    }[];
  }[];
};

const valuesOf = (attributes: readonly Attribute[] = []): Readonly<Record<string, unknown>> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

const spansOf = ({ resourceSpans = [] }: OtlpTraces): readonly Span[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(valuesOf(resource.attributes)['service.name']);
    return scopeSpans
      .flatMap(({ spans }) => spans)
      .map(({ name, kind, traceId, spanId, parentSpanId, attributes }) => ({
        service,
        name,
        kind,
        traceId,
        spanId,
        parentSpanId: parentSpanId ?? '',
        attributes: valuesOf(attributes),
      }));
  });

const readBody = async (request: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

/**
 * An OTLP receiver in this process (JSON over HTTP). GET answers every span taken so far, as a line of JSON each;
 * GET /bodies answers all that came, as it came, so that it can be searched for what must not be in it.
 */
export const startTraceReceiver = async (): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> => {
  const lines: string[] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.end((request.url === '/bodies' ? bodies : lines).join('\n'));
      return;
    }
    void readBody(request).then((body) => {
      bodies.push(body);
      lines.push(...spansOf(JSON.parse(body) as OtlpTraces).map((span) => JSON.stringify(span)));
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** Every span that the receiver at `url` has taken. */
export const receivedSpans = async (url: string): Promise<readonly Span[]> => {
  const text = await (await fetch(url)).text();
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Span);
};
