import { mkdtempSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceName } from '@nencho/auth';
import { systemSealer } from '@nencho/crypto';
import { type Clock, systemClock } from '@nencho/kernel';
import { messagingMigrations } from '@nencho/messaging';
import { connectMongo, mongoMigrations, runMigrations } from '@nencho/mongo';
import { createClients } from '@nencho/service-kit';
import { createLogger } from '@nencho/telemetry';
import { type Send, signInTenantUser, testDatabase, testServers } from '@nencho/testing';
import { buildApp } from '../app.js';
import { type AppConfig } from '../config.js';
import { createBackend } from '../clients/backend.js';
import { createSignInStore } from '../login/sign-in-store.js';
import { gatewayMigrations } from '../migrations/gateway-migrations.js';
import { startWebServer } from '../web-server.js';
import { tlsOf } from './test-peers.js';
import { type TestRealms } from './test-realms.js';

type Targets = Partial<Readonly<Record<ServiceName, string>>>;

export type TestGatewayOptions = {
  readonly realms: Pick<TestRealms, 'tenantIssuer' | 'opsIssuer'>;
  readonly targets?: Targets;
  readonly database?: string;
  readonly clock?: Clock;
  readonly config?: Partial<AppConfig>;
  readonly port?: number;
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
};

/** What a build of the web leaves behind, as far as serving it goes. */
const testWebRoot = (): string => {
  const root = mkdtempSync(join(tmpdir(), 'nencho-web-'));
  mkdirSync(join(root, 'assets'));
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>Nencho</title>');
  writeFileSync(join(root, 'assets/index-abc123.js'), 'export {};');
  writeFileSync(join(root, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  return root;
};

const deadTarget = '127.0.0.1:1';

const allTargets = (targets: Targets) => ({
  ...{ identity: deadTarget, declaration: deadTarget, document: deadTarget },
  ...{ notification: deadTarget, retention: deadTarget },
  ...targets,
});

const appConfig = ({ realms, config }: TestGatewayOptions): AppConfig => ({
  PUBLIC_BASE_URL: testServers().publicBaseUrl,
  TENANT_ISSUER: realms.tenantIssuer,
  OPS_ISSUER: realms.opsIssuer,
  TOKEN_AUDIENCE: 'nencho-api',
  KEYCLOAK_INTERNAL_URL: testServers().keycloak.url,
  OIDC_CLIENT_ID: 'nencho-gateway',
  TRUSTED_PROXY_HOPS: 0,
  FLOOD_LIMIT_PER_MINUTE: 3_000,
  WEB_ROOT: testWebRoot(),
  ...config,
});

/**
 * The gateway as main.ts composes it, on a port of its own, with what it logs. `send` reaches this instance under the
 * public origin, as a load balancer would.
 */
export const startTestGateway = async (options: TestGatewayOptions) => {
  const { database = testDatabase('gateway'), clock = systemClock, targets = {}, tls, port = 0 } = options;
  const { mongodbUri, keys, clients: secrets } = testServers();
  const config = appConfig(options);
  const log: string[] = [];
  const logger = createLogger({
    service: 'gateway',
    level: 'debug',
    destination: { write: (line) => void log.push(line) },
    pseudonymKeyDirectory: keys.pseudonymKeyDirectory,
  });
  const connection = await connectMongo({ uri: mongodbUri, database, appName: 'gateway-test' });
  await runMigrations(connection, [...mongoMigrations, ...messagingMigrations, ...gatewayMigrations]);
  const sealer = systemSealer({ keyFile: keys.sessionKeyFile });
  const signIns = createSignInStore({ connection, sealer, clock, door: 'tenant' });
  const operatorSignIns = createSignInStore({ connection, sealer, clock, door: 'operator' });
  const clients = createClients({ tls: tlsOf('gateway'), targets: allTargets(targets) });
  const app = buildApp({
    ...{ config, connection, signIns, operatorSignIns, clock, logger },
    backend: createBackend(clients),
    clientSecret: readFileSync(secrets.gatewaySecretFile, 'utf8').trim(),
    sessionKey: readFileSync(keys.sessionKeyFile),
  });
  const web = await startWebServer(app, {
    ...{ HOST: '127.0.0.1', PORT: port },
    WEB_TLS_CERT_FILE: tls?.certFile,
    WEB_TLS_KEY_FILE: tls?.keyFile,
  });
  const url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${web.port}`;
  const send: Send = async (address, init) => fetch(address.replace(config.PUBLIC_BASE_URL, url), init);
  return {
    ...{ url, port: web.port, log, send, connection, signIns, config, database },
    baseUrl: config.PUBLIC_BASE_URL,
    /** Signs in through this instance. */
    signIn: async (user: { tenantCode: string; loginId: string; password: string; newPassword?: string }) =>
      signInTenantUser({ baseUrl: config.PUBLIC_BASE_URL, send, ...user }),
    stop: async () => {
      await web.stop();
      clients.close();
      await connection.close();
    },
    drop: async () => connection.dropDatabase(),
  };
};

export type TestGateway = Awaited<ReturnType<typeof startTestGateway>>;
