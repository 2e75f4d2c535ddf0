import { type ManagedProcess, spawnProcess } from '@nencho/local-stack';
import { join } from 'node:path';
import { addresses, namespaces } from './addresses.js';
import { tool } from './tool.js';

/** A command as a process of the node sees the world: its network and its mounts. */
export type Inside = (command: readonly string[]) => readonly string[];

export type NodeNetwork = {
  readonly keeper: ManagedProcess;
  /** Enters the node's network namespace and mount namespace. */
  readonly insideNode: Inside;
  readonly insideOutside: Inside;
};

const net = (name: string): string => `--net=/run/netns/${name}`;

const layOut = async (): Promise<void> => {
  const { node, outside } = namespaces;
  const ip = async (...args: readonly string[]) => tool(['ip', ...args]);
  for (const name of [node, outside]) {
    await ip('netns', 'add', name);
    await ip('-n', name, 'link', 'set', 'lo', 'up');
  }
  // Both ends are made inside: the host never has an interface, a route or a rule of this.
  await ip('-n', node, 'link', 'add', 'outside0', 'type', 'veth', 'peer', 'name', 'node0', 'netns', outside);
  for (const [name, link, address] of [
    [node, 'outside0', addresses.node],
    [outside, 'node0', addresses.outside],
  ] as const) {
    await ip('-n', name, 'addr', 'add', `${address}/${addresses.prefixLength}`, 'dev', link);
    await ip('-n', name, 'link', 'set', link, 'up');
  }
  await ip('-n', outside, 'route', 'add', 'default', 'via', addresses.node);
  await ip('-n', node, 'route', 'add', 'default', 'via', addresses.outside);
  const settings = ['net.ipv4.ip_forward=1', 'net.ipv4.conf.all.rp_filter=0', 'net.ipv4.conf.default.rp_filter=0'];
  await tool(['nsenter', net(node), 'sysctl', '-qw', ...settings]);
};

/**
 * The private networks of a node and of what lies outside the cluster, and the node's private mounts. `nsenter`, not
 * `ip netns exec`: that one mounts a new /sys, and hides the control groups.
 */
export const openNetwork = async (directory: string): Promise<NodeNetwork> => {
  await layOut();
  const keeper = await spawnProcess({
    name: 'mounts',
    command: 'nsenter',
    args: [
      ...[net(namespaces.node), 'unshare', '--mount', '--propagation', 'private'],
      ...['sh', '-c', 'mount --make-rshared / && exec sleep infinity'],
    ],
    logFile: join(directory, 'logs', 'mounts.log'),
    pidFile: join(directory, 'run', 'mounts.pid'),
  });
  const insideNode: Inside = (command) => [
    ...['nsenter', net(namespaces.node), `--mount=/proc/${keeper.pid}/ns/mnt`],
    ...command,
  ];
  await tool([...insideNode(['true'])]);
  return { keeper, insideNode, insideOutside: (command) => ['nsenter', net(namespaces.outside), ...command] };
};

/** Pods' namespaces are mounted in the node's mounts only, and end with them. */
export const closeNetwork = async (): Promise<void> => {
  const listed = (await tool(['ip', 'netns', 'list'])).split('\n').map((line) => line.split(' ')[0] ?? '');
  const ours: readonly string[] = Object.values(namespaces);
  for (const name of listed.filter((one) => ours.includes(one))) {
    await tool(['ip', 'netns', 'delete', name]);
  }
};
