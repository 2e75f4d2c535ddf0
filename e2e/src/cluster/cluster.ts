import { repositoryRoot, spawnProcess, stopProcessesOf } from '@nencho/local-stack';
import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubernetesBinaries } from '../kubernetes/binaries.js';
import { type ControlPlane, startControlPlane } from '../kubernetes/control-plane.js';
import { helm as helmPath } from '../kubernetes/tools.js';
import { addresses } from './addresses.js';
import { buildImages, type Images } from './images.js';
import { rememberKernelSettings, restoreKernelSettings } from './kernel-settings.js';
import { removeLeftovers } from './leftovers.js';
import { claim, ingress, ingressNamespace, ingressNodePort, outsideNames, secrets } from './manifests.js';
import { closeNetwork, type Inside, type NodeNetwork, openNetwork } from './network.js';
import { startNode } from './node.js';
import { bridgesOf, makeRealms, type Servers, startServers } from './servers.js';
import { tool } from './tool.js';

export const clusterDirectory = join(repositoryRoot, '.nencho', 'cluster');
const dataDirectory = join(clusterDirectory, 'data');
const runDirectory = join(clusterDirectory, 'run');
const kernelFile = join(clusterDirectory, 'kernel-settings.json');

export type Cluster = {
  readonly images: Images;
  readonly servers: Servers;
  readonly insideNode: Inside;
  /** The node's own API server, as its administrator. */
  readonly kubectl: (args: readonly string[], input?: string) => Promise<string>;
  readonly helm: (args: readonly string[]) => Promise<string>;
  /** How long each part took, in seconds. */
  readonly times: ReadonlyMap<string, number>;
};

/** Ends everything that a run of this left, whatever became of it: found by pid files and our own names. */
export const tearDown = async (): Promise<void> => {
  for (const directory of [runDirectory, join(dataDirectory, 'run')]) {
    if (existsSync(directory)) await stopProcessesOf(directory);
  }
  await removeLeftovers(clusterDirectory);
  await closeNetwork();
  restoreKernelSettings(kernelFile);
};

/** Stands for a volume that all pods share; only their user enters. What is in it they make themselves. */
const sharedVolume = (name: string): string => {
  const directory = join(clusterDirectory, 'volumes', name);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chownSync(directory, 10_001, 10_001);
  return directory;
};

const startBridges = async (servers: Servers, { insideOutside }: NodeNetwork): Promise<void> => {
  mkdirSync(join(clusterDirectory, 'sockets'), { recursive: true });
  const main = join(import.meta.dirname, 'bridge-main.js');
  for (const [side, crossings] of Object.entries(bridgesOf(servers, ingressNodePort, clusterDirectory))) {
    const file = join(clusterDirectory, `bridge-${side}.json`);
    writeFileSync(file, JSON.stringify(crossings));
    const here = [process.execPath, main, file];
    const [command = '', ...args] = side === 'outside' ? insideOutside(here) : here;
    await spawnProcess({
      ...{ name: `bridge-${side}`, command, args },
      logFile: join(clusterDirectory, 'logs', `bridge-${side}.log`),
      pidFile: join(runDirectory, `bridge-${side}.pid`),
    });
  }
};

const list = (items: readonly object[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

const prepareNamespace = async ({ kubectl }: Pick<Cluster, 'kubectl'>, servers: Servers): Promise<void> => {
  await kubectl(['apply', '-f', join(repositoryRoot, 'charts', 'nencho', 'namespace.yaml')]);
  const claims = ['nencho-keys', 'nencho-pseudonyms'].flatMap((name) => claim(name, sharedVolume(name)));
  await kubectl(['apply', '-f', '-'], list([...secrets(servers), ...outsideNames(servers.outside), ...claims]));
  await kubectl(['apply', '-f', '-'], list(ingress(443)));
  await kubectl(['-n', ingressNamespace, 'rollout', 'status', 'deployment/ingress', '--timeout=120s']);
};

/** @returns a function that measures parts of the work, and says what each took */
const stopwatch = (times: Map<string, number>, say: (text: string) => void) => {
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await work();
    const seconds = (performance.now() - started) / 1_000;
    times.set(name, seconds);
    say(`${name}: ${seconds.toFixed(1)} s`);
    return result;
  };
};

/** A whole cluster with a node, and the servers beside it; the chart is not installed yet. */
export const bringUp = async (say: (text: string) => void): Promise<Cluster> => {
  await tearDown();
  rmSync(clusterDirectory, { recursive: true, force: true, maxRetries: 5 });
  mkdirSync(clusterDirectory, { recursive: true, mode: 0o700 });
  rememberKernelSettings(kernelFile);
  const times = new Map<string, number>();
  const measured = stopwatch(times, say);
  const binaries = await measured('binaries of Kubernetes', kubernetesBinaries);
  const helmBinary = await helmPath();
  const images = await measured('six images', async () => buildImages(binaries));
  const servers = await startServers(dataDirectory, say);
  const network = await openNetwork(clusterDirectory);
  const { insideNode } = network;
  const controlPlane: ControlPlane = await measured('control plane', async () =>
    startControlPlane({
      ...{ binaries, directory: clusterDirectory, prefix: insideNode([]), address: addresses.node },
      ...{ serviceCidr: addresses.services, apiServiceAddress: addresses.apiService },
    }),
  );
  const inCluster = (binary: string) => async (args: readonly string[], input?: string) =>
    tool(
      insideNode([binary, `--kubeconfig=${controlPlane.adminConfig}`, ...args]),
      input === undefined ? {} : { input },
    );
  const kubectl = inCluster(binaries.kubectl);
  const cluster = { images, servers, insideNode, kubectl, helm: inCluster(helmBinary), times };
  await measured('node', async () =>
    startNode({ ...{ directory: clusterDirectory, binaries, controlPlane, insideNode, images, kubectl } }),
  );
  await measured('servers', async () => Promise.all(Object.values(servers.stack.ready)));
  await measured('realms', async () => makeRealms(servers));
  await startBridges(servers, network);
  await prepareNamespace(cluster, servers);
  return cluster;
};
