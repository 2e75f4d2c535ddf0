import { setTimeout as pause } from 'node:timers/promises';
import type { UserActor } from '@nencho/auth';
import { TenantErased } from '@nencho/contracts/erasure/v1/events';
import { eventCatalogue, type EventType, type Producer } from '@nencho/contracts/events';
import { EventEnvelope } from '@nencho/contracts/events/v1/envelope';
import { createSealer, createTenantRoot, localKeyProvider, type Sealer, type TenantRoot } from '@nencho/crypto';
import { localDate, newId, notFound, tenantId as toTenantId } from '@nencho/kernel';
import {
  createKafka,
  eventSigner,
  messagingMigrations,
  outboxWriter,
  startConsumer,
  startRelay,
  type EventHandlers,
  type EventSigner,
  type NewEvent,
} from '@nencho/messaging';
import {
  classKeyStore,
  connectMongo,
  inventoryOf,
  mongoMigrations,
  runMigrations,
  tenantRootStore,
  withTransaction,
} from '@nencho/mongo';
import { eventKeys, kafkaConfig, testDatabase, testServers, testTopicPrefix } from '@nencho/testing';
import type { Connection } from 'mongoose';
import { buildApp, type App, type AppDeps } from '../app.js';
import { participants } from '../domain/erasure.js';
import { chainMigration } from '../migrations/0001-chain.js';
import { erasureMigration } from '../migrations/0002-erasure.js';
import { appDeps } from './app-deps.js';
import { startShortWay } from './short-way.js';
import { operator } from './simulated-world.js';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const started = Date.now();

export const endDate = localDate('2026-12-09');

/** An administrator who signed in that many seconds ago. */
export const admin = (tenantId: string, sub: string, secondsAgo = 0): UserActor => ({
  ...{ kind: 'user', tenantId: toTenantId(tenantId), sub, grantsVersion: 1, departmentIds: [] },
  grants: [{ role: 'admin', scope: { kind: 'tenant' } }],
  credential: { kind: 'token', token: 'none', amr: [], authTime: Math.floor(Date.now() / 1_000) - secondsAgo },
});

export const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 1_200; tries += 1) {
    if (await holds()) return;
    await pause(50);
  }
  throw new Error(`${what} does not come about`);
};

const open = async (name: 'retention' | 'identity'): Promise<Connection> => {
  const where = { uri: testServers().mongodbUri, database: testDatabase(name), appName: name };
  const connection = await connectMongo({ ...where, inventory: inventoryOf(name) });
  const own = name === 'retention' ? [chainMigration, erasureMigration] : [];
  await runMigrations(connection, [...mongoMigrations, ...messagingMigrations, ...own]);
  return connection;
};

const signerOf = (service: Producer) => eventSigner(service, testServers().keys.systemKeyDirectory);

/** The others share one outbox here: what is theirs is signed by the one that may publish it, or that it names. */
const signOfOthers: EventSigner = (message) => {
  const { type, payload } = EventEnvelope.decode(message.value);
  const [only] = eventCatalogue[type as EventType].producers;
  const producer = type === 'TenantErased' ? TenantErased.decode(payload).service : only;
  return signerOf(producer as Producer)(message);
};

/** What identity knows: `active` unless told otherwise. */
const identityOf = (
  roots: ReadonlyMap<string, TenantRoot>,
  contracts: ReadonlyMap<string, { readonly state: string; readonly contractEnd: string }>,
) => ({
  getTenantContract: async ({ tenantId }: { readonly tenantId: string }) => {
    if (!roots.has(tenantId)) return Promise.reject(notFound('tenant'));
    const names = { tenantCode: 'midori', displayName: 'みどり商事', contractStart: '' };
    const state = contracts.get(tenantId) ?? { state: 'active', contractEnd: '' };
    return Promise.resolve({ contract: { tenantId, ...names, ...state }, given: '' });
  },
  getTenantRoot: async ({ tenantId }: { readonly tenantId: string }) => {
    const root = roots.get(tenantId);
    if (root === undefined) return Promise.reject(notFound('tenant'));
    return Promise.resolve({ ...root, wrappedRoot: Buffer.from(root.wrappedRoot) });
  },
});

type Ends = {
  readonly retention: Connection;
  readonly others: Connection;
  readonly sealer: Sealer;
  readonly handlers: EventHandlers;
  readonly answering: EventHandlers;
};

/** Relays and consumers of both sides on the real broker. @returns how to stop them */
const startBroker = ({ retention, others, sealer, handlers, answering }: Ends): (() => Promise<unknown>)[] => {
  const topicPrefix = testTopicPrefix();
  const kafka = createKafka({ ...kafkaConfig('contract-end'), clientId: 'contract-end', logger: quiet });
  const shared = { kafka, topicPrefix, logger: quiet, sealer, verifier: eventKeys().verifier };
  const name = { deadLetterName: 'retention.dead_letter/1', neverSkip: true } as const;
  return [
    startRelay({ connection: retention, kafka, topicPrefix, logger: quiet, signer: signerOf('retention') }).stop,
    startRelay({ connection: others, kafka, topicPrefix, logger: quiet, signer: signOfOthers }).stop,
    startConsumer({ ...shared, ...name, connection: retention, group: 'retention', handlers }).stop,
    startConsumer({ ...shared, ...name, connection: others, group: 'participants', handlers: answering }).stop,
  ];
};

/**
 * Retention with its real servers, and somebody who stands for identity and the six participants. Its grace has no days
 * unless it is told, and two loops drive the erasures. Without a broker events take a short way.
 */
export const contractWorld = async ({
  broker = true,
  ...more
}: { readonly broker?: boolean; readonly graceBusinessDays?: number } = {}) => {
  const time = { shiftMs: 0 };
  /** A day whose calendar is known, however late this runs. */
  const clock = { now: () => new Date(Date.parse('2026-12-10T10:00:00+09:00') + Date.now() - started + time.shiftMs) };
  const roots = new Map<string, TenantRoot>();
  const contracts = new Map<string, { readonly state: string; readonly contractEnd: string }>();
  const stops: (() => Promise<unknown>)[] = [];
  const keys = localKeyProvider({ directory: testServers().keys.localKeyDirectory, environment: 'test' });
  const [retention, others] = [await open('retention'), await open('identity')];
  const identity = identityOf(roots, contracts);
  const common = await appDeps(identity);
  const deps = { ...common, clock, settings: { ...common.settings, ...more } };
  const sealer = createSealer({
    provider: keys,
    roots: tenantRootStore(retention, async (tenantId) => identity.getTenantRoot({ tenantId })),
    classKeys: classKeyStore(retention),
    clock,
  });
  const appWith = (other: Partial<AppDeps> = {}): App =>
    buildApp({ ...deps, connection: retention, sealer, keys, ...other });
  const app = appWith();

  /** What identity and the other services publish. */
  const publish = async <T extends EventType>(event: Pick<NewEvent<T>, 'type' | 'tenantId' | 'payload'>) =>
    withTransaction(others, async (session) =>
      outboxWriter(others).append(session, {
        ...{ ...event, aggregateId: event.tenantId, aggregateVersion: 0, occurredAt: clock.now() },
      }),
    );
  /** Stands for the six participants: what an order finds, in the first round and afterwards. */
  const answering: EventHandlers = {
    ErasureOrdered: async ({ erasureId, dryRun, round }, { tenantId }, session) => {
      for (const service of participants) {
        const stores = [{ name: 'rows', count: dryRun || round === 1 ? 3 : 0 }];
        const payload = { erasureId, dryRun, round, service, stores };
        const event = { tenantId, aggregateId: erasureId, aggregateVersion: 0, occurredAt: clock.now(), payload };
        await outboxWriter(others).append(session, { ...event, type: 'TenantErased' });
      }
    },
  };

  stops.push(
    ...(broker
      ? startBroker({ retention, others, sealer, handlers: app.handlers, answering })
      : [
          startShortWay(
            [retention, others],
            [
              { connection: retention, handlers: app.handlers },
              { connection: others, handlers: answering },
            ],
          ).stop,
        ]),
  );
  // Two processes that drive erasures: the lease lets one work.
  stops.push(app.erasure.startLoop().stop, app.erasure.startLoop().stop);

  const stateOf = async (tenantId: string): Promise<string> =>
    (await app.erasure.useCases.contractEnd.get(admin(tenantId, 'watcher')))?.state ?? '';
  const reaches = async (tenantId: string, state: string): Promise<void> =>
    until(`the state ${state}`, async () => (await stateOf(tenantId)) === state);

  const noticed = async (tenantId: string): Promise<void> => {
    contracts.set(tenantId, { state: 'notice', contractEnd: endDate });
    await publish({ type: 'ContractNoticed', tenantId, payload: { endDate } });
    await reaches(tenantId, 'notice');
  };
  const { operators, reads } = app.erasure.useCases;
  const dryRunOf = async (tenantId: string): Promise<string> => {
    await operators.orderDryRun({ idempotencyKey: newId(), tenantId }, operator('op-1'));
    await until('the dry run', async () => (await reads.get(tenantId)).dryRun !== undefined);
    return (await reads.get(tenantId)).dryRun?.hash ?? '';
  };
  const approve = async (tenantId: string, dryRunHash: string, sub: string) =>
    operators.approve(
      {
        ...{ idempotencyKey: newId(), tenantId, tenantCode: 'midori', displayName: 'みどり商事', dryRunHash },
        ...{ reason: '契約の終了', ticket: 'T-3' },
      },
      operator(sub),
    );

  return {
    ...{ time, clock, keys, retention, deps, app, appWith, contracts, publish, stateOf, reaches, noticed },
    ...{ dryRunOf, approve },
    newTenant: async (): Promise<string> => {
      const tenantId = newId();
      roots.set(tenantId, await createTenantRoot(keys, tenantId));
      return tenantId;
    },
    ended: async (tenantId: string): Promise<void> => {
      await noticed(tenantId);
      contracts.set(tenantId, { state: 'ended', contractEnd: endDate });
      await publish({ type: 'TenantEnded', tenantId, payload: { endDate } });
      await reaches(tenantId, 'grace');
    },
    /** Dry run and two approvals; the loop does the rest. */
    erased: async (tenantId: string): Promise<void> => {
      const hash = await dryRunOf(tenantId);
      for (const sub of ['op-1', 'op-2']) await approve(tenantId, hash, sub);
      await reaches(tenantId, 'certified');
    },
    stop: async (): Promise<void> => {
      await Promise.all(stops.map(async (stop) => stop()));
      await Promise.all([retention, others].map(async (connection) => connection.close()));
    },
  };
};

export type ContractWorld = Awaited<ReturnType<typeof contractWorld>>;
