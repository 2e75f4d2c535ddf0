import { accessSync, constants, statSync } from 'node:fs';
import { z } from 'zod';
import { toGrpcTarget } from './target.js';

const isReadable = (path: string, kind: 'isFile' | 'isDirectory'): boolean => {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path)[kind]();
  } catch {
    return false;
  }
};

export const readableFile = z.string().refine((path) => isReadable(path, 'isFile'), 'is not a readable file');
export const readableDirectory = z.string().refine((path) => isReadable(path, 'isDirectory'), 'is not a directory');
export const port = z.coerce.number().int().min(0).max(65_535);
/** `host:port[,host:port…]` */
export const peerTarget = z
  .string()
  .refine((value) => toGrpcTarget(value) !== undefined, 'is neither one host:port nor a list of IPv4 addresses');

const httpUrl = z.url({ protocol: /^https?$/ });

/** `alias=https://…[,alias=https://…]`: the alias begins the name of every key in that vault, so it never changes. */
const keyVaults = z
  .string()
  .regex(/^[a-z0-9-]{1,24}=https:\/\/[^,=\s]+(,[a-z0-9-]{1,24}=https:\/\/[^,=\s]+)*$/, 'is not alias=https://…[,…]')
  .transform((value): Readonly<Record<string, string>> =>
    Object.fromEntries(value.split(',').map((entry) => entry.split('=') as [string, string])),
  );

/** Variables of every service, in groups: take what the service uses. */
export const serviceEnv = {
  runtime: {
    // Without a word it is production: the safe side.
    NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    CLOCK_SHIFT_MS: z.coerce.number().int().default(0),
    /** Private keys of this service alone: it signs its events with `events-<service>.key`. */
    SYSTEM_KEY_DIRECTORY: readableDirectory,
    /** Public keys of all services, which none of them can write: whoever could would speak for every other. */
    VERIFICATION_KEY_DIRECTORY: readableDirectory,
    /** Weekly keys of the logs' pseudonyms: shared by all services and written by them. */
    PSEUDONYM_KEY_DIRECTORY: readableDirectory,
    PROBE_PORT: port,
  },
  tls: { TLS_CERT_FILE: readableFile, TLS_KEY_FILE: readableFile, TLS_CA_FILE: readableFile },
  grpcServer: { GRPC_HOST: z.string().min(1).default('127.0.0.1'), GRPC_PORT: port },
  mongo: {
    MONGODB_URI: z.url({ protocol: /^mongodb(\+srv)?$/ }),
    MONGODB_DATABASE: z.string().regex(/^[a-z0-9_-]{1,60}$/),
  },
  kafka: {
    KAFKA_BROKERS: z
      .string()
      .regex(/^[^,\s:]+:\d+(,[^,\s:]+:\d+)*$/, 'is not host:port[,host:port…]')
      .transform((value) => value.split(',')),
    KAFKA_USERNAME: z.string().min(1),
    KAFKA_PASSWORD: z.string().min(1),
    KAFKA_CA_FILE: readableFile,
    TOPIC_PREFIX: z
      .string()
      .regex(/^[a-z0-9.-]{0,60}$/)
      .default(''),
  },
  tokens: {
    TENANT_ISSUER: httpUrl,
    TENANT_JWKS_URL: httpUrl,
    OPS_ISSUER: httpUrl,
    OPS_JWKS_URL: httpUrl,
    TOKEN_AUDIENCE: z.string().min(1).default('nencho-api'),
  },
  /** Which of them must be there depends on KEY_PROVIDER: see the rules below. */
  keys: {
    KEY_PROVIDER: z.enum(['local', 'azure']).default('local'),
    LOCAL_KEY_DIRECTORY: readableDirectory.optional(),
    KEY_VAULTS: keyVaults.optional(),
    KEY_VAULT_CA_FILE: readableFile.optional(),
    KEY_VAULT_EMULATED: z
      .enum(['true', 'false'])
      .default('false')
      .transform((value) => value === 'true'),
  },
  cursors: { CURSOR_KEY_FILE: readableFile },
  /** The erasure ledger, outside of the databases: asked before a service is ready. Without a key by the workload's identity. */
  ledger: {
    LEDGER_URL: httpUrl,
    LEDGER_KEY_FILE: readableFile.optional(),
    LEDGER_CA_FILE: readableFile.optional(),
    LEDGER_CONTAINER: z
      .string()
      .regex(/^[a-z0-9-]{3,63}$/)
      .default('erasure-ledger'),
  },
} as const;

/** What holds between variables. */
const rules = (
  config: Readonly<Record<string, unknown>>,
): readonly { readonly path: string; readonly message: string }[] => {
  const production = config['NODE_ENV'] === 'production';
  const keys = config['KEY_PROVIDER'];
  return [
    ...(production && (config['CLOCK_SHIFT_MS'] ?? 0) !== 0
      ? [{ path: 'CLOCK_SHIFT_MS', message: 'must be 0 in production' }]
      : []),
    ...(production && config['KEY_VAULT_EMULATED'] === true
      ? [{ path: 'KEY_VAULT_EMULATED', message: 'must be false in production' }]
      : []),
    ...(keys === 'local' && config['LOCAL_KEY_DIRECTORY'] === undefined
      ? [{ path: 'LOCAL_KEY_DIRECTORY', message: 'is missing' }]
      : []),
    ...(keys === 'azure' && config['KEY_VAULTS'] === undefined ? [{ path: 'KEY_VAULTS', message: 'is missing' }] : []),
  ];
};

/**
 * A service's schema: its groups and its own variables, with the rules that hold between them. The clock can be moved
 * for a season played out of season, never in production.
 */
export const serviceConfig = <T extends z.ZodRawShape>(shape: T) =>
  z.object(shape).superRefine((config: Readonly<Record<string, unknown>>, context) => {
    for (const { path, message } of rules(config)) context.addIssue({ code: 'custom', path: [path], message });
  });
