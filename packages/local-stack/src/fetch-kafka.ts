import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type FetchContext, fetchOnce, requireChecksum, sha256OfFile } from './fetch-once.js';
import { copyFromMaven } from './maven.js';

const version = '4.4.0';
/** sha256 over the lines `<sha256>  <file>` of all jars, sorted by file: the libraries that came along are pinned too. */
const jarsSha256 = '98b52a7fc606912291aaa0d2a2b8563c1bb4f6a732ad5a4ba94bffc300884b95';
const pom = join(import.meta.dirname, '..', 'maven-kafka.xml');

const digestOfJars = async (directory: string): Promise<string> => {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.jar'))
    .sort();
  const lines = await Promise.all(names.map(async (name) => `${await sha256OfFile(join(directory, name))}  ${name}\n`));
  return createHash('sha256').update(lines.join('')).digest('hex');
};

/** @returns the directory of jars that make up the broker */
export const fetchKafka = async (context: FetchContext): Promise<string> =>
  fetchOnce({
    ...context,
    name: `kafka-${version}`,
    recipe: jarsSha256,
    neededBytes: 150_000_000,
    wayOut: 'or point at an existing broker with KAFKA_BROKERS, KAFKA_USERNAME, KAFKA_PASSWORD and KAFKA_CA_FILE',
    fetch: async (directory) => {
      await copyFromMaven({
        directory,
        goal: 'copy-dependencies',
        signal: context.signal,
        args: ['-f', pom, '-DincludeScope=runtime', `-DoutputDirectory=${directory}`],
        verify: async () => requireChecksum(`Kafka ${version}`, await digestOfJars(directory), jarsSha256),
      });
    },
  });
