import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ResolvedActor, UserActor } from '@nencho/auth';
import { AuditEntry, SealedAuditEntry } from '@nencho/contracts/audit/v1/audit';
import { localKeyProvider } from '@nencho/crypto';
import { newId, tenantId as asTenantId } from '@nencho/kernel';
import { messagingMigrations } from '@nencho/messaging';
import { connectMongo, mongoMigrations, runMigrations } from '@nencho/mongo';
import { createLogger } from '@nencho/telemetry';
import { fixedClock, keycloakReady, testDatabase, testServers, type FixedClock } from '@nencho/testing';
import type { Connection } from 'mongoose';
import { buildApp, identityMigrations, type App } from '../app.js';
import type { KeycloakUsers } from '../application/ports.js';
import { keycloakHttp, type KeycloakHttp } from '../keycloak/keycloak-http.js';
import { keycloakUsers } from '../keycloak/keycloak-users.js';
import type { RealmInput } from '../realms/desired-realms.js';
import { reconcileRealms } from '../realms/reconcile-realm.js';

export const publicBaseUrl = 'http://localhost:4000';

export type Realms = {
  readonly admin: KeycloakHttp;
  readonly input: RealmInput;
  readonly users: KeycloakUsers;
  readonly remove: () => Promise<void>;
};

const secretIn = (file: string): string => readFileSync(file, 'utf8').trim();

export const bootstrapHttp = (): KeycloakHttp => {
  const { keycloak } = testServers();
  return keycloakHttp({
    adminUrl: keycloak.url,
    realm: 'master',
    clientId: keycloak.adminClientId,
    clientSecret: secretIn(keycloak.adminClientSecretFile),
    timeoutMs: 60_000,
  });
};

/** Realms of their own for one test file, at the real Keycloak. */
export const startRealms = async (): Promise<Realms> => {
  await keycloakReady();
  const prefix = `t${randomBytes(4).toString('hex')}`;
  const identity = { clientId: 'nencho-identity', secret: randomBytes(18).toString('base64url') };
  const input: RealmInput = {
    names: { tenants: `${prefix}-nencho`, operators: `${prefix}-nencho-ops` },
    publicBaseUrl,
    accessTokenSeconds: 300,
    backChannelLogoutUrl: `${publicBaseUrl}/login/backchannel-logout`,
    gateway: { clientId: 'nencho-gateway', secret: randomBytes(18).toString('base64url') },
    identity,
  };
  const admin = bootstrapHttp();
  await reconcileRealms(admin, input);
  const realm = input.names.tenants;
  const own = { adminUrl: testServers().keycloak.url, realm, clientId: identity.clientId };
  return {
    admin,
    input,
    users: keycloakUsers(keycloakHttp({ ...own, clientSecret: identity.secret, timeoutMs: 60_000 }), realm),
    remove: async () => {
      for (const name of Object.values(input.names)) await admin.call('DELETE', `/${name}`);
    },
  };
};

export type Harness = {
  readonly app: App;
  readonly connection: Connection;
  readonly clock: FixedClock;
  readonly realms: Realms;
  /** The person as they stand now. */
  readonly actor: (tenantId: string, sub: string) => Promise<UserActor>;
  /** A tenant with its first administrator. */
  readonly tenant: (order?: { readonly code?: string; readonly seats?: number }) => Promise<TenantHandle>;
  /** Rows of the outbox since the last call: types of events, and types of audit entries as `audit:…`. */
  readonly written: () => Promise<string[]>;
  /** Works until the job has ended. */
  readonly finish: (tenantId: string, jobId: string) => Promise<JobView>;
  readonly stop: () => Promise<void>;
};

export type JobView = Awaited<ReturnType<App['jobs']['get']>>;
export type TenantHandle = { readonly tenantId: string; readonly code: string; readonly admin: UserActor };

export const key = (): string => `key-${newId()}`;

/** The whole service behind the wire, on a database and realms of its own. `around` may stand between it and Keycloak. */
export const startHarness = async (
  name: string,
  around: (users: KeycloakUsers) => KeycloakUsers = (users) => users,
): Promise<Harness> => {
  const servers = testServers();
  const realms = await startRealms();
  const logger = createLogger({
    service: 'identity',
    level: 'error',
    pseudonymKeyDirectory: servers.keys.pseudonymKeyDirectory,
  });
  const connection = await connectMongo({
    uri: servers.mongodbUri,
    database: testDatabase(name),
    appName: `test-${name}`,
  });
  await runMigrations(connection, [...mongoMigrations, ...messagingMigrations, ...identityMigrations]);
  const clock = fixedClock('2026-12-10T09:00:00+09:00');
  const app = buildApp({
    connection,
    keyProvider: localKeyProvider({ directory: servers.keys.localKeyDirectory, environment: 'test' }),
    keycloak: around(realms.users),
    cursorSecret: randomBytes(32),
    publicBaseUrl,
    clock,
    logger,
    newId,
    randomBytes,
  });

  const actor: Harness['actor'] = async (tenantId, sub) => {
    const { disabled, ...resolved }: ResolvedActor = await app.resolve(tenantId, sub);
    if (disabled) throw new Error('disabled');
    const credential = { kind: 'token', token: 'not looked at by use cases', amr: ['pwd'] } as const;
    return { ...resolved, kind: 'user', tenantId: asTenantId(tenantId), sub, credential };
  };

  let seen = new Set<string>();
  const written: Harness['written'] = async () => {
    const rows = await connection
      .collection<{ _id: string; type: string; tenantId: string; payload: Buffer }>('outbox')
      .find()
      .sort({ createdAt: 1 })
      .toArray();
    const fresh = rows.filter(({ _id }) => !seen.has(_id));
    seen = new Set(rows.map(({ _id }) => _id));
    return Promise.all(fresh.map(async (row) => (row.type === 'SealedAuditEntry' ? auditType(app, row) : row.type)));
  };

  return {
    app,
    connection,
    clock,
    realms,
    actor,
    written,
    tenant: async ({ code = `t-${randomBytes(4).toString('hex')}`, seats = 1_000 } = {}) => {
      const { tenantId } = await app.useCases.createTenant(
        {
          idempotencyKey: key(),
          tenantCode: code,
          displayName: '株式会社見本',
          seats,
          contractStart: '2026-10-01',
          adminLoginId: 'admin',
          adminFamilyName: '管理',
          adminGivenName: '花子',
        },
        { kind: 'operator', sub: 'operator-1', token: '' },
      );
      const row = await connection.collection('people').findOne({ tenantId, loginId: 'admin' });
      return { tenantId, code, admin: await actor(tenantId, String(row?.['sub'])) };
    },
    finish: async (tenantId, jobId) => {
      const worker = app.jobs.startWorker();
      try {
        for (;;) {
          const job = await app.jobs.get(tenantId, jobId);
          if (job.finishedAt !== undefined) return job;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      } finally {
        await worker.stop();
      }
    },
    stop: async () => {
      await connection.dropDatabase();
      await connection.close();
      await realms.remove();
    },
  };
};

/** Opens an audit entry as the retention service does. */
const auditType = async (
  { sealer }: App,
  { _id, tenantId, payload }: { readonly _id: string; readonly tenantId: string; readonly payload: Buffer },
): Promise<string> => {
  const { sealed, keyId, wrappedKey } = SealedAuditEntry.decode(payload);
  const place = { tenantId, name: 'audit.entry/1', documentId: _id } as const;
  const entry = AuditEntry.decode(await sealer.openForeign(tenantId, keyId, wrappedKey, place, sealed));
  return `audit:${entry.type}`;
};
