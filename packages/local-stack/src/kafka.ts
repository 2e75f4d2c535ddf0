import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { certificateFiles, combinedPemFile } from './certificate-files.js';
import { type DataDirectory } from './data-directory.js';
import { privateDirectory, readSecret, writePrivateFile } from './private-files.js';
import { runTool } from './run-tool.js';
import { type ServerSpec } from './server.js';
import { StackError } from './stack-error.js';
import { type KafkaAccess } from './stack-state.js';
import { javaCommand, missingTool } from './tools.js';

const user = 'nencho';

export type KafkaOptions = {
  readonly data: DataDirectory;
  readonly jars: string;
  readonly port: number;
  readonly controllerPort: number;
  /** What the broker tells its clients to connect to, where that is not this machine. */
  readonly advertisedHost?: string | undefined;
};

const jvmOptions = [
  '-Xms64m',
  '-Xmx256m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Djava.awt.headless=true',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dlog4j2.disable.jmx=true',
];

export const kafkaAccess = ({ data, port }: Pick<KafkaOptions, 'data' | 'port'>): KafkaAccess => ({
  brokers: [`127.0.0.1:${port}`],
  username: user,
  password: readSecret(data.secrets.kafka),
  caFile: certificateFiles(data.certificates, 'kafka').caFile,
});

/** Enough for one machine; every internal topic with one replica, since there is one broker. */
const smallBroker = {
  'num.network.threads': 2,
  'num.io.threads': 2,
  'background.threads': 2,
  'num.recovery.threads.per.data.dir': 1,
  'log.cleaner.threads': 1,
  'log.cleaner.dedupe.buffer.size': 4_194_304,
  'log.segment.bytes': 16_777_216,
  'auto.create.topics.enable': false,
  'default.replication.factor': 1,
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'transaction.state.log.num.partitions': 4,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  'share.coordinator.state.topic.num.partitions': 1,
  'group.initial.rebalance.delay.ms': 0,
  // a killed broker is let in again as soon as its old session has run out
  'broker.heartbeat.interval.ms': 500,
  'broker.session.timeout.ms': 2500,
};

/** One process is broker and controller; clients and the broker itself come in by TLS and SCRAM only. */
const serverProperties = ({ data, port, controllerPort, advertisedHost = '127.0.0.1' }: KafkaOptions): string => {
  const password = readSecret(data.secrets.kafka);
  const listener = 'listener.name.sasl_ssl.scram-sha-512';
  const login = 'org.apache.kafka.common.security.scram.ScramLoginModule';
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `SASL_SSL://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `SASL_SSL://${advertisedHost}:${port}`,
    'listener.security.protocol.map': 'SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'SASL_SSL',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
    [`${listener}.sasl.jaas.config`]: `${login} required username="${user}" password="${password}";`,
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': combinedPemFile(data.certificates, 'kafka'),
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': certificateFiles(data.certificates, 'kafka').caFile,
    'ssl.client.auth': 'none',
    'log.dirs': join(data.root, 'kafka', 'data'),
    ...smallBroker,
  };
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
};

/** 128 random bits in base64url; the first letter is never `-`, which the tool would take for an option. */
const clusterId = (): string => `A${randomBytes(16).toString('base64url').slice(1)}`;

const format = async (options: KafkaOptions, propertiesFile: string): Promise<void> => {
  const directory = join(options.data.root, 'kafka');
  const marker = join(directory, 'formatted');
  if (existsSync(marker)) {
    return;
  }
  rmSync(join(directory, 'data'), { recursive: true, force: true }); // a format that was cut off
  const scram = `SCRAM-SHA-512=[name=${user},password=${readSecret(options.data.secrets.kafka)}]`;
  const tool = ['-cp', `${options.jars}/*`, 'kafka.tools.StorageTool', 'format', '-t', clusterId()];
  await runTool(javaCommand(), [...jvmOptions, ...tool, '-c', propertiesFile, '--add-scram', scram], {
    missing: missingTool('java'),
  });
  writePrivateFile(marker, '');
};

const firstBroker = ({ brokers }: KafkaAccess): { readonly host: string; readonly port: number } => {
  const [address = ''] = brokers;
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
};

/** Kafka takes up connections only when it is ready for requests: a finished TLS handshake says so. */
export const probeKafka = async (access: KafkaAccess): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const { host, port } = firstBroker(access);
    const ca = access.caFile === undefined ? {} : { ca: readFileSync(access.caFile, 'utf8') };
    const socket = connect({ host, port, ...ca, timeout: 3_000 });
    socket.once('secureConnect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('timeout', () => {
      reject(new StackError(`no answer from ${host}:${port}`));
      socket.destroy();
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new StackError(`${host}:${port} closed the connection`)));
  });

export const kafkaSpec = (options: KafkaOptions): ServerSpec => {
  const { data, jars, port } = options;
  const propertiesFile = join(data.root, 'kafka', 'server.properties');
  return {
    process: {
      name: 'kafka',
      command: javaCommand(),
      args: [...jvmOptions, '-cp', `${jars}/*`, 'kafka.Kafka', propertiesFile],
      // not read by Kafka: it makes a process with other ports count as outdated
      env: { NENCHO_KAFKA_PORTS: [port, options.controllerPort, options.advertisedHost].join() },
      logFile: join(data.logs, 'kafka.log'),
      pidFile: join(data.run, 'kafka.pid'),
    },
    timeoutMs: 180_000,
    wayOut: 'or set KAFKA_BROKERS, KAFKA_USERNAME, KAFKA_PASSWORD and KAFKA_CA_FILE to use an existing broker',
    prepare: async () => {
      privateDirectory(join(data.root, 'kafka'));
      writePrivateFile(propertiesFile, serverProperties(options));
      await format(options, propertiesFile);
    },
    probe: async () => probeKafka(kafkaAccess(options)),
  };
};
