import { readFileSync } from 'node:fs';
import type { Logger } from '@nencho/telemetry';
import { Kafka, logLevel, type logCreator } from 'kafkajs';
import { patchIdleTimer } from './kafka-idle-timer.js';

export type KafkaConfig = {
  readonly brokers: readonly string[];
  readonly username: string;
  readonly password: string;
  readonly caFile: string;
  readonly clientId: string;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
};

/** kafkajs' messages are sentences with addresses in them; only where it happened and the name of the error go on. */
const logTo =
  (logger: Pick<Logger, 'info' | 'warn'>): logCreator =>
  () =>
  ({ namespace, level, log }) => {
    const code: unknown = log['errorName'];
    const place = namespace === '' ? {} : { state: namespace };
    const fields = { dependency: 'kafka', ...place, ...(typeof code === 'string' ? { code } : {}) };
    // WARN is what kafkajs thinks of its own settings; what matters to an operator comes as ERROR.
    if (level <= logLevel.ERROR) logger.warn('kafka_client', fields);
    else logger.info('kafka_client', fields);
  };

export const createKafka = ({ brokers, username, password, caFile, clientId, logger }: KafkaConfig): Kafka => {
  patchIdleTimer();
  return new Kafka({
    clientId,
    brokers: [...brokers],
    ssl: { ca: [readFileSync(caFile)] },
    sasl: { mechanism: 'scram-sha-512', username, password },
    connectionTimeout: 3_000,
    authenticationTimeout: 5_000,
    requestTimeout: 10_000,
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 200, maxRetryTime: 5_000, retries: 5 },
    logLevel: logLevel.WARN,
    logCreator: logTo(logger),
  });
};
