import { parse } from 'yaml';
import { isHook, type Manifest, type NetworkPolicy, type NetworkRule, ofKind, serviceOf } from './manifest.js';
import { chartFile } from './release.js';

/** A row of charts/nencho/edges.yaml. */
export type Edge = {
  readonly from?: string;
  readonly namespace?: string;
  readonly to?: string;
  readonly external?: string;
  readonly port?: number;
  readonly when?: string;
  readonly why: string;
};

export const allEdges = (): readonly Edge[] => {
  const file = parse(chartFile('edges.yaml')) as { readonly edges: readonly Edge[] };
  return file.edges;
};

type Ranges = Readonly<Record<string, { readonly cidrs: readonly string[]; readonly port: number }>>;
type Namespaces = Readonly<Record<string, Readonly<Record<string, string>>>>;
export type NetworkValues = { readonly external: Ranges; readonly namespaces: Namespaces };

const textOf = (labels: Readonly<Record<string, string>> = {}): string =>
  Object.entries(labels)
    .sort()
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

const dns = 'namespace kubernetes.io/metadata.name=kube-system k8s-app=kube-dns';

/** What the list of edges asks for, one line a direction, port and address. */
export const expectedFlows = (
  edges: readonly Edge[],
  members: readonly string[],
  { external, namespaces }: NetworkValues,
): readonly string[] => [
  ...members.flatMap((member) => [`out ${member} > ${dns} UDP 53`, `out ${member} > ${dns} TCP 53`]),
  ...edges.flatMap(({ from = '', namespace, to, external: range, port }) => {
    if (namespace !== undefined) {
      return [`in namespace ${textOf(namespaces[namespace])} > ${to ?? ''} TCP ${port ?? 0}`];
    }
    if (range !== undefined) {
      const { cidrs, port: outer } = external[range] ?? { cidrs: [], port: 0 };
      return cidrs.map((cidr) => `out ${from} > ${cidr} TCP ${outer}`);
    }
    return [`in ${from} > ${to ?? ''} TCP ${port ?? 0}`, `out ${from} > ${to ?? ''} TCP ${port ?? 0}`];
  }),
];

type Peer = NonNullable<NetworkRule['from']>[number];

const peerText = ({ ipBlock, namespaceSelector, podSelector }: Peer): string => {
  if (ipBlock !== undefined) return ipBlock.cidr;
  if (namespaceSelector === undefined) return serviceOf(podSelector?.matchLabels) || 'any pod';
  return ['namespace', textOf(namespaceSelector.matchLabels), textOf(podSelector?.matchLabels)]
    .filter((part) => part !== '')
    .join(' ');
};

const linesOf = (rule: NetworkRule, line: (peer: string, port: string) => string): readonly string[] => {
  const peers = (rule.from ?? rule.to)?.map(peerText) ?? ['anybody'];
  const ports = rule.ports?.map(({ protocol = 'TCP', port }) => `${protocol} ${port ?? 'any'}`) ?? ['any port'];
  return peers.flatMap((peer) => ports.map((port) => line(peer, port)));
};

const flowsOf = ({ spec }: NetworkPolicy): readonly string[] => {
  const self = serviceOf(spec.podSelector.matchLabels);
  return [
    ...(spec.ingress ?? []).flatMap((rule) => linesOf(rule, (peer, port) => `in ${peer} > ${self} ${port}`)),
    ...(spec.egress ?? []).flatMap((rule) => linesOf(rule, (peer, port) => `out ${self} > ${peer} ${port}`)),
  ];
};

/** What the policies of a release allow, in the same words. */
export const allowedFlows = (manifests: readonly Manifest[]): readonly string[] =>
  ofKind(manifests, 'NetworkPolicy')
    .filter((policy) => !isHook(policy))
    .flatMap(flowsOf);

/** Whether one policy of the release denies everything, both ways, to every pod of the namespace. */
export const deniesTheRest = (manifests: readonly Manifest[]): boolean =>
  ofKind(manifests, 'NetworkPolicy').some(
    ({ spec }) =>
      Object.keys(spec.podSelector).length === 0 &&
      [...spec.policyTypes].sort().join() === 'Egress,Ingress' &&
      spec.ingress === undefined &&
      spec.egress === undefined,
  );
