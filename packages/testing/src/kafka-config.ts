import { testServers } from '@nencho/local-stack/testing';

/** What createKafka of @nencho/messaging takes, but for the logger. */
export type TestKafkaConfig = {
  readonly brokers: readonly string[];
  readonly username: string;
  readonly password: string;
  readonly caFile: string;
  readonly clientId: string;
};

export const kafkaConfig = (clientId: string): TestKafkaConfig => {
  const { kafka, caFile } = testServers();
  return { ...kafka, caFile: kafka.caFile ?? caFile, clientId };
};
