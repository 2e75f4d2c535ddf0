import { type ManagedProcess, waitUntil } from '@nencho/local-stack';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KubernetesBinaries } from '../kubernetes/binaries.js';
import { type ControlPlane } from '../kubernetes/control-plane.js';
import { addresses, nodeName } from './addresses.js';
import { corednsManifests } from './coredns.js';
import { type Images } from './images.js';
import { openControlGroup } from './leftovers.js';
import { type Inside } from './network.js';
import { tool } from './tool.js';

export type NodeOptions = {
  readonly directory: string;
  readonly binaries: KubernetesBinaries;
  readonly controlPlane: ControlPlane;
  readonly insideNode: Inside;
  readonly images: Images;
  readonly kubectl: (args: readonly string[], input?: string) => Promise<string>;
};

const withSystemPath = ['env', `PATH=${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`];

/** Every pod has a link of its own, so that each packet is forwarded, where policies are enforced. */
const podNetwork = (directory: string) => ({
  cniVersion: '1.0.0',
  name: 'pods',
  plugins: [
    {
      type: 'ptp',
      ipMasq: false,
      ipam: {
        type: 'host-local',
        dataDir: join(directory, 'ipam'),
        ranges: [[{ subnet: addresses.pods }]],
        routes: [{ dst: '0.0.0.0/0' }],
      },
    },
  ],
});

/** Version 2 is read by containerd 1.6 and 2.x alike. runc may not lower oom_score_adj without CAP_SYS_RESOURCE. */
const containerdConfig = (directory: string, pauseImage: string, runc: string): string => `version = 2
root = "${directory}/containerd"
state = "${directory}/containerd-state"
[grpc]
  address = "${directory}/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        BinaryName = "${runc}"
        SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${directory}/cni"
`;

const startContainerd = async ({ directory, controlPlane, insideNode, images }: NodeOptions): Promise<void> => {
  mkdirSync(join(directory, 'cni'), { recursive: true });
  writeFileSync(join(directory, 'cni', '10-pods.conflist'), JSON.stringify(podNetwork(directory)));
  const config = join(directory, 'containerd.toml');
  writeFileSync(config, containerdConfig(directory, images.pause.name, '/usr/sbin/runc'));
  const running = await controlPlane.run('containerd', ['/usr/bin/containerd', '--config', config]);
  const ctr = async (...args: readonly string[]) =>
    tool([
      ...insideNode(['/usr/bin/ctr', '--address', `${directory}/containerd.sock`, '--namespace', 'k8s.io', ...args]),
    ]);
  await waitUntil(async () => ctr('version').then(() => true), {
    ...{ what: 'containerd', timeoutMs: 60_000 },
    giveUp: () => {
      if (!running.isAlive()) throw new Error('containerd has ended; see its log');
    },
  });
  for (const { archive } of [images.pause, images.coredns, ...Object.values(images.services)]) {
    await ctr('images', 'import', archive);
  }
};

const startKubelet = async ({ directory, binaries, controlPlane }: NodeOptions): Promise<ManagedProcess> => {
  const { certificates } = controlPlane;
  const serving = await certificates.issue('kubelet', nodeName, { alsoKnownAs: [addresses.node] });
  const kubeconfig = await controlPlane.kubeconfig('node', `system:node:${nodeName}`, 'system:nodes');
  const resolvConf = join(directory, 'resolv.conf'); // empty: no name is asked for outside
  writeFileSync(resolvConf, '');
  const config = join(directory, 'kubelet.json');
  const settings = {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    ...{ failCgroupV1: false, cgroupDriver: 'cgroupfs', cgroupRoot: openControlGroup(), failSwapOn: false },
    containerRuntimeEndpoint: `unix://${directory}/containerd.sock`,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: certificates.caFile },
    },
    authorization: { mode: 'Webhook' },
    ...{ clusterDNS: [addresses.dns], clusterDomain: 'cluster.local', resolvConf },
    ...{ tlsCertFile: serving.certFile, tlsPrivateKeyFile: serving.keyFile },
    evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1Gi' },
    ...{ imageGCHighThresholdPercent: 100, nodeStatusUpdateFrequency: '10s' },
    podLogsDir: join(directory, 'pod-logs'),
  };
  writeFileSync(config, JSON.stringify(settings));
  return controlPlane.run('kubelet', [
    ...withSystemPath,
    ...[binaries.kubelet, `--config=${config}`, `--kubeconfig=${kubeconfig}`, `--root-dir=${directory}/kubelet`],
    ...[
      `--cert-dir=${directory}/kubelet-certificates`,
      `--hostname-override=${nodeName}`,
      `--node-ip=${addresses.node}`,
    ],
  ]);
};

/** nftables: this kernel has no IPVS; connection tracking is the host's, and left as it is. */
const startKubeProxy = async ({ directory, binaries, controlPlane }: NodeOptions): Promise<void> => {
  const config = join(directory, 'kube-proxy.json');
  const settings = {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    ...{ mode: 'nftables', clusterCIDR: addresses.pods, hostnameOverride: nodeName },
    clientConnection: { kubeconfig: await controlPlane.kubeconfig('kube-proxy', 'system:kube-proxy') },
    conntrack: { maxPerCore: 0, min: 0 },
    metricsBindAddress: '127.0.0.1:10249',
  };
  writeFileSync(config, JSON.stringify(settings));
  await controlPlane.run('kube-proxy', [...withSystemPath, binaries.kubeProxy, `--config=${config}`]);
};

const startPolicyEngine = async ({ controlPlane }: NodeOptions): Promise<void> => {
  const main = join(import.meta.dirname, 'policy-engine-main.js');
  await controlPlane.run('policy-engine', [...withSystemPath, process.execPath, main, controlPlane.adminConfig]);
};

/** A real node: containerd and runc, kubelet, kube-proxy, cluster DNS and an engine for network policies. */
export const startNode = async (options: NodeOptions): Promise<void> => {
  const { kubectl, images } = options;
  await startContainerd(options);
  const kubelet = await startKubelet(options);
  await startKubeProxy(options);
  await startPolicyEngine(options);
  await waitUntil(async () => kubectl(['get', 'node', nodeName]).then(() => true), {
    ...{ what: 'the node', timeoutMs: 120_000, intervalMs: 500 },
    giveUp: () => {
      if (!kubelet.isAlive()) throw new Error('kubelet has ended; see its log');
    },
  });
  await kubectl(['wait', '--for=condition=Ready', `node/${nodeName}`, '--timeout=180s']);
  await kubectl(['apply', '-f', '-'], JSON.stringify(corednsManifests(images.coredns.name)));
  await kubectl(['-n', 'kube-system', 'rollout', 'status', 'deployment/coredns', '--timeout=180s']);
};
