import { setTimeout as pause } from 'node:timers/promises';
import { type Cluster, clusterDirectory } from './cluster.js';
import { namespace } from './manifests.js';
import { tool } from './tool.js';

export type Pod = {
  readonly name: string;
  readonly service: string;
  readonly address: string;
  readonly ready: boolean;
  readonly leaving: boolean;
  readonly restarts: number;
  readonly containerId: string;
};

type PodList = {
  readonly items: readonly {
    readonly metadata: {
      readonly name: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly deletionTimestamp?: string;
    };
    readonly status: {
      readonly podIP?: string;
      readonly conditions?: readonly { readonly type: string; readonly status: string }[];
      readonly containerStatuses?: readonly { readonly containerID?: string; readonly restartCount: number }[];
    };
  }[];
};

/** The release's pods, leaving ones included. */
export const podsOf = async ({ kubectl }: Pick<Cluster, 'kubectl'>, service?: string): Promise<readonly Pod[]> => {
  const selector = `app.kubernetes.io/part-of=nencho${service === undefined ? '' : `,app.kubernetes.io/name=${service}`}`;
  const { items } = JSON.parse(
    await kubectl(['-n', namespace, 'get', 'pods', '--selector', selector, '-o', 'json']),
  ) as PodList;
  return items.map(({ metadata, status }) => ({
    name: metadata.name,
    service: metadata.labels?.['app.kubernetes.io/name'] ?? '',
    address: status.podIP ?? '',
    ready: status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false,
    leaving: metadata.deletionTimestamp !== undefined,
    restarts: status.containerStatuses?.[0]?.restartCount ?? 0,
    containerId: (status.containerStatuses?.[0]?.containerID ?? '').replace('containerd://', ''),
  }));
};

export const aPodOf = async (cluster: Pick<Cluster, 'kubectl'>, service: string): Promise<Pod> => {
  const pod = (await podsOf(cluster, service)).find(({ ready, leaving }) => ready && !leaving);
  if (pod === undefined) throw new Error(`${service} has no ready pod`);
  return pod;
};

const pidOf = async ({ insideNode }: Cluster, { containerId }: Pod): Promise<string> => {
  const ctr = ['/usr/bin/ctr', '--address', `${clusterDirectory}/containerd.sock`, '--namespace', 'k8s.io'];
  const tasks = await tool(insideNode([...ctr, 'tasks', 'list']));
  const [, pid] =
    tasks
      .split('\n')
      .find((line) => line.startsWith(containerId))
      ?.split(/\s+/) ?? [];
  if (pid === undefined) throw new Error(`container ${containerId} does not run`);
  return pid;
};

const connect = `
const socket = require('node:net').connect(Number(process.argv[2]), process.argv[1]);
const end = (word) => { console.log(word); process.exit(0); };
socket.setTimeout(3000, () => end('ETIMEDOUT'));
socket.on('connect', () => end('open'));
socket.on('error', (error) => end(error.code));
`;

/** What a connection meets that leaves from the network of a running pod, and so carries its address. */
export const connectionFrom = async (
  cluster: Cluster,
  from: Pod,
  { address, port }: { readonly address: string; readonly port: number },
): Promise<string> => {
  const inside = ['nsenter', `--net=/proc/${await pidOf(cluster, from)}/ns/net`];
  return (await tool([...inside, process.execPath, '-e', connect, address, String(port)])).trim();
};

/** Asks until the answer is the one hoped for: a policy reaches the data plane a moment after it changed. */
export const eventually = async (ask: () => Promise<string>, hoped: (answer: string) => boolean): Promise<string> => {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (hoped(answer) || performance.now() > deadline) return answer;
    await pause(500);
  }
};
