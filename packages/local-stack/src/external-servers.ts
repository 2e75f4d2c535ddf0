import { type KafkaAccess, type KeycloakAccess, type StoreAccess } from './stack-state.js';
import { StackError } from './stack-error.js';

/** Servers that exist already and are used instead of starting our own. */
export type ExternalServers = {
  readonly mongodbUri?: string;
  readonly kafka?: KafkaAccess;
  readonly keycloak?: Omit<KeycloakAccess, 'publicUrl'>;
  readonly objects?: StoreAccess;
  readonly ledger?: StoreAccess;
};

const optional = (env: NodeJS.ProcessEnv, name: string): string | undefined => {
  const value = env[name];
  return value === '' ? undefined : value;
};

const required = (env: NodeJS.ProcessEnv, name: string, because: string): string => {
  const value = optional(env, name);
  if (value === undefined) {
    throw new StackError(`${because} is set, so ${name} is needed too`);
  }
  return value;
};

/** The account is the path of an address with one, else the first word of the host's name. */
const accountOf = (url: string): string => {
  const { pathname, hostname } = new URL(url);
  const [account = ''] = pathname === '/' ? hostname.split('.') : pathname.slice(1).split('/');
  return account;
};

const store = (env: NodeJS.ProcessEnv, prefix: 'OBJECT_STORE' | 'LEDGER'): StoreAccess | undefined => {
  const url = optional(env, `${prefix}_URL`)?.replace(/\/$/, '');
  return url === undefined
    ? undefined
    : {
        url,
        account: accountOf(url),
        keyFile: required(env, `${prefix}_KEY_FILE`, `${prefix}_URL`),
        caFile: optional(env, `${prefix}_CA_FILE`),
      };
};

/** Reads MONGODB_URI, KAFKA_BROKERS (…), KEYCLOAK_URL (…), OBJECT_STORE_URL (…) and LEDGER_URL (…). */
export const externalServers = (env: NodeJS.ProcessEnv = process.env): ExternalServers => {
  const mongodbUri = optional(env, 'MONGODB_URI');
  const brokers = optional(env, 'KAFKA_BROKERS');
  const url = optional(env, 'KEYCLOAK_URL');
  const objects = store(env, 'OBJECT_STORE');
  const ledger = store(env, 'LEDGER');
  return {
    ...(objects === undefined ? {} : { objects }),
    ...(ledger === undefined ? {} : { ledger }),
    ...(mongodbUri === undefined ? {} : { mongodbUri }),
    ...(brokers === undefined
      ? {}
      : {
          kafka: {
            brokers: brokers.split(','),
            username: required(env, 'KAFKA_USERNAME', 'KAFKA_BROKERS'),
            password: required(env, 'KAFKA_PASSWORD', 'KAFKA_BROKERS'),
            caFile: optional(env, 'KAFKA_CA_FILE'),
          },
        }),
    ...(url === undefined
      ? {}
      : {
          keycloak: {
            url: url.replace(/\/$/, ''),
            adminClientId: required(env, 'KEYCLOAK_BOOTSTRAP_CLIENT_ID', 'KEYCLOAK_URL'),
            adminClientSecretFile: required(env, 'KEYCLOAK_BOOTSTRAP_CLIENT_SECRET_FILE', 'KEYCLOAK_URL'),
          },
        }),
  };
};
