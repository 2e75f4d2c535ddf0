import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createActorCache, type ResolvedActor, type ServiceName } from '@nencho/auth';
import { AuditEntry } from '@nencho/contracts/audit/v1/audit';
import { DeclarationServiceService } from '@nencho/contracts/declaration/v1/declaration_service';
import { DocumentServiceService } from '@nencho/contracts/document/v1/document_service';
import { SealedAuditEntry } from '@nencho/contracts/audit/v1/audit';
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { createSealer, createTenantRoot, localKeyProvider } from '@nencho/crypto';
import { AppError, employeeId, systemClock, tenantId as toTenantId, unauthenticated } from '@nencho/kernel';
import { messagingMigrations } from '@nencho/messaging';
import { classKeyStore, connectMongo, mongoMigrations, runMigrations } from '@nencho/mongo';
import { bindService, createAuthenticator, createClients, type Handlers, startGrpcServer } from '@nencho/service-kit';
import { createLogger } from '@nencho/telemetry';
import { serviceCertificate, testDatabase, testServers } from '@nencho/testing';
import { buildApp } from '../app.js';
import { documentMigrations } from '../migrations/index.js';
import { createRedrawer } from '../redrawing/redraw.js';
import { createRenderer } from '../rendering/renderer.js';
import { blobStore, containerOf } from '../store/blob-store.js';

type Definition = Parameters<typeof bindService>[0];

const tlsOf = (name: ServiceName) => {
  const { certFile, keyFile, caFile } = serviceCertificate(name);
  return { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, TLS_CA_FILE: caFile };
};

/** Who signs in: the token is the subject's name, since tokens themselves are packages/auth's tests. */
export type People = Readonly<Record<string, ResolvedActor>>;

export const hr: ResolvedActor = {
  disabled: false,
  departmentIds: [],
  grants: [{ role: 'hr', scope: { kind: 'tenant' } }],
  grantsVersion: 1,
};

export const employee = (id: string): ResolvedActor => ({
  disabled: false,
  employeeId: employeeId(id),
  departmentIds: [],
  grants: [{ role: 'employee', scope: { kind: 'self' } }],
  grantsVersion: 1,
});

/** The real time, until a test moves on. */
const movableClock = () => {
  let shift = 0;
  return {
    now: () => new Date(Date.now() + shift),
    moveOn: (ms: number): void => {
      shift += ms;
    },
  };
};

/** The answers that a test is about; every other method fails loudly. */
const answering = <S extends Definition>(definition: S, handlers: Partial<Handlers<S>>) => {
  const missing = async (): Promise<never> => Promise.reject(new AppError('internal', 'not part of this test'));
  const all = Object.fromEntries(Object.keys(definition).map((name) => [name, handlers[name] ?? missing]));
  return bindService(definition, all as Handlers<S>);
};

export type PeerAnswers = {
  readonly declaration: Partial<Handlers<DeclarationServiceService>>;
  readonly identity: Partial<Handlers<IdentityServiceService>>;
};

/**
 * The document service on a real MongoDB and real mTLS. Its peers are real gRPC servers with the permission table that
 * give the answers of the test: the real ones are run by the season.
 */
export const startDocumentWorld = async (people: People, answers: PeerAnswers) => {
  const tenantId = randomUUID();
  const lines: string[] = [];
  const directory = mkdtempSync(join(tmpdir(), 'nencho-document-'));
  const logger = createLogger({
    service: 'document',
    destination: { write: (line: string) => void lines.push(line) },
    pseudonymKeyDirectory: join(directory, 'system'),
  });
  const expired = new Set<string>();
  const authenticate = createAuthenticator({
    verify: async (token) => {
      if (expired.has(token)) throw unauthenticated('token_expired');
      return Promise.resolve({
        ...{ realm: 'tenant', tenantId: toTenantId(tenantId), sub: token, amr: ['pwd'] },
        expiresAt: new Date(Date.now() + 60_000),
      });
    },
    actors: createActorCache({
      clock: systemClock,
      resolve: async (_tenant, sub) => {
        const person = people[sub];
        return person === undefined ? Promise.reject(new AppError('not_found', 'subject')) : Promise.resolve(person);
      },
    }),
  });
  const serve = async (name: ServiceName, services: ReturnType<typeof bindService>[]) =>
    startGrpcServer({
      config: { ...tlsOf(name), GRPC_HOST: '127.0.0.1', GRPC_PORT: 0 },
      services,
      authenticate,
      logger,
    });

  const peers = {
    declaration: await serve('declaration', [answering(DeclarationServiceService, answers.declaration)]),
    identity: await serve('identity', [answering(IdentityServiceService, answers.identity)]),
  };
  const target = ({ port }: { readonly port: number }) => `127.0.0.1:${port}`;
  const own = createClients({
    tls: tlsOf('document'),
    targets: { declaration: target(peers.declaration), identity: target(peers.identity) },
  });

  const database = testDatabase('document');
  const connection = await connectMongo({ uri: testServers().mongodbUri, database, appName: 'test' });
  await runMigrations(connection, [...mongoMigrations, ...messagingMigrations, ...documentMigrations]);
  const provider = localKeyProvider({ directory: join(directory, 'keks'), environment: 'test' });
  const root = await createTenantRoot(provider, tenantId);
  const sealer = createSealer({
    provider,
    roots: async () => Promise.resolve(root),
    classKeys: classKeyStore(connection),
    clock: systemClock,
  });
  const renderer = createRenderer({ threads: 1 });
  const { objectStore } = testServers();
  const storeConfig = {
    OBJECT_STORE_URL: objectStore.url,
    OBJECT_STORE_KEY_FILE: objectStore.keyFile,
    OBJECT_STORE_CA_FILE: objectStore.caFile,
    OBJECT_STORE_CONTAINER: database.replaceAll('_', '-'),
  };
  const blobs = blobStore(storeConfig);
  const [clock, wallClock] = [movableClock(), movableClock()];
  const { redraw } = createRedrawer({ processes: 2, timeoutMs: 20_000, logger });
  const app = buildApp({
    ...{ connection, sealer, clock, wallClock, logger, blobs, redraw },
    peers: {
      declaration: own.client(DeclarationServiceService, 'declaration'),
      identity: own.client(IdentityServiceService, 'identity'),
    },
    render: renderer.render,
  });
  const server = await serve('document', [...app.services]);
  const gateway = createClients({ tls: tlsOf('gateway'), targets: { document: target(server) } });

  /** The audit trail as retention would read it, oldest first. */
  const trail = async (): Promise<AuditEntry[]> => {
    const rows = await connection
      .collection<{ _id: string; payload: Buffer }>('outbox')
      .find({ type: 'SealedAuditEntry' })
      .sort({ createdAt: 1 })
      .toArray();
    return Promise.all(
      rows.map(async ({ _id, payload }) => {
        const { sealed } = SealedAuditEntry.decode(payload);
        return AuditEntry.decode(await sealer.open({ tenantId, name: 'audit.entry/1', documentId: _id }, sealed));
      }),
    );
  };

  return {
    ...{ tenantId, lines, blobs, clock, wallClock, redraw, sweep: app.sweepAttachments },
    trail,
    /** Tokens that are over. */
    expired,
    /** The store as its administrator has it. */
    container: containerOf(storeConfig),
    database: connection,
    document: gateway.client(DocumentServiceService, 'document'),
    stop: async () => {
      gateway.close();
      await server.stop(100);
      own.close();
      await peers.declaration.stop(100);
      await peers.identity.stop(100);
      await renderer.stop();
      for await (const { name } of blobs.list('')) await blobs.remove(name);
      await connection.dropDatabase();
      await connection.close();
      rmSync(directory, { recursive: true });
    },
  };
};
