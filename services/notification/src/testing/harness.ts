import { setTimeout as sleep } from 'node:timers/promises';
import { createSealer, createTenantRoot, localKeyProvider } from '@nencho/crypto';
import { newId, systemClock } from '@nencho/kernel';
import { messagingMigrations } from '@nencho/messaging';
import {
  classKeyStore,
  connectMongo,
  mongoMigrations,
  runMigrations,
  tenantRootStore,
  withTransaction,
} from '@nencho/mongo';
import { fixedClock, testDatabase, testServers, type FixedClock } from '@nencho/testing';
import type { Connection } from 'mongoose';
import { buildApp, notificationMigrations, type App } from '../app.js';
import type { Directory, InvitationMail, MailTransport } from '../application/ports.js';
import type { News } from '../domain/delivery.js';
import { deliveryRows, type DeliveryRow } from '../store/delivery-rows.js';
import { queueNews } from '../store/news-store.js';
import { smtpTransport } from '../transport/smtp-transport.js';

export const publicBaseUrl = 'https://nencho.example';

/** What identity knows of people; these suites are about what notification does with its answers. */
export type People = {
  readonly mails: Map<string, string>;
  readonly invitations: Map<string, Partial<InvitationMail> & { readonly issueNo: number }>;
};

export const directoryOf = ({ mails, invitations }: People): Directory => ({
  invitationMail: async (_tenantId, invitationId, issueNo) => {
    const found = invitations.get(invitationId);
    return Promise.resolve({
      valid: found?.issueNo === issueNo,
      mail: `${invitationId}@corp.example`,
      link: `${publicBaseUrl}/t/sample/invitation#${invitationId}.token${issueNo}`,
      tenantName: 'サンプル',
      expiresAt: '2026-12-24T18:00:00+09:00',
      ...found,
    });
  },
  contact: async (_tenantId, employeeId) =>
    Promise.resolve({
      mail: mails.get(employeeId) ?? `${employeeId}@corp.example`,
      tenantCode: 'sample',
      tenantName: 'サンプル',
    }),
});

export const smtpTo = (url: string): MailTransport & { readonly close: () => void } =>
  smtpTransport({
    url,
    from: { name: 'Nencho', address: 'no-reply@nencho.example' },
    requireTls: false,
    connections: 4,
  });

/** A sealer whose tenants all have roots of their own in the local key directory. */
export const testSealer = (connection: Connection) => {
  const provider = localKeyProvider({ directory: testServers().keys.localKeyDirectory, environment: 'test' });
  return createSealer({
    provider,
    roots: tenantRootStore(connection, async (tenantId) => createTenantRoot(provider, tenantId)),
    classKeys: classKeyStore(connection),
    clock: systemClock,
  });
};

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export type Harness = {
  readonly connection: Connection;
  readonly clock: FixedClock;
  readonly people: People;
  readonly app: (
    transport: MailTransport,
    overrides?: { readonly claimMs?: number; readonly directory?: Directory },
  ) => App;
  readonly queue: (news: readonly News[]) => Promise<void>;
  readonly rows: () => Promise<DeliveryRow[]>;
  readonly close: () => Promise<void>;
};

export const startHarness = async (name: string, mongodbUri = testServers().mongodbUri): Promise<Harness> => {
  const connection = await connectMongo({
    uri: mongodbUri,
    database: testDatabase(name),
    appName: 'notification-tests',
  });
  await runMigrations(connection, [...mongoMigrations, ...messagingMigrations, ...notificationMigrations]);
  const clock = fixedClock('2026-12-10T09:00:00+09:00');
  const people: People = { mails: new Map(), invitations: new Map() };
  const sealer = testSealer(connection);
  const started: { stop: () => Promise<void> }[] = [];
  return {
    connection,
    clock,
    people,
    app: (transport, overrides = {}) => {
      const app = buildApp({
        connection,
        sealer,
        directory: directoryOf(people),
        transport,
        clock,
        logger: silent,
        publicBaseUrl,
        mailHost: 'nencho.example',
        concurrency: 4,
        ...overrides,
      });
      return {
        ...app,
        startSender: () => {
          const sender = app.startSender();
          started.push(sender);
          return sender;
        },
      };
    },
    queue: async (news) =>
      withTransaction(connection, async (session) => queueNews(connection)(news, clock.now(), session)),
    rows: async () => deliveryRows(connection).find().sort({ subjectId: 1 }).toArray(),
    close: async () => {
      await Promise.all(started.map(async ({ stop }) => stop()));
      await connection.dropDatabase();
      await connection.close();
    },
  };
};

export type CaughtMail = {
  readonly messageId: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

/** Mails that the catcher holds for addresses of these subjects. */
export const inbox = async (webUrl: string, subjects: readonly string[]): Promise<CaughtMail[]> => {
  const response = await fetch(`${webUrl}/api/messages`);
  const { items } = (await response.json()) as { items: CaughtMail[] };
  return items.filter(({ to }) => subjects.some((subject) => to.includes(`${subject}@corp.example`)));
};

export const invitationsOf = (tenantId: string, people: People, count: number): News[] =>
  Array.from({ length: count }, () => {
    const subjectId = newId();
    people.invitations.set(subjectId, { issueNo: 1 });
    return { tenantId, kind: 'invitation' as const, subjectId, issue: '1' };
  });

/** Waits for a state, never for a time: a suite that waits in vain ends by Jest's limit. */
export const until = async (condition: () => Promise<boolean>): Promise<void> => {
  while (!(await condition())) await sleep(25);
};
