import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { removeDataDirectory, stopProcessesOf } from '../data-directory.js';
import { tryLock, unlock } from '../lock.js';
import { type ManagedProcess, stopRecorded } from '../managed-process.js';
import { runningProcesses } from '../pid-file.js';
import { requireFreePort } from '../ports.js';
import { type Progress, withProgress } from '../progress.js';
import { repositoryRoot } from '../repository.js';
import { runTool } from '../run-tool.js';
import { type ServerSpec, startServer } from '../server.js';
import { type ServiceName } from '../service-names.js';
import { StackError, stoppedMessage } from '../stack-error.js';
import { serverNames, type Stack, startStack } from '../stack.js';
import { type Forwarder, startForwarder } from './forwarder.js';
import { type Instance, type InstanceCounts, planInstances } from './instances.js';
import { type EnvironmentOptions, reconcileEnvironment, serviceEnvironment } from './service-environment.js';
import { supervise } from './supervise.js';
import { type SystemState, systemLockFile, writeSystemState } from './system-state.js';

export type SystemOptions = {
  readonly dataDirectory: string;
  readonly publicPort?: number;
  readonly instances?: InstanceCounts;
  readonly accessTokenSeconds?: number;
  /** Added to the services' clock: a season can be played on any day. */
  readonly clockShiftMs?: number;
  readonly logLevel?: string;
  /** Where the tenants' keys are: files of this machine, or our emulator of Azure Key Vault. */
  readonly keyProvider?: 'local' | 'azure';
  /** Begin with an empty data directory. */
  readonly fresh?: boolean;
  /** Compiles the services while the servers come up. */
  readonly build?: (signal: AbortSignal) => Promise<void>;
  /** More variables for all services, e.g. the address of a trace receiver. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly progress?: Progress;
};

export type System = {
  readonly state: SystemState;
  /** The page answers; Keycloak may still be starting. */
  readonly pageReady: Promise<void>;
  /** Everything answers and the realms are set up. */
  readonly ready: Promise<void>;
  /** The running process of a server (`mongod`) or an instance (`declaration-1`); restarts make a new one. */
  process(name: string): ManagedProcess | undefined;
  stop(): Promise<void>;
};

const serviceMain = (service: ServiceName): string => join(repositoryRoot, 'services', service, 'dist', 'main.js');

const instanceSpec = (
  { name, service, probePort }: Instance,
  env: Readonly<Record<string, string>>,
  { logDirectory, runDirectory }: SystemState,
): ServerSpec => ({
  process: {
    name,
    command: process.execPath,
    args: ['--disable-sigusr1', '--import', '@nencho/telemetry/register', serviceMain(service)],
    cwd: repositoryRoot,
    env,
    logFile: join(logDirectory, `${name}.log`),
    pidFile: join(runDirectory, `${name}.pid`),
  },
  // A restored identity erases at Keycloak before it is ready, and waits for it.
  timeoutMs: 300_000,
  wayOut: 'exit code 78 means wrong configuration; the log says which',
  prepare: async () => {
    if (!existsSync(serviceMain(service))) {
      throw new StackError(`${serviceMain(service)} is missing: run npm run build`);
    }
    return Promise.resolve();
  },
  probe: async () => {
    const response = await fetch(`http://127.0.0.1:${probePort}/readyz`, { signal: AbortSignal.timeout(2_000) });
    return response.ok;
  },
});

/** Services of a launcher that was killed may run old code: they are ended, while the servers are taken over. */
const stopOrphanedServices = async (runDirectory: string): Promise<void> => {
  const services = runningProcesses(runDirectory).filter(
    ({ record }) => !serverNames.some((name) => name === record.name),
  );
  await Promise.all(services.map(async ({ file }) => stopRecorded(file)));
};

const takeLock = (dataDirectory: string): void => {
  const holder = tryLock(systemLockFile(dataDirectory));
  if (holder !== undefined) {
    throw new StackError(
      `nencho already runs on ${dataDirectory} (pid ${holder.pid}): open its page, end it with Ctrl-C, ` +
        'or name another directory and port: npm start -- --data DIR --port N',
    );
  }
};

type Prepared = { readonly stack: Stack; readonly state: SystemState; readonly environment: EnvironmentOptions };

const prepare = async (options: SystemOptions, dataDirectory: string): Promise<Prepared> => {
  const { publicPort = 3000, clockShiftMs = 0, accessTokenSeconds = 300, logLevel = 'info' } = options;
  const { keyProvider = 'local' } = options;
  await stopOrphanedServices(join(dataDirectory, 'run'));
  await requireFreePort(publicPort, 'end that process or choose another port: npm start -- --port N');
  if (options.fresh === true) {
    await removeDataDirectory(dataDirectory);
  }
  const stack = await startStack({
    dataDirectory,
    publicBaseUrl: `http://localhost:${publicPort}`,
    ...(keyProvider === 'azure' ? { servers: serverNames, keyVault: { clockShiftMs } } : {}),
    ...(options.progress === undefined ? {} : { progress: options.progress }),
  });
  const instances = await planInstances(options.instances ?? {}, join(dataDirectory, 'service-ports.json'));
  const state: SystemState = {
    ...stack.state,
    instances,
    clockShiftMs,
    accessTokenSeconds,
    operator: { username: 'operator', passwordFile: stack.data.secrets.operator },
    runDirectory: stack.data.run,
    logDirectory: stack.data.logs,
  };
  return {
    stack,
    state,
    environment: { stack: stack.state, instances, clockShiftMs, accessTokenSeconds, logLevel, keyProvider },
  };
};

const reconcileRealms = async ({ state, environment }: Prepared, signal: AbortSignal): Promise<void> => {
  const identity = state.instances.find(({ service }) => service === 'identity');
  if (identity !== undefined) {
    const command = join(repositoryRoot, 'services', 'identity', 'dist', 'reconcile-realms.js');
    const env = reconcileEnvironment(identity, environment);
    const operator = `${state.operator.username}:${state.operator.passwordFile}`;
    await runTool(process.execPath, [command, '--local-operator', operator], {
      cwd: repositoryRoot,
      env,
      timeoutMs: 180_000,
      signal,
    });
  }
};

/** identity and the page first, with retention, which opens the ledger that they wait for; the others meanwhile. */
const startInstances = (
  { stack, state, environment }: Prepared,
  options: SystemOptions,
  built: Promise<void>,
  signal: AbortSignal,
  started: (name: string, process: ManagedProcess) => void,
): { readonly page: Promise<unknown>; readonly all: Promise<unknown> } => {
  const progress = options.progress ?? (() => undefined);
  const startOne = async (instance: Instance): Promise<ManagedProcess> => {
    const env = { ...serviceEnvironment(instance, environment), ...options.environment };
    const running = await startServer(instanceSpec(instance, env, state), signal);
    started(instance.name, running);
    return running;
  };
  const begin = async (instance: Instance, after: Promise<unknown>): Promise<void> => {
    await after;
    const first = withProgress(progress, instance.name, async () => startOne(instance));
    void supervise({ name: instance.name, first, restart: async () => startOne(instance), progress, signal });
    await first;
  };
  const first: readonly string[] = ['gateway', 'identity', 'retention'];
  const early = state.instances.filter(({ service }) => first.includes(service));
  const late = state.instances.filter((instance) => !early.includes(instance));
  const page = Promise.all(early.map(async (instance) => begin(instance, Promise.all([built, stack.ready.mongod]))));
  const rest = Promise.all(late.map(async (instance) => begin(instance, page)));
  return { page, all: Promise.all([page, rest]) };
};

/** Keeps the servers alive, too: they are restarted like services. */
const superviseServers = (stack: Stack, progress: Progress, signal: AbortSignal): void => {
  for (const name of serverNames) {
    const first = stack.ready[name].then(() => stack.process(name));
    const restart = async () => {
      await stack.restart(name);
      return stack.process(name);
    };
    void supervise({ name, first, restart, progress, signal });
  }
};

const buildOf = async ({ build }: SystemOptions, progress: Progress, signal: AbortSignal): Promise<void> =>
  build === undefined ? Promise.resolve() : withProgress(progress, 'build', async () => build(signal));

type Parts = { readonly prepared: Prepared; readonly forwarder: Forwarder; readonly stopping: AbortController };

/** Lets everything come up at once, each part as soon as what it needs is there. */
const bringUp = ({ prepared, forwarder, stopping }: Parts, options: SystemOptions): System => {
  const { signal } = stopping;
  const { stack, state } = prepared;
  const progress = options.progress ?? (() => undefined);
  const processes = new Map<string, ManagedProcess>();
  superviseServers(stack, progress, signal);
  const built = buildOf(options, progress, signal);
  const { page, all } = startInstances(prepared, options, built, signal, (name, running) => {
    processes.set(name, running);
  });
  const realms = Promise.all([built, stack.ready.keycloak]).then(async () =>
    withProgress(progress, 'realms', async () => reconcileRealms(prepared, signal)),
  );
  const pageReady = page.then(() => undefined);
  const ready = Promise.all([all, realms, ...Object.values(stack.ready)]).then(() => undefined);
  const settled = Promise.allSettled([pageReady, ready, all, realms, built]);
  return {
    state,
    pageReady,
    ready,
    process: (name) => processes.get(name) ?? stack.process(name),
    stop: async () => {
      stopping.abort(new StackError(stoppedMessage));
      await forwarder.stop();
      await stopOrphanedServices(state.runDirectory); // all services, before what they lean on
      await Promise.all([stack.stop(), settled]);
      await stopOrphanedServices(state.runDirectory); // what was being spawned at that moment
      unlock(systemLockFile(state.dataDirectory));
    },
  };
};

/** Starts servers and services on a data directory of their own; resolves while they are still coming up. */
export const startSystem = async (options: SystemOptions): Promise<System> => {
  const dataDirectory = resolve(options.dataDirectory);
  takeLock(dataDirectory);
  try {
    const prepared = await prepare(options, dataDirectory);
    writeSystemState(prepared.state);
    const gateways = prepared.state.instances.flatMap(({ httpPort }) => (httpPort === undefined ? [] : [httpPort]));
    const forwarder = await startForwarder(Number(new URL(prepared.state.publicBaseUrl).port), gateways);
    return bringUp({ prepared, forwarder, stopping: new AbortController() }, options);
  } catch (error) {
    await stopProcessesOf(join(dataDirectory, 'run'));
    unlock(systemLockFile(dataDirectory));
    throw error;
  }
};
