// A relay in a process of its own that never gets to mark what it has sent, to be killed at that point.
import { connectMongo } from '@nencho/mongo';
import type { Kafka } from 'kafkajs';
import { createKafka, startRelay } from '../index.js';
import { signerOf, silent } from './harness.js';

const [uri = '', database = '', topicPrefix = '', access = ''] = process.argv.slice(2);
const connection = await connectMongo({ uri, database, appName: 'stuck-relay' });
const options = JSON.parse(access) as { brokers: string[]; username: string; password: string; caFile: string };
const kafka = createKafka({ ...options, clientId: 'stuck-relay', logger: silent });
const stuck: Pick<Kafka, 'admin' | 'producer'> = {
  admin: (config) => kafka.admin(config),
  producer: (config) => {
    const producer = kafka.producer(config);
    return {
      ...producer,
      send: async (sent) => {
        await producer.send(sent);
        process.stdout.write('sent\n');
        return new Promise(() => undefined);
      },
    };
  },
};
startRelay({ connection, kafka: stuck, topicPrefix, signer: signerOf('declaration'), logger: silent });
