import { createHash } from 'node:crypto';
import type { Sealer } from '@nencho/crypto';
import type { Clock } from '@nencho/kernel';
import { auditWriter, outboxWriter, type EventHandlers } from '@nencho/messaging';
import type { Migration } from '@nencho/mongo';
import type { ServiceBinding } from '@nencho/service-kit';
import type { Logger } from '@nencho/telemetry';
import type { Connection } from 'mongoose';
import { getDeliverySummary } from './application/get-delivery-summary.js';
import type { DeliveryStore, Directory, MailTransport } from './application/ports.js';
import { sendDelivery } from './application/send-delivery.js';
import { newsConsumers } from './consumers/news-consumers.js';
import { notificationGrpc } from './grpc/notification-grpc.js';
import { deliveries as deliveriesMigration } from './migrations/0001-deliveries.js';
import { startSender } from './sending/sender.js';
import { deliveryStore } from './store/delivery-store.js';
import { queueNews } from './store/news-store.js';

export const notificationMigrations: readonly Migration[] = [deliveriesMigration];

export type AppDeps = {
  readonly connection: Connection;
  readonly sealer: Sealer;
  readonly directory: Directory;
  readonly transport: MailTransport;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly publicBaseUrl: string;
  readonly mailHost: string;
  /** Mails under way at the same time. */
  readonly concurrency: number;
  /** After this time a delivery of a dead sender is taken over; the store decides unless told. */
  readonly claimMs?: number;
};

export type App = {
  readonly services: readonly ServiceBinding[];
  readonly eventHandlers: EventHandlers;
  readonly deliveries: DeliveryStore;
  readonly startSender: () => { readonly stop: () => Promise<void> };
};

/** Wires consumers, sender and gRPC. main.ts gives it real servers, tests theirs. */
export const buildApp = (deps: AppDeps): App => {
  const { connection, sealer, logger, concurrency } = deps;
  const outbox = outboxWriter(connection);
  const deliveries = deliveryStore({ ...deps, outbox, audit: auditWriter({ outbox, sealer }) });
  const send = sendDelivery(
    { ...deps, deliveries, hash: (text) => createHash('sha256').update(text).digest('hex') },
    (err, { kind, attempts, tenantId }) =>
      logger.warn('delivery_failed', { eventType: kind, attempt: attempts + 1, tenant: tenantId, err }),
  );
  return {
    services: [notificationGrpc({ getDeliverySummary: getDeliverySummary({ deliveries }) })],
    eventHandlers: newsConsumers(queueNews(connection)),
    deliveries,
    startSender: () => startSender({ deliveries, send, logger, concurrency }),
  };
};
