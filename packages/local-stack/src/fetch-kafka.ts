import { join } from 'node:path';
import { fetchJars } from './fetch-jars.js';
import type { FetchContext } from './fetch-once.js';

const kafkaJars = {
  name: 'kafka-4.4.0',
  pom: join(import.meta.dirname, '..', 'maven-kafka.xml'),
  sha256: '98b52a7fc606912291aaa0d2a2b8563c1bb4f6a732ad5a4ba94bffc300884b95',
  neededBytes: 150_000_000,
  wayOut: 'or point at an existing broker with KAFKA_BROKERS, KAFKA_USERNAME, KAFKA_PASSWORD and KAFKA_CA_FILE',
};

/** @returns the directory of jars that make up the broker */
export const fetchKafka = async (context: FetchContext): Promise<string> => fetchJars(kafkaJars, context);
