import type { Producer } from '@nencho/contracts/events';
import {
  createKafka,
  eventSigner,
  eventVerifier,
  requireKnownKey,
  startConsumer,
  startRelay,
  type ConsumerDeps,
} from '@nencho/messaging';
import type { Logger } from '@nencho/telemetry';
import type { Connection } from 'mongoose';
import type { ServiceRun } from './run-service.js';

export type Messaging = Pick<ServiceRun, 'onStop'> & {
  readonly service: Producer;
  readonly config: {
    readonly KAFKA_BROKERS: readonly string[];
    readonly KAFKA_USERNAME: string;
    readonly KAFKA_PASSWORD: string;
    readonly KAFKA_CA_FILE: string;
    readonly TOPIC_PREFIX: string;
    readonly SYSTEM_KEY_DIRECTORY: string;
    readonly VERIFICATION_KEY_DIRECTORY: string;
  };
  readonly connection: Connection;
  readonly logger: Logger;
  readonly sealer: ConsumerDeps['sealer'];
  /** The service's own. */
  readonly events?: Pick<ConsumerDeps, 'handlers' | 'deadLetterName' | 'neverSkip'> | undefined;
  /** What is ordered of every service for a tenant as a whole: its erasure, the rotation of its keys. */
  readonly tenantOrders: ConsumerDeps['handlers'];
};

/** Relay and consumers of a service; each stops with it. */
export const startMessaging = (messaging: Messaging): void => {
  const { service, config, connection, logger, sealer, events, tenantOrders, onStop } = messaging;
  const kafka = createKafka({
    ...{ brokers: config.KAFKA_BROKERS, username: config.KAFKA_USERNAME, password: config.KAFKA_PASSWORD },
    ...{ caFile: config.KAFKA_CA_FILE, clientId: service, logger },
  });
  const signer = eventSigner(service, config.SYSTEM_KEY_DIRECTORY);
  const verifier = eventVerifier(config.VERIFICATION_KEY_DIRECTORY);
  requireKnownKey(signer, verifier);
  const shared = { connection, kafka, topicPrefix: config.TOPIC_PREFIX, logger };
  onStop('relay', startRelay({ ...shared, signer }).stop);
  const reading = { ...shared, sealer, verifier };
  if (events !== undefined) onStop('consumer', startConsumer({ ...reading, group: service, ...events }).stop);
  const orders = startConsumer({
    ...{ ...reading, handlers: tenantOrders, group: `${service}-erasure`, neverSkip: true },
    deadLetterName: 'notification.dead_letter/1',
  });
  onStop('erasure', orders.stop);
};
