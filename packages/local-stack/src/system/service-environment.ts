import { join } from 'node:path';
import { certificateFiles } from '../certificate-files.js';
import { keyVaultEnvironment } from '../key-vault.js';
import { repositoryRoot } from '../repository.js';
import { type ServiceName } from '../service-names.js';
import { type StackState } from '../stack-state.js';
import { type Instance } from './instances.js';

export type EnvironmentOptions = {
  readonly stack: StackState;
  readonly instances: readonly Instance[];
  readonly clockShiftMs: number;
  readonly accessTokenSeconds: number;
  readonly logLevel: string;
  /** `azure`: on our emulator. */
  readonly keyProvider: 'local' | 'azure';
};

type Environment = Readonly<Record<string, string>>;

const peers = ['identity', 'declaration', 'document', 'notification', 'retention'] as const;

const targets = (instances: readonly Instance[]): Environment =>
  Object.fromEntries(
    peers.map((peer) => [
      `${peer.toUpperCase()}_TARGET`,
      instances
        .filter(({ service }) => service === peer)
        .map(({ grpcPort }) => `127.0.0.1:${grpcPort}`)
        .join(','),
    ]),
  );

const realm = (prefix: string, name: string, { keycloak }: StackState): Environment => ({
  [`${prefix}_ISSUER`]: `${keycloak.publicUrl}/realms/${name}`,
  [`${prefix}_JWKS_URL`]: `${keycloak.url}/realms/${name}/protocol/openid-connect/certs`,
});

/** Every service asks the ledger before it is ready. */
const ledger = ({ ledgerStore: { url, keyFile, caFile } }: StackState): Environment => ({
  LEDGER_URL: url,
  LEDGER_KEY_FILE: keyFile,
  ...(caFile === undefined ? {} : { LEDGER_CA_FILE: caFile }),
  LEDGER_CONTAINER: 'erasure-ledger',
});

const objectStore = ({ objectStore: { url, keyFile, caFile } }: StackState): Environment => ({
  OBJECT_STORE_URL: url,
  OBJECT_STORE_KEY_FILE: keyFile,
  ...(caFile === undefined ? {} : { OBJECT_STORE_CA_FILE: caFile }),
  OBJECT_STORE_CONTAINER: 'attachments',
});

const keys = (service: ServiceName, stack: StackState, provider: EnvironmentOptions['keyProvider']): Environment =>
  provider === 'azure'
    ? keyVaultEnvironment(stack.keyVault, service)
    : { KEY_PROVIDER: 'local', LOCAL_KEY_DIRECTORY: stack.keys.localKeyDirectory };

const common = (
  service: ServiceName,
  { stack, instances, clockShiftMs, logLevel, keyProvider }: EnvironmentOptions,
): Environment => {
  const certificate = certificateFiles(stack.certificates, service);
  return {
    NODE_ENV: 'development',
    TZ: 'UTC',
    LOG_LEVEL: logLevel,
    OTEL_SERVICE_NAME: service,
    TLS_CERT_FILE: certificate.certFile,
    TLS_KEY_FILE: certificate.keyFile,
    TLS_CA_FILE: certificate.caFile,
    MONGODB_URI: stack.mongodbUri,
    MONGODB_DATABASE: `nencho_${service}`,
    KAFKA_BROKERS: stack.kafka.brokers.join(','),
    KAFKA_USERNAME: stack.kafka.username,
    KAFKA_PASSWORD: stack.kafka.password,
    KAFKA_CA_FILE: stack.kafka.caFile ?? stack.caFile,
    TOPIC_PREFIX: '',
    PUBLIC_BASE_URL: stack.publicBaseUrl,
    ...realm('TENANT', 'nencho', stack),
    ...realm('OPS', 'nencho-ops', stack),
    TOKEN_AUDIENCE: 'nencho-api',
    ...targets(instances),
    ...keys(service, stack, keyProvider),
    SYSTEM_KEY_DIRECTORY: stack.keys.systemKeyDirectory,
    VERIFICATION_KEY_DIRECTORY: stack.keys.verificationKeyDirectory,
    PSEUDONYM_KEY_DIRECTORY: stack.keys.pseudonymKeyDirectory,
    CURSOR_KEY_FILE: stack.keys.cursorKeyFile,
    CLOCK_SHIFT_MS: String(clockShiftMs),
    ...ledger(stack),
  };
};

const keycloakClients = ({ keycloak, clients }: StackState) => ({
  identity: {
    KEYCLOAK_ADMIN_URL: keycloak.url,
    KEYCLOAK_CLIENT_ID: 'nencho-identity',
    KEYCLOAK_CLIENT_SECRET_FILE: clients.identitySecretFile,
  },
  gateway: { OIDC_CLIENT_ID: 'nencho-gateway', OIDC_CLIENT_SECRET_FILE: clients.gatewaySecretFile },
});

const special = (service: ServiceName, { stack }: EnvironmentOptions): Environment => {
  const clients = keycloakClients(stack);
  switch (service) {
    case 'identity':
      return clients.identity;
    case 'document':
      return objectStore(stack);
    case 'notification':
      return { MAIL_TRANSPORT: 'smtp', SMTP_URL: stack.mail.smtpUrl, MAIL_FROM: 'Nencho <no-reply@nencho.example>' };
    case 'gateway':
      return {
        ...clients.gateway,
        KEYCLOAK_INTERNAL_URL: stack.keycloak.url,
        SESSION_KEY_FILE: stack.keys.sessionKeyFile,
        WEB_ROOT: join(repositoryRoot, 'services', 'gateway', 'web', 'dist'),
      };
    default:
      return {};
  }
};

/** Everything a service process is told; the names are explained in each service's README. */
export const serviceEnvironment = (instance: Instance, options: EnvironmentOptions): Environment => ({
  ...common(instance.service, options),
  ...special(instance.service, options),
  GRPC_HOST: '127.0.0.1',
  GRPC_PORT: String(instance.grpcPort),
  PROBE_PORT: String(instance.probePort),
  ...(instance.httpPort === undefined ? {} : { PORT: String(instance.httpPort) }),
});

/** For identity's command that brings the realms to what the product needs. */
export const reconcileEnvironment = (instance: Instance, options: EnvironmentOptions): Environment => ({
  ...serviceEnvironment(instance, options),
  ...keycloakClients(options.stack).gateway,
  KEYCLOAK_BOOTSTRAP_CLIENT_ID: options.stack.keycloak.adminClientId,
  KEYCLOAK_BOOTSTRAP_CLIENT_SECRET_FILE: options.stack.keycloak.adminClientSecretFile,
  ACCESS_TOKEN_SECONDS: String(options.accessTokenSeconds),
});
