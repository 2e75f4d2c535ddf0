import { join } from 'node:path';
import { certificateFiles } from './certificate-files.js';
import { type DataDirectory, openDataDirectory, stopProcessesOf } from './data-directory.js';
import { type ExternalServers, externalServers } from './external-servers.js';
import { fetchKafka } from './fetch-kafka.js';
import { fetchKeycloak } from './fetch-keycloak.js';
import { fetchMongod } from './fetch-mongod.js';
import { defaultCacheDirectory, type FetchContext } from './fetch-once.js';
import { kafkaAccess, kafkaSpec, probeKafka } from './kafka.js';
import { keycloakAccess, keycloakSpec, probeKeycloak } from './keycloak.js';
import { keyVaultAccess, keyVaultSpec } from './key-vault.js';
import { mailCatcherSpec } from './mail-catcher.js';
import { type ManagedProcess } from './managed-process.js';
import { mongodSpec, mongodUri, probeMongodb } from './mongod.js';
import { objectStoreSpec, probeStore, storeAccess } from './object-store.js';
import { runningProcesses } from './pid-file.js';
import { allocatePorts } from './ports.js';
import { type Progress, withProgress } from './progress.js';
import { type ServerSpec, startServer } from './server.js';
import { messageOf, StackError, stoppedMessage } from './stack-error.js';
import { type StackState } from './stack-state.js';
import { requireTools } from './tools.js';

export const serverNames = ['mongod', 'kafka', 'objects', 'ledger', 'key-vault', 'keycloak', 'mail'] as const;
export type ServerName = (typeof serverNames)[number];
/** The local key provider needs no server. */
export const defaultServers: readonly ServerName[] = serverNames.filter((name) => name !== 'key-vault');

export type StackOptions = {
  readonly dataDirectory: string;
  readonly cacheDirectory?: string;
  /** Where browsers will find the product; issuers and links in mails begin with it. */
  readonly publicBaseUrl?: string;
  /** Which to start; `defaultServers` when nobody says. */
  readonly servers?: readonly ServerName[];
  readonly external?: ExternalServers;
  /** By what name clients reach Kafka, where they are not on this machine. */
  readonly kafkaHost?: string;
  /** Where the key vault emulator listens, and by how much its clock is shifted. */
  readonly keyVault?: { readonly host?: string; readonly clockShiftMs?: number };
  readonly progress?: Progress;
};

export type Stack = {
  readonly state: StackState;
  readonly data: DataDirectory;
  /** One promise a server: it answers, or why not. Keycloak's is always the last. */
  readonly ready: Readonly<Record<ServerName, Promise<void>>>;
  /** The running process; undefined for a server that is not ours or not up. */
  process(name: string): ManagedProcess | undefined;
  /** Brings a server up again that was killed. */
  restart(name: ServerName): Promise<void>;
  /** Ends everything and waits until no process is left. The data stays. */
  stop(): Promise<void>;
};

const portNames = [
  'mongod',
  'kafka',
  'kafkaController',
  'objects',
  'ledger',
  'keyVaultA',
  'keyVaultB',
  'keyVaultTokens',
  'keycloak',
  'keycloakManagement',
  'smtp',
  'mail',
  'public',
] as const;
type Ports = Readonly<Record<(typeof portNames)[number], number>>;

const portsOf: Readonly<Record<ServerName, readonly string[]>> = {
  mongod: ['mongod'],
  kafka: ['kafka', 'kafkaController'],
  objects: ['objects'],
  ledger: ['ledger'],
  'key-vault': ['keyVaultA', 'keyVaultB', 'keyVaultTokens'],
  keycloak: ['keycloak', 'keycloakManagement'],
  mail: ['smtp', 'mail'],
};

const keyVaultPorts = (ports: Ports) => ({ a: ports.keyVaultA, b: ports.keyVaultB, tokens: ports.keyVaultTokens });

const choosePorts = async (data: DataDirectory): Promise<Ports> => {
  const running = new Set(runningProcesses(data.run).map(({ record }) => record.name));
  const ours = serverNames.filter((name) => running.has(name)).flatMap((name) => portsOf[name]);
  return allocatePorts({ names: portNames, file: data.portsFile, ours: new Set(ours) });
};

const describe = (data: DataDirectory, ports: Ports, publicBaseUrl: string, external: ExternalServers): StackState => ({
  publicBaseUrl,
  mongodbUri: external.mongodbUri ?? mongodUri({ data, port: ports.mongod }),
  kafka: external.kafka ?? kafkaAccess({ data, port: ports.kafka }),
  objectStore: external.objects ?? storeAccess({ data, name: 'objects', port: ports.objects }),
  ledgerStore: external.ledger ?? storeAccess({ data, name: 'ledger', port: ports.ledger }),
  keycloak:
    external.keycloak === undefined
      ? keycloakAccess({ data, port: ports.keycloak, publicBaseUrl })
      : { ...external.keycloak, publicUrl: `${publicBaseUrl}/auth` },
  mail: { smtpUrl: `smtp://127.0.0.1:${ports.smtp}`, webUrl: `http://localhost:${ports.mail}` },
  keyVault: keyVaultAccess({ data, ports: keyVaultPorts(ports) }),
  keys: data.keys,
  clients: { identitySecretFile: data.secrets.identityClient, gatewaySecretFile: data.secrets.gatewayClient },
  certificates: data.certificates,
  caFile: certificateFiles(data.certificates, 'mongod').caFile,
  dataDirectory: data.root,
});

type Starter = () => Promise<ManagedProcess | undefined>;

const useExisting =
  (variable: string, probe: () => Promise<boolean>): Starter =>
  async () => {
    const reason = await probe().then(
      (answers) => (answers ? undefined : 'it is not what was expected'),
      (error: unknown) => messageOf(error),
    );
    if (reason !== undefined) {
      throw new StackError(`the server that ${variable} names cannot be used: ${reason}`);
    }
    return undefined;
  };

const starters = (
  data: DataDirectory,
  ports: Ports,
  state: StackState,
  context: FetchContext & { readonly signal: AbortSignal } & Pick<StackOptions, 'kafkaHost' | 'keyVault'>,
  external: ExternalServers,
): Readonly<Record<ServerName, Starter>> => {
  const own = (spec: () => Promise<ServerSpec>) => async () => startServer(await spec(), context.signal);
  return {
    mongod:
      external.mongodbUri === undefined
        ? own(async () => mongodSpec({ data, binary: await fetchMongod(context), port: ports.mongod }))
        : useExisting('MONGODB_URI', async () => probeMongodb(state.mongodbUri)),
    kafka:
      external.kafka === undefined
        ? own(async () => {
            const jars = await fetchKafka(context);
            const { kafka: port, kafkaController: controllerPort } = ports;
            return kafkaSpec({ data, jars, port, controllerPort, advertisedHost: context.kafkaHost });
          })
        : useExisting('KAFKA_BROKERS', async () => probeKafka(state.kafka)),
    objects:
      external.objects === undefined
        ? own(async () => Promise.resolve(objectStoreSpec({ data, name: 'objects', port: ports.objects })))
        : useExisting('OBJECT_STORE_URL', async () => probeStore(state.objectStore)),
    ledger:
      external.ledger === undefined
        ? own(async () => Promise.resolve(objectStoreSpec({ data, name: 'ledger', port: ports.ledger })))
        : useExisting('LEDGER_URL', async () => probeStore(state.ledgerStore)),
    'key-vault': own(async () =>
      Promise.resolve(keyVaultSpec({ data, ports: keyVaultPorts(ports), ...context.keyVault })),
    ),
    keycloak:
      external.keycloak === undefined
        ? own(async () => {
            const home = await fetchKeycloak(context);
            const { keycloak: port, keycloakManagement: managementPort } = ports;
            return keycloakSpec({ data, home, port, managementPort, publicBaseUrl: state.publicBaseUrl });
          })
        : useExisting('KEYCLOAK_URL', async () => probeKeycloak(state.keycloak)),
    mail: own(async () => Promise.resolve(mailCatcherSpec({ data, smtpPort: ports.smtp, webPort: ports.mail }))),
  };
};

/** Asked before anything is written: without Java nothing else makes sense. */
const requireJava = async ({ servers = defaultServers, external = externalServers() }: StackOptions): Promise<void> => {
  const own = servers.filter((name) => (name === 'kafka' || name === 'keycloak') && external[name] === undefined);
  if (own.length > 0) {
    await requireTools(['java']);
  }
};

type Plan = {
  readonly state: StackState;
  readonly data: DataDirectory;
  readonly start: Readonly<Record<ServerName, Starter>>;
};

const plan = async (options: StackOptions, signal: AbortSignal): Promise<Plan> => {
  const external = options.external ?? externalServers();
  const data = await openDataDirectory(options.dataDirectory);
  const ports = await choosePorts(data);
  const state = describe(data, ports, options.publicBaseUrl ?? `http://localhost:${ports.public}`, external);
  const { cacheDirectory = defaultCacheDirectory(), kafkaHost, keyVault } = options;
  const context = {
    ...{ cacheDirectory, signal },
    ...(kafkaHost === undefined ? {} : { kafkaHost }),
    ...(keyVault === undefined ? {} : { keyVault }),
  };
  return { state, data, start: starters(data, ports, state, context, external) };
};

/** Prepares the data directory and starts the servers; returns while they are still coming up (`ready`). */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const { progress = () => undefined, servers = defaultServers } = options;
  await requireJava(options);
  const stopping = new AbortController();
  const { state, data, start } = await plan(options, stopping.signal);
  const processes = new Map<string, ManagedProcess>();
  const startOne = async (name: ServerName): Promise<void> => {
    const started = await start[name]();
    if (started !== undefined) {
      processes.set(name, started);
    }
  };
  const begin = async (name: ServerName): Promise<void> =>
    servers.includes(name) ? withProgress(progress, name, async () => startOne(name)) : Promise.resolve();
  const ready = {
    mongod: begin('mongod'),
    kafka: begin('kafka'),
    objects: begin('objects'),
    ledger: begin('ledger'),
    'key-vault': begin('key-vault'),
    keycloak: begin('keycloak'),
    mail: begin('mail'),
  };
  const settled = Promise.allSettled(Object.values(ready)); // whoever waits for one sees its failure there
  return {
    state,
    data,
    ready,
    process: (name) => processes.get(name),
    restart: startOne,
    stop: async () => {
      stopping.abort(new StackError(stoppedMessage));
      await Promise.all([settled, stopProcessesOf(data.run)]);
      await stopProcessesOf(data.run); // what was being spawned at that moment
    },
  };
};

/** Resolves when all answer; the first failure ends the others. */
export const whenReady = async (stack: Stack): Promise<void> => {
  try {
    await Promise.all(Object.values(stack.ready));
  } catch (error) {
    await stack.stop();
    throw error;
  }
};

/** Default place of the state of the detached stack that tests use: `<data directory>.json`. */
export const stateFileFor = (dataDirectory: string): string => join(`${dataDirectory}.json`);
