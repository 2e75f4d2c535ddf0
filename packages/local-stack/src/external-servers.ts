import { type KafkaAccess, type KeycloakAccess } from './stack-state.js';
import { StackError } from './stack-error.js';

/** Servers that exist already and are used instead of starting our own. */
export type ExternalServers = {
  readonly mongodbUri?: string;
  readonly kafka?: KafkaAccess;
  readonly keycloak?: Omit<KeycloakAccess, 'publicUrl'>;
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

/** Reads MONGODB_URI, KAFKA_BROKERS (…) and KEYCLOAK_URL (…). */
export const externalServers = (env: NodeJS.ProcessEnv = process.env): ExternalServers => {
  const mongodbUri = optional(env, 'MONGODB_URI');
  const brokers = optional(env, 'KAFKA_BROKERS');
  const url = optional(env, 'KEYCLOAK_URL');
  return {
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
