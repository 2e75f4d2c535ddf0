// NetworkPolicy v1 as rules of nftables, for one node whose pods each have a link of their own. It shows what the
// policies say; it is not the engine of a production cluster.

type Labels = Readonly<Record<string, string>>;

type Requirement = {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
};

export type Selector = { readonly matchLabels?: Labels; readonly matchExpressions?: readonly Requirement[] };

export type Pod = {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels?: Labels };
  readonly spec: {
    readonly hostNetwork?: boolean;
    readonly containers: readonly {
      readonly ports?: readonly {
        readonly name?: string;
        readonly containerPort: number;
        readonly protocol?: string;
      }[];
    }[];
  };
  readonly status: { readonly podIP?: string; readonly phase?: string };
};

export type Namespace = { readonly metadata: { readonly name: string; readonly labels?: Labels } };

type Peer = {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
};

type Port = { readonly protocol?: string; readonly port?: number | string; readonly endPort?: number };

export type Policy = {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly podSelector?: Selector;
    readonly policyTypes?: readonly ('Ingress' | 'Egress')[];
    readonly ingress?: readonly { readonly from?: readonly Peer[]; readonly ports?: readonly Port[] }[];
    readonly egress?: readonly { readonly to?: readonly Peer[]; readonly ports?: readonly Port[] }[];
  };
};

export type ClusterView = {
  readonly pods: readonly Pod[];
  readonly namespaces: readonly Namespace[];
  readonly policies: readonly Policy[];
};

const fulfils = (labels: Labels, { key, operator, values = [] }: Requirement): boolean => {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
};

const matches = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels = {}): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every((requirement) => fulfils(labels, requirement));

const onNetwork = ({ spec, status }: Pod): boolean =>
  status.podIP !== undefined && spec.hostNetwork !== true && status.phase !== 'Succeeded' && status.phase !== 'Failed';

const addressOf = ({ status }: Pod): string => status.podIP ?? '';

/** Whom a peer means: an expression after `ip saddr|daddr`, and the pod where a named port is looked up. */
type Meant = { readonly address: string; readonly except: readonly string[]; readonly pod?: Pod };

const podsMeant = (view: ClusterView, peer: Peer, namespace: string): readonly Meant[] =>
  view.pods
    .filter(onNetwork)
    .filter((pod) => {
      const home = view.namespaces.find(({ metadata }) => metadata.name === pod.metadata.namespace);
      return peer.namespaceSelector === undefined
        ? pod.metadata.namespace === namespace
        : matches(peer.namespaceSelector, home?.metadata.labels);
    })
    .filter((pod) => peer.podSelector === undefined || matches(peer.podSelector, pod.metadata.labels))
    .map((pod) => ({ address: addressOf(pod), except: [], pod }));

/** Undefined: everybody. */
const peersMeant = (view: ClusterView, peers: readonly Peer[], namespace: string): readonly (Meant | undefined)[] =>
  peers.length === 0
    ? [undefined]
    : peers.flatMap((peer) =>
        peer.ipBlock === undefined
          ? podsMeant(view, peer, namespace)
          : [{ address: peer.ipBlock.cidr, except: peer.ipBlock.except ?? [] }],
      );

const portMatches = (ports: readonly Port[], owner: Pod | undefined): readonly string[] =>
  ports.length === 0
    ? ['']
    : ports.flatMap(({ protocol = 'TCP', port, endPort }) => {
        const kind = protocol.toLowerCase();
        if (port === undefined) return [` meta l4proto ${kind}`];
        if (typeof port === 'number') return [` ${kind} dport ${port}${endPort === undefined ? '' : `-${endPort}`}`];
        return (owner?.spec.containers ?? [])
          .flatMap((container) => container.ports ?? [])
          .filter((one) => one.name === port && (one.protocol ?? 'TCP') === protocol)
          .map(({ containerPort }) => ` ${kind} dport ${containerPort}`);
      });

type Direction = 'ingress' | 'egress';
type Rules = { readonly isolated: ReadonlySet<string>; readonly allowed: ReadonlySet<string> };

const applies = ({ spec }: Policy, direction: Direction): boolean => {
  const types = spec.policyTypes ?? ['Ingress', ...(spec.egress === undefined ? [] : ['Egress'])];
  return types.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
};

const allowedBy = (
  view: ClusterView,
  { metadata, spec }: Policy,
  target: Pod,
  direction: Direction,
): readonly string[] => {
  const [mine, theirs] = direction === 'ingress' ? ['daddr', 'saddr'] : ['saddr', 'daddr'];
  const rules =
    direction === 'ingress'
      ? (spec.ingress ?? []).map(({ from = [], ports = [] }) => ({ peers: from, ports }))
      : (spec.egress ?? []).map(({ to = [], ports = [] }) => ({ peers: to, ports }));
  return rules.flatMap(({ peers, ports }) =>
    peersMeant(view, peers, metadata.namespace).flatMap((meant) => {
      const address = meant === undefined ? '' : ` ip ${theirs} ${meant.address}`;
      const except =
        meant === undefined || meant.except.length === 0 ? '' : ` ip ${theirs} != { ${meant.except.join(', ')} }`;
      const owner = direction === 'ingress' ? target : meant?.pod;
      return portMatches(ports, owner).map(
        (port) => `ip ${mine} ${addressOf(target)}${address}${except}${port} return`,
      );
    }),
  );
};

const rulesOf = (view: ClusterView, direction: Direction): Rules => {
  const isolated = new Set<string>();
  const allowed = new Set<string>();
  for (const policy of view.policies.filter((one) => applies(one, direction))) {
    for (const pod of view.pods.filter(onNetwork)) {
      const selected =
        pod.metadata.namespace === policy.metadata.namespace &&
        matches(policy.spec.podSelector ?? {}, pod.metadata.labels);
      if (!selected) continue;
      isolated.add(addressOf(pod));
      for (const rule of allowedBy(view, policy, pod, direction)) allowed.add(rule);
    }
  }
  return { isolated, allowed };
};

const chain = (name: Direction, { isolated, allowed }: Rules): string => {
  const address = name === 'ingress' ? 'daddr' : 'saddr';
  const refusal = isolated.size === 0 ? [] : [`ip ${address} { ${[...isolated].sort().join(', ')} } counter reject`];
  return `  chain ${name} {\n${[...[...allowed].sort(), ...refusal].map((line) => `    ${line}\n`).join('')}  }\n`;
};

/** The whole table, replaced at once. What a pod answers is let through; the node's own probes are never forwarded. */
export const policyTable = (view: ClusterView): string =>
  `table ip nencho_policies\ndelete table ip nencho_policies\ntable ip nencho_policies {
${chain('egress', rulesOf(view, 'egress'))}${chain('ingress', rulesOf(view, 'ingress'))}  chain forward {
    type filter hook forward priority 10; policy accept;
    ct state established,related accept
    jump egress
    jump ingress
  }
}
`;
