/** Spans are sent only where an OTLP receiver is named; without one the preload still makes and forwards trace ids. */
export const hasTraceReceiver = (env: NodeJS.ProcessEnv = process.env): boolean =>
  [env['OTEL_EXPORTER_OTLP_ENDPOINT'], env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']].some(
    (value) => value !== undefined && value !== '',
  );

/**
 * Traces only, where the SDK would otherwise send metrics and logs to its default address; and a resource without host,
 * user and command line.
 */
export const setSdkDefaults = (env: NodeJS.ProcessEnv = process.env): void => {
  env['OTEL_METRICS_EXPORTER'] ??= 'none';
  env['OTEL_LOGS_EXPORTER'] ??= 'none';
  env['OTEL_NODE_RESOURCE_DETECTORS'] ??= 'env';
};
