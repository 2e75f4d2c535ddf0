import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { exportedAttributes } from './attribute-names.js';

type SpanExporter = NodeSDKConfiguration['traceExporter'];
type ReadableSpan = Parameters<SpanExporter['export']>[0][number];
type Attributes = ReadableSpan['attributes'];

const reduceAttributes = (attributes: Attributes | undefined): Attributes =>
  Object.fromEntries(Object.entries(attributes ?? {}).filter(([name]) => exportedAttributes.has(name)));

/** The span as it may leave: allow-listed attributes, and a status and events without their texts. */
const reduceSpan = (span: ReadableSpan): ReadableSpan => {
  const set = (value: unknown) => ({ value, enumerable: true });
  return Object.create(span, {
    attributes: set(reduceAttributes(span.attributes)),
    status: set({ code: span.status.code }),
    events: set(span.events.map((event) => ({ ...event, attributes: reduceAttributes(event.attributes) }))),
    links: set(span.links.map((link) => ({ ...link, attributes: reduceAttributes(link.attributes) }))),
  }) as ReadableSpan;
};

/** Puts the allow-list in front of an exporter, so that no instrumentation decides what leaves the process. */
export const reducedExporter = (exporter: SpanExporter): SpanExporter => ({
  export: (spans, done) => exporter.export(spans.map(reduceSpan), done),
  shutdown: async () => exporter.shutdown(),
  ...(exporter.forceFlush === undefined ? {} : { forceFlush: async () => exporter.forceFlush?.() }),
});
