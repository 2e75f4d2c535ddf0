import { freePort, type ManagedProcess, runTool, spawnProcess, waitUntil } from '@nencho/local-stack';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KubernetesBinaries } from './binaries.js';
import { type ClusterCertificates, createClusterCertificates } from './cluster-certificates.js';

export type ControlPlaneOptions = {
  readonly binaries: KubernetesBinaries;
  /** Data, keys, logs and pid files; made anew by whoever calls. */
  readonly directory: string;
  /** Put before every command, e.g. to enter a network namespace. */
  readonly prefix?: readonly string[];
  /** Where the API server is found. */
  readonly address?: string;
  readonly serviceCidr?: string;
  /** The first address of `serviceCidr`. */
  readonly apiServiceAddress?: string;
};

export type ControlPlane = {
  readonly server: string;
  /** Of a member of `system:masters`. */
  readonly adminConfig: string;
  readonly certificates: ClusterCertificates;
  readonly kubeconfig: (fileName: string, user: string, organisation?: string) => Promise<string>;
  /** Another process of the cluster, with its log and pid file beside the others'. */
  readonly run: (name: string, command: readonly string[]) => Promise<ManagedProcess>;
  readonly stop: () => Promise<void>;
};

type Ports = { readonly api: number; readonly etcd: number; readonly etcdPeers: number };
type Parts = Required<ControlPlaneOptions> & { readonly ports: Ports; readonly certificates: ClusterCertificates };

const loopback = '127.0.0.1';
const serviceNames = ['', '.default', '.default.svc', '.default.svc.cluster.local'].map((rest) => `kubernetes${rest}`);

const option = (name: string, value: string | number): string => `--${name}=${value}`;

/** It holds nothing that must survive: no fsync. */
const etcdCommand = ({ binaries, directory, ports }: Parts): readonly string[] => [
  binaries.etcd,
  option('data-dir', join(directory, 'etcd')),
  option('listen-client-urls', `http://${loopback}:${ports.etcd}`),
  option('advertise-client-urls', `http://${loopback}:${ports.etcd}`),
  option('listen-peer-urls', `http://${loopback}:${ports.etcdPeers}`),
  option('initial-advertise-peer-urls', `http://${loopback}:${ports.etcdPeers}`),
  option('initial-cluster', `default=http://${loopback}:${ports.etcdPeers}`),
  '--unsafe-no-fsync',
];

const apiServerCommand = async (parts: Parts): Promise<readonly string[]> => {
  const { binaries, directory, address, serviceCidr, apiServiceAddress, ports, certificates } = parts;
  const alsoKnownAs = [address, apiServiceAddress, ...serviceNames];
  const serving = await certificates.issue('apiserver', 'kube-apiserver', { alsoKnownAs });
  const kubelets = await certificates.issue('kubelet-client', 'kube-apiserver', { organisation: 'system:masters' });
  return [
    binaries.kubeApiserver,
    option('etcd-servers', `http://${loopback}:${ports.etcd}`),
    ...[option('bind-address', address), option('secure-port', ports.api)],
    // A loopback address may not be advertised to pods; without a node nobody needs it.
    ...(address === loopback ? ['--endpoint-reconciler-type=none'] : [option('advertise-address', address)]),
    ...[option('tls-cert-file', serving.certFile), option('tls-private-key-file', serving.keyFile)],
    option('cert-dir', join(directory, 'apiserver')),
    option('client-ca-file', certificates.caFile),
    option('kubelet-client-certificate', kubelets.certFile),
    option('kubelet-client-key', kubelets.keyFile),
    option('kubelet-certificate-authority', certificates.caFile),
    option('kubelet-preferred-address-types', 'InternalIP'),
    option('service-account-issuer', 'https://kubernetes.default.svc'),
    option('service-account-key-file', certificates.serviceAccountPublicKeyFile),
    option('service-account-signing-key-file', certificates.serviceAccountKeyFile),
    option('service-cluster-ip-range', serviceCidr),
    option('authorization-mode', 'Node,RBAC'),
    option('enable-admission-plugins', 'NodeRestriction'),
    '--allow-privileged=true',
  ];
};

const managerCommand = (parts: Parts, kubeconfig: string, port: number): readonly string[] => [
  parts.binaries.kubeControllerManager,
  option('kubeconfig', kubeconfig),
  option('service-account-private-key-file', parts.certificates.serviceAccountKeyFile),
  option('root-ca-file', parts.certificates.caFile),
  ...['--use-service-account-credentials', '--leader-elect=false'],
  ...[option('bind-address', loopback), option('secure-port', port)],
  option('cert-dir', join(parts.directory, 'controller-manager')),
];

const schedulerCommand = (parts: Parts, kubeconfig: string, port: number): readonly string[] => [
  parts.binaries.kubeScheduler,
  option('kubeconfig', kubeconfig),
  '--leader-elect=false',
  ...[option('bind-address', loopback), option('secure-port', port)],
  option('cert-dir', join(parts.directory, 'scheduler')),
];

const kubeconfigText = (server: string, caFile: string, { certFile, keyFile }: { certFile: string; keyFile: string }) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'nencho', cluster: { server, 'certificate-authority': caFile } }],
    users: [{ name: 'user', user: { 'client-certificate': certFile, 'client-key': keyFile } }],
    contexts: [{ name: 'nencho', context: { cluster: 'nencho', user: 'user' } }],
    'current-context': 'nencho',
  });

const freePorts = async (count: number): Promise<readonly number[]> => {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort(ports));
  return [...ports];
};

/** Waits as long as `process` lives. */
const until = async (what: string, running: ManagedProcess, ask: () => Promise<unknown>): Promise<void> =>
  waitUntil(async () => ask().then(() => true), {
    ...{ what, timeoutMs: 180_000, intervalMs: 250 },
    giveUp: () => {
      if (!running.isAlive()) throw new Error(`${running.name} has ended; see its log`);
    },
  });

/** etcd, API server, controllers and scheduler: everything of a cluster but a node. */
export const startControlPlane = async (options: ControlPlaneOptions): Promise<ControlPlane> => {
  const { binaries, directory, prefix = [], address = loopback } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const [api = 0, etcd = 0, etcdPeers = 0, manager = 0, scheduler = 0] = await freePorts(5);
  const certificates = await createClusterCertificates(join(directory, 'certificates'));
  const { serviceCidr = '10.79.0.0/16', apiServiceAddress = '10.79.0.1' } = options;
  const ports = { api, etcd, etcdPeers };
  const parts: Parts = {
    ...{ binaries, directory, prefix, address, serviceCidr, apiServiceAddress },
    ports,
    certificates,
  };
  const server = `https://${address}:${api}`;
  const started: ManagedProcess[] = [];

  const run = async (name: string, command: readonly string[]): Promise<ManagedProcess> => {
    const [file = '', ...args] = [...prefix, ...command];
    const logFile = join(directory, 'logs', `${name}.log`);
    const running = await spawnProcess({
      name,
      command: file,
      args,
      logFile,
      pidFile: join(directory, 'run', `${name}.pid`),
    });
    started.push(running);
    return running;
  };
  const kubeconfig = async (fileName: string, user: string, organisation?: string): Promise<string> => {
    const files = await certificates.issue(fileName, user, organisation === undefined ? {} : { organisation });
    const path = join(directory, `${fileName}.conf`);
    writeFileSync(path, kubeconfigText(server, certificates.caFile, files), { mode: 0o600 });
    return path;
  };
  const stop = async (): Promise<void> => {
    for (const running of started.toReversed()) await running.stop();
  };
  try {
    const adminConfig = await kubeconfig('admin', 'admin', 'system:masters');
    const kubectl = async (...args: readonly string[]) => {
      const [file = '', ...rest] = [...prefix, binaries.kubectl, `--kubeconfig=${adminConfig}`, ...args];
      return runTool(file, rest);
    };
    await run('etcd', etcdCommand(parts));
    const apiServer = await run('apiserver', await apiServerCommand(parts));
    await until('the API server', apiServer, async () => kubectl('get', '--raw', '/readyz'));
    const managerConfig = await kubeconfig('controller-manager', 'system:kube-controller-manager');
    const running = await run('controller-manager', managerCommand(parts, managerConfig, manager));
    await run('scheduler', schedulerCommand(parts, await kubeconfig('scheduler', 'system:kube-scheduler'), scheduler));
    await until('the controllers', running, async () => kubectl('get', 'serviceaccount', 'default'));
    return { server, adminConfig, certificates, kubeconfig, run, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
