/**
 * Preload: `node --import @nencho/telemetry/register main.js`. What is to be instrumented must not be imported before
 * this file. OTEL_SERVICE_NAME and OTEL_EXPORTER_OTLP_ENDPOINT name the service and the receiver.
 */
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { KafkaJsInstrumentation } from '@opentelemetry/instrumentation-kafkajs';
import { MongoDBInstrumentation } from '@opentelemetry/instrumentation-mongodb';
import { MongooseInstrumentation } from '@opentelemetry/instrumentation-mongoose';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { createAllowListAttributesProcessor, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { register } from 'import-in-the-middle/register-hooks.mjs';
import { exportedAttributes } from './attribute-names.js';
import { closeProcess } from './closed-process.js';
import { hasTraceReceiver, setSdkDefaults } from './config.js';
import { reducedExporter } from './reduced-exporter.js';

closeProcess();

// The hook for `import`, synchronous and in this thread; `require` is patched by the SDK itself.
register({
  include: ['node:http', 'node:https', 'http', 'https', 'express', '@grpc/grpc-js', 'mongoose', 'mongodb', 'kafkajs'],
});
setSdkDefaults();

// Emptied at the source as well as dropped by the exporter, so that no other processor ever sees them.
const emptied = {
  'url.query': '',
  'url.path': '',
  'url.full': '',
  'user_agent.original': '',
  'client.address': '',
  'network.peer.address': '',
};

const silentProcessor = {
  onStart: () => undefined,
  onEnd: () => undefined,
  forceFlush: async () => Promise.resolve(),
  shutdown: async () => Promise.resolve(),
};

/** What is measured is sent to the same receiver as the spans, with no other attribute than theirs and none of a tenant. */
const metricsOut = () => ({
  metricReaders: [
    new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter(), exportIntervalMillis: 15_000 }),
  ],
  views: [
    {
      instrumentName: '*',
      attributesProcessors: [createAllowListAttributesProcessor([...exportedAttributes])],
      aggregationCardinalityLimit: 200,
    },
  ],
});

const sdk = new NodeSDK({
  // The trace alone: baggage is whatever a caller writes, and would lie in outbox rows and messages as it came.
  textMapPropagator: new W3CTraceContextPropagator(),
  ...(hasTraceReceiver()
    ? { traceExporter: reducedExporter(new OTLPTraceExporter()), ...metricsOut() }
    : { spanProcessors: [silentProcessor] }),
  instrumentations: [
    new HttpInstrumentation({ startIncomingSpanHook: () => emptied, startOutgoingSpanHook: () => emptied }),
    new ExpressInstrumentation(),
    new GrpcInstrumentation(),
    new MongoDBInstrumentation({ enhancedDatabaseReporting: false }),
    new MongooseInstrumentation({ suppressInternalInstrumentation: true }),
    new KafkaJsInstrumentation(),
    new UndiciInstrumentation({ startSpanHook: () => emptied }),
  ],
});
sdk.start();
process.once('beforeExit', () => void sdk.shutdown());
