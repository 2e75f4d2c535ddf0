import {
  loadConfig,
  peerTarget,
  port,
  readableDirectory,
  readableFile,
  serviceConfig,
  serviceEnv,
} from '@nencho/service-kit';
import { z } from 'zod';

const httpUrl = z.url({ protocol: /^https?$/ });
const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];

export const isLoopbackHttp = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && loopbackHosts.includes(hostname);
};

/** A bare origin: cookies, redirects and same-origin checks are made of it. */
const publicBaseUrl = httpUrl
  .refine((url) => new URL(url).origin === url, 'must be an origin without a path')
  .refine((url) => new URL(url).protocol === 'https:' || isLoopbackHttp(url), 'must be https, or http on loopback');

const shape = {
  ...serviceEnv.runtime,
  ...serviceEnv.tls,
  ...serviceEnv.mongo,
  ...serviceEnv.kafka,
  ...serviceEnv.ledger,
  TENANT_ISSUER: httpUrl,
  OPS_ISSUER: httpUrl,
  TOKEN_AUDIENCE: serviceEnv.tokens.TOKEN_AUDIENCE,
  IDENTITY_TARGET: peerTarget,
  DECLARATION_TARGET: peerTarget,
  DOCUMENT_TARGET: peerTarget,
  NOTIFICATION_TARGET: peerTarget,
  RETENTION_TARGET: peerTarget,
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port,
  PUBLIC_BASE_URL: publicBaseUrl,
  /** Certificate and key for browsers; without them TLS ends before the gateway. */
  WEB_TLS_CERT_FILE: readableFile.optional(),
  WEB_TLS_KEY_FILE: readableFile.optional(),
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  KEYCLOAK_INTERNAL_URL: httpUrl,
  OIDC_CLIENT_ID: z.string().min(1).default('nencho-gateway'),
  OIDC_CLIENT_SECRET_FILE: readableFile,
  SESSION_KEY_FILE: readableFile,
  WEB_ROOT: readableDirectory,
  FLOOD_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(3_000),
} as const;

export const configSchema = serviceConfig(shape).refine(
  (config) => (config['WEB_TLS_CERT_FILE'] === undefined) === (config['WEB_TLS_KEY_FILE'] === undefined),
  { path: ['WEB_TLS_KEY_FILE'], message: 'goes together with WEB_TLS_CERT_FILE' },
);

export type Config = z.output<typeof configSchema>;

/** What the web application needs of it; tests give this much. */
export type AppConfig = Pick<
  Config,
  | 'PUBLIC_BASE_URL'
  | 'TENANT_ISSUER'
  | 'OPS_ISSUER'
  | 'TOKEN_AUDIENCE'
  | 'KEYCLOAK_INTERNAL_URL'
  | 'OIDC_CLIENT_ID'
  | 'TRUSTED_PROXY_HOPS'
  | 'FLOOD_LIMIT_PER_MINUTE'
  | 'WEB_ROOT'
>;

/** Names of the variables, for the README's table. */
export const variableNames: readonly string[] = Object.keys(shape);

/** @returns the configuration, or prints every reason and exits with 78 */
export const gatewayConfig = (): Config => loadConfig(configSchema, process.env);

/** Where the operators' command finds the system; its only variable. */
export const defaultOpsUrl = (): string => process.env['NENCHO_URL'] ?? 'http://localhost:3000';
