import type { ServiceName } from '@nencho/auth';
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { createKeyProvider, createSealer, type KeyProvider, type Sealer } from '@nencho/crypto';
import { shiftedClock, type Clock } from '@nencho/kernel';
import {
  erasureHandlers,
  keyRotationHandlers,
  messagingMigrations,
  requestRedrive,
  type ConsumerDeps,
} from '@nencho/messaging';
import {
  classKeyStore,
  collectionStores,
  connectMongo,
  inventoryOf,
  mongoMigrations,
  runMigrations,
  tenantRootStore,
  type ErasableStore,
  type Migration,
} from '@nencho/mongo';
import { createLogger, type Logger } from '@nencho/telemetry';
import type { Connection } from 'mongoose';
import type { z } from 'zod';
import type { Authenticate } from './authenticate.js';
import { createAuthentication, resolveByIdentity } from './authentication.js';
import { serveBehindLedger } from './behind-ledger.js';
import type { ServiceBinding } from './bind-service.js';
import { watchErasedTenants } from './erased-tenants.js';
import { createClients, type Clients } from './grpc-client.js';
import { startGrpcServer } from './grpc-server.js';
import { reportQueues } from './queue-ages.js';
import { runService, type ServiceRun } from './run-service.js';
import type { serviceEnv } from './service-env.js';
import { startMessaging } from './start-messaging.js';

type Environment = typeof serviceEnv;
type Values<Group extends z.ZodRawShape> = z.output<z.ZodObject<Group>>;
export type BackendConfig = Readonly<
  Values<Environment['runtime']> &
    Values<Environment['tls']> &
    Values<Environment['grpcServer']> &
    Values<Environment['mongo']> &
    Values<Environment['kafka']> &
    Values<Environment['tokens']> &
    Values<Environment['keys']> &
    Values<Environment['ledger']>
>;

/** What every backend service stands on, connected and migrated. */
export type Host = ServiceRun & {
  readonly service: ServiceName;
  readonly config: BackendConfig;
  readonly connection: Connection;
  readonly logger: Logger;
  /** The clock of the domain, which a season out of season shifts; tokens and caches live on the real one. */
  readonly clock: Clock;
  readonly keyProvider: KeyProvider;
  readonly client: Clients['client'];
};

/** What a service adds. */
export type Backend = {
  readonly services: readonly ServiceBinding[];
  readonly authenticate: Authenticate;
  readonly sealer: Sealer;
  readonly events?: Pick<ConsumerDeps, 'handlers' | 'deadLetterName' | 'neverSkip'>;
  /** What works by itself, by name: started once the erasure ledger has been applied. */
  readonly work?: Readonly<Record<string, () => { readonly stop: () => Promise<void> }>>;
  /** Copies of a tenant that lie elsewhere than in the collections of the inventory. */
  readonly stores?: readonly ErasableStore[];
  /** Retention's alone: begins the erasure ledger where there is none. */
  readonly openLedger?: () => Promise<void>;
  /** Before anything of a tenant is erased; may be repeated. */
  readonly beginErasure?: (tenantId: string) => Promise<void>;
  /** Drops what this process holds opened of a tenant, besides its keys. */
  readonly forget?: (tenantId: string) => void;
};

/** The database of a service, and what brings it to today's shape. */
export type DatabaseOptions = {
  readonly service: ServiceName;
  readonly config: Pick<BackendConfig, 'MONGODB_URI' | 'MONGODB_DATABASE'>;
  /** Those of the shared packages run before them. */
  readonly migrations: readonly Migration[];
};

export type BackendOptions = DatabaseOptions & {
  readonly config: BackendConfig;
  readonly peers?: Partial<Readonly<Record<ServiceName, string>>>;
};

/** Connects and migrates. */
export const openDatabase = async (
  { service, config, migrations }: DatabaseOptions,
  logger: Logger,
  signal?: AbortSignal,
): Promise<Connection> => {
  const connection = await connectMongo({
    ...{ uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, appName: service, logger },
    inventory: inventoryOf(service),
    ...(signal === undefined ? {} : { signal }),
  });
  await runMigrations(connection, [...mongoMigrations, ...messagingMigrations, ...migrations], logger);
  return connection;
};

/**
 * What an init container is for: with one of these arguments the process migrates, does it and is done (true).
 * `--migrate-only` does nothing more, `--redrive-dead-letters [REASON]` asks the service's consumers for another try.
 */
export const commandIfTold = async (
  options: DatabaseOptions,
  logger: Logger,
  argv: readonly string[] = process.argv.slice(2),
): Promise<boolean> => {
  const [command, reason] = argv;
  if (command !== '--migrate-only' && command !== '--redrive-dead-letters') return false;
  const connection = await openDatabase(options, logger);
  if (command === '--redrive-dead-letters') {
    logger.info('dead_letters_asked_for', { count: await requestRedrive(connection, reason) });
  }
  await connection.close();
  return true;
};

/** Keys and people of a service that is not identity: both come from identity. */
export const trustIdentity = ({ connection, config, keyProvider, clock, client }: Host) => {
  const identity = client(IdentityServiceService, 'identity');
  const sealer = createSealer({
    provider: keyProvider,
    roots: tenantRootStore(connection, async (tenantId) => identity.getTenantRoot({ tenantId }, { deadlineMs: 3_000 })),
    classKeys: classKeyStore(connection),
    clock,
  });
  return { identity, sealer, ...createAuthentication({ config, resolve: resolveByIdentity(identity) }) };
};

const open = async (options: BackendOptions, logger: Logger, run: ServiceRun): Promise<Host> => {
  const { service, config, peers = {} } = options;
  const connection = await openDatabase(options, logger, run.stopping);
  run.onStop('mongodb', async () => connection.close());
  const clients = createClients({ tls: config, targets: peers });
  run.onStop('clients', clients.close);
  return {
    ...run,
    ...{ service, config, connection, logger },
    clock: shiftedClock(config.CLOCK_SHIFT_MS),
    keyProvider: createKeyProvider(config),
    client: clients.client,
  };
};

/** Everywhere that the service keeps copies of a tenant, and what goes before their erasure. */
const erasureOf = ({ connection, service }: Host, { stores = [], beginErasure, sealer, forget }: Backend) => {
  const forgetTenant = (tenantId: string): void => {
    sealer.dropTenant(tenantId);
    forget?.(tenantId);
  };
  return {
    forgetTenant,
    // What lies elsewhere first: the rows may be what it is found by.
    stores: [...stores, ...collectionStores(connection, inventoryOf(service))],
    outside: stores,
    begin: async (tenantId: string): Promise<void> => {
      forgetTenant(tenantId);
      await beginErasure?.(tenantId);
    },
  };
};

const serve = async (host: Host, backend: Backend): Promise<void> => {
  const { service, config, connection, logger, clock, onStop } = host;
  const { sealer, events, services, authenticate, openLedger, work = {} } = backend;
  const { forgetTenant, outside, ...erasure } = erasureOf(host, backend);
  await serveBehindLedger({ ...host, ...erasure, outside, openLedger, probeHost: config.GRPC_HOST }, async () => {
    const erased = await watchErasedTenants(connection, forgetTenant, logger);
    onStop('tombstones', erased.stop);
    onStop('queues', reportQueues(connection).stop);
    for (const [name, start] of Object.entries(work)) onStop(name, start().stop);
    const tenantOrders = {
      ...erasureHandlers({ connection, service, clock, ...erasure }),
      ...keyRotationHandlers({ connection, service, clock, sealer }),
    };
    startMessaging({ ...{ service, config, connection, logger, onStop }, sealer, events, tenantOrders });
    const server = await startGrpcServer({ config, services, authenticate: erased.guard(authenticate), logger });
    onStop('grpc', async () => server.stop());
  });
};

/**
 * A backend service from its configuration to its end: database, migrations, keys, peers, then what `build` makes of
 * them, then the erasure ledger, relay, consumers, gRPC and readiness. An init container gives it a command (`commandIfTold`).
 */
export const runBackend = async (
  options: BackendOptions,
  build: (host: Host) => Promise<Backend> | Backend,
): Promise<void> => {
  const { service, config } = options;
  const logger = createLogger({
    ...{ service, level: config.LOG_LEVEL, pseudonymKeyDirectory: config.PSEUDONYM_KEY_DIRECTORY },
  });
  if (await commandIfTold(options, logger)) return;
  await runService({ logger, certificateFile: config.TLS_CERT_FILE }, async (run) => {
    const host = await open(options, logger, run);
    await serve(host, await build(host));
  });
};
