/**
 * Everything into which the product lets something flow: what it holds, and for how long. `log`: written about the
 * product's working or about an access, derived from what people do; 90 days are the most (terms of service: access logs
 * and logs of operators). `customer`: data of a customer, the audit trail among them (it is theirs, sealed under their
 * key); it stays until their contract has ended. `technical`: of nobody. scripts/sinks.test.mjs holds this list against
 * the topics, collections, dependencies, servers and network edges that there are.
 */
export type SinkHolds = 'log' | 'customer' | 'technical';

export type Sink = {
  readonly name: string;
  readonly holds: SinkHolds;
  readonly retention: { readonly days: number } | 'contract' | 'none';
  /** Where the retention is set: a file of the repository and what stands in it. */
  readonly enforcedBy: { readonly file: string; readonly says: string };
  /** Packages by which something gets there. */
  readonly through?: readonly string[];
  readonly topics?: readonly string[];
  /** Ends of network edges outside of the release. */
  readonly edges?: readonly string[];
};

export const MAX_LOG_DAYS = 90;

/** @throws Error when a log would be kept for too long, or nobody says for how long */
export const checkedSinks = <const S extends readonly Sink[]>(sinks: S): S => {
  for (const { name, holds, retention } of sinks) {
    const days = typeof retention === 'object' ? retention.days : undefined;
    if (days !== undefined && !(Number.isSafeInteger(days) && days >= 0))
      throw new Error(`${name}: not a number of days`);
    if (holds === 'log' && (days === undefined || days > MAX_LOG_DAYS)) {
      throw new Error(`${name}: a log is kept for ${MAX_LOG_DAYS} days at the most`);
    }
    if (retention === 'contract' && holds !== 'customer')
      throw new Error(`${name}: only a customer's data stay that long`);
  }
  return sinks;
};

const chartSchema = { file: 'charts/nencho/values.schema.json', says: '"maximum": 90' } as const;
const topicTime = { file: 'packages/messaging/src/topics.ts', says: 'const KEPT_MS = 14 * 86_400_000;' } as const;

export const sinks = checkedSinks([
  {
    ...{ name: 'lines on standard output', holds: 'log', retention: { days: 90 }, through: ['pino'] },
    enforcedBy: chartSchema, // telemetry.retentionDays, for the cluster's collection of container output
  },
  {
    ...{ name: 'traces', holds: 'log', retention: { days: 90 }, edges: ['telemetry'], enforcedBy: chartSchema },
    through: ['@opentelemetry/exporter-trace-otlp-http'],
  },
  {
    ...{ name: 'metrics', holds: 'log', retention: { days: 90 }, edges: ['telemetry'], enforcedBy: chartSchema },
    through: ['@opentelemetry/exporter-metrics-otlp-http'],
  },
  {
    ...{ name: 'lines of the ingress', holds: 'log', retention: { days: 90 }, enforcedBy: chartSchema },
    edges: ['ingress'],
  },
  {
    ...{ name: 'weekly keys of pseudonyms', holds: 'log', retention: { days: 90 } },
    enforcedBy: { file: 'packages/telemetry/src/pseudonyms.ts', says: 'const KEEP_DAYS = 90;' },
  },
  {
    ...{ name: 'events of administrators in Keycloak', holds: 'log', retention: { days: 90 }, edges: ['keycloak'] },
    enforcedBy: {
      file: 'services/identity/src/realms/desired-realms.ts',
      says: 'adminEventsExpiration: String(NINETY_DAYS_SECONDS)',
    },
    through: ['keycloak-connect', 'openid-client'],
  },
  {
    ...{ name: 'events of users in Keycloak', holds: 'log', retention: { days: 0 }, edges: ['keycloak'] },
    enforcedBy: { file: 'services/identity/src/realms/desired-realms.ts', says: 'eventsEnabled: false' },
  },
  {
    ...{ name: 'users in Keycloak', holds: 'customer', retention: 'contract', edges: ['keycloak'] },
    enforcedBy: { file: 'services/identity/src/keycloak/keycloak-store.ts', says: 'erase' },
  },
  {
    ...{ name: 'events between services', holds: 'log', retention: { days: 14 }, enforcedBy: topicTime },
    topics: ['nencho.identity.v1', 'nencho.declaration.v1', 'nencho.document.v1', 'nencho.notification.v1'],
    ...{ through: ['kafkajs'], edges: ['kafka'] },
  },
  {
    ...{ name: 'orders of erasure and of rotation', holds: 'log', retention: { days: 14 }, enforcedBy: topicTime },
    topics: ['nencho.erasure.v1', 'nencho.keys.v1'],
  },
  {
    // On its way to the customer's trail: sealed under the customer's key.
    ...{ name: 'lines of the audit trail on their way', holds: 'log', retention: { days: 14 }, enforcedBy: topicTime },
    topics: ['nencho.audit.v1'],
  },
  {
    ...{ name: 'dead letters', holds: 'log', retention: { days: 90 } },
    enforcedBy: { file: 'packages/messaging/src/dead-letters.ts', says: 'const KEPT_DAYS = 90;' },
  },
  {
    ...{ name: 'ended jobs and their errors', holds: 'log', retention: { days: 90 } },
    enforcedBy: { file: 'packages/mongo/src/job-rows.ts', says: '90 * 86_400_000' },
  },
  {
    ...{ name: 'audit trail', holds: 'customer', retention: 'contract' },
    enforcedBy: { file: 'packages/mongo/src/copy-inventory.ts', says: "name: 'audit_heads'" },
  },
  {
    ...{ name: 'databases', holds: 'customer', retention: 'contract', edges: ['mongodb'] },
    enforcedBy: { file: 'packages/mongo/src/copy-inventory.ts', says: 'copyInventory' },
    through: ['mongoose', 'connect-mongo', 'express-session'],
  },
  {
    ...{ name: 'attachments', holds: 'customer', retention: 'contract', edges: ['objectStore'] },
    enforcedBy: { file: 'services/document/src/main.ts', says: 'stores' },
    through: ['@azure/storage-blob'],
  },
  {
    ...{ name: 'erasure ledger', holds: 'technical', retention: 'none', edges: ['ledger'] },
    enforcedBy: { file: 'packages/service-kit/src/erasure-ledger.ts', says: 'LedgerEntry' },
  },
  {
    // What the relay of a customer's own mails keeps is its operator's; the product keeps no copy of a mail.
    ...{ name: 'mails', holds: 'customer', retention: 'none', edges: ['mail'] },
    enforcedBy: { file: 'packages/mongo/src/copy-inventory.ts', says: "owner: 'notification'" },
    through: ['nodemailer', '@sendgrid/mail', '@sendgrid/client'],
  },
  {
    // Of keys the vault keeps its own access log: under the retention of the vault's diagnostic settings.
    ...{ name: 'key vault', holds: 'customer', retention: 'contract', edges: ['keyVault', 'workloadIdentity'] },
    enforcedBy: { file: 'packages/crypto/src/azure-key-provider.ts', says: 'const MAX_RECOVERABLE_DAYS = 7;' },
    through: ['@azure/keyvault-keys', '@azure/identity'],
  },
] as const satisfies readonly Sink[]);

/** Dependencies by which nothing leaves a process: they read, compute or draw. What is neither here nor above is unknown. */
export const harmlessPackages: ReadonlySet<string> = new Set([
  ...['@img/sharp-wasm32', '@streamparser/json-node'],
  ...['@bufbuild/protobuf', '@expo-google-fonts/noto-sans-jp', '@grpc/grpc-js', '@hyzyla/pdfium', 'csv-parse'],
  ...['@opentelemetry/api', '@opentelemetry/core', '@opentelemetry/instrumentation', '@opentelemetry/sdk-metrics'],
  ...['@opentelemetry/instrumentation-express', '@opentelemetry/instrumentation-grpc'],
  ...['@opentelemetry/instrumentation-http', '@opentelemetry/instrumentation-kafkajs'],
  ...['@opentelemetry/instrumentation-mongodb', '@opentelemetry/instrumentation-mongoose'],
  ...['@opentelemetry/instrumentation-undici', '@opentelemetry/sdk-node', 'csv-stringify', 'express'],
  ...['express-rate-limit', 'fontkit', 'grpc-health-check', 'helmet', 'http-proxy-middleware', 'import-in-the-middle'],
  ...['jose', 'pdfkit', 'piscina', 'sharp', 'zod'],
]);
