/** Spans are sent only where an OTLP receiver is named; without one the preload still makes and forwards trace ids. */
export const hasTraceReceiver = (env: NodeJS.ProcessEnv = process.env): boolean =>
  [env['OTEL_EXPORTER_OTLP_ENDPOINT'], env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']].some(
    (value) => value !== undefined && value !== '',
  );

/**
 * The SDK starts no exporter of its own by these variables, as it would for its default address: the preload names them,
 * with its allow-lists before them. And a resource without host, user and command line.
 */
export const setSdkDefaults = (env: NodeJS.ProcessEnv = process.env): void => {
  env['OTEL_METRICS_EXPORTER'] = 'none';
  env['OTEL_LOGS_EXPORTER'] = 'none';
  env['OTEL_NODE_RESOURCE_DETECTORS'] ??= 'env';
};

export const processEnvironment = (): NodeJS.ProcessEnv => process.env;
