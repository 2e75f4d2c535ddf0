import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addresses } from './addresses.js';
import { imageRepository, serviceNames } from './images.js';
import { type OutsideServer, type Servers } from './servers.js';

export const release = 'nencho';
export const namespace = 'nencho';
export const ingressNamespace = 'ingress-nginx';
export const ingressNodePort = 30_080;

const read = (path: string): string => readFileSync(path, 'utf8');

const secret = (name: string, stringData: Readonly<Record<string, string>>) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace },
  stringData,
});

/** The set cannot be found by its members' addresses from in here: the one member is asked directly. */
const mongodbUri = (uri: string, { port }: OutsideServer): string => {
  const { username, password } = new URL(uri);
  return `mongodb://${username}:${password}@mongod:${port}/?directConnection=true&authSource=admin&tls=true`;
};

export const portsOf = (outside: readonly OutsideServer[], name: string): OutsideServer => {
  const server = outside.find((one) => one.name === name);
  if (server === undefined) throw new Error(`no server ${name}`);
  return server;
};

/** The secrets that the chart's values name; in production they come from a vault. */
export const secrets = ({ stack, outside }: Servers): readonly object[] => {
  const { state } = stack;
  const ca = read(state.caFile);
  return [
    secret('nencho-servers-ca', { 'ca.crt': ca }),
    secret('nencho-gateway-client', { secret: read(state.clients.gatewaySecretFile) }),
    secret('nencho-identity-client', { secret: read(state.clients.identitySecretFile) }),
    secret('nencho-mail', { 'smtp-url': `smtp://mail:${portsOf(outside, 'mail').port}` }),
    secret('nencho-object-store', { key: read(state.objectStore.keyFile) }),
    secret('nencho-ledger', { key: read(state.ledgerStore.keyFile) }),
    secret('nencho-system-keys', {
      'cursor.key': read(state.keys.cursorKeyFile),
      'session.key': read(state.keys.sessionKeyFile),
      ...Object.fromEntries(
        readdirSync(state.keys.systemKeyDirectory)
          .filter((name) => name.endsWith('.key'))
          .map((name) => [name, read(join(state.keys.systemKeyDirectory, name))]),
      ),
    }),
    // The servers beside this cluster know one user; a site has one for each service.
    ...serviceNames.flatMap((service) => [
      secret(`nencho-mongodb-${service}`, { uri: mongodbUri(state.mongodbUri, portsOf(outside, 'mongod')) }),
      secret(`nencho-kafka-${service}`, {
        ...{ username: state.kafka.username, password: state.kafka.password, 'ca.crt': ca },
      }),
      secret(`nencho-tls-${service}`, {
        'tls.crt': read(`${state.certificates}/${service}/cert.pem`),
        'tls.key': read(`${state.certificates}/${service}/key.pem`),
        'ca.crt': ca,
      }),
    ]),
  ];
};

/** The public keys, as the chart's values name them. */
const verification = ({ stack: { state } }: Servers) => {
  const pem = (name: string) => [read(join(state.keys.verificationKeyDirectory, `${name}.pub`))];
  const events = Object.fromEntries(serviceNames.map((service) => [service, pem(`events-${service}`)]));
  return { events, ledger: pem('erasure-signing') };
};

/** Names for what lies outside: a Service without a selector, whose address we say ourselves. */
export const outsideNames = (outside: readonly OutsideServer[]): readonly object[] =>
  outside.flatMap(({ name, port }) => [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { clusterIP: 'None', ports: [{ name: 'tcp', port }] },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: `${name}-outside`, namespace, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: [{ name: 'tcp', port }],
      endpoints: [{ addresses: [addresses.outside], conditions: { ready: true } }],
    },
  ]);

/** A directory of the node as a claim: what a shared file system is elsewhere. */
export const claim = (name: string, path: string): readonly object[] => [
  {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      capacity: { storage: '100Mi' },
      accessModes: ['ReadWriteMany'],
      storageClassName: '',
      hostPath: { path },
      claimRef: { namespace, name },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace },
    spec: {
      accessModes: ['ReadWriteMany'],
      storageClassName: '',
      volumeName: name,
      resources: { requests: { storage: '100Mi' } },
    },
  },
];

/** Takes connections and hands each to the gateway's Service. */
const forwarder = `
const net = require('node:net');
const server = net.createServer({ allowHalfOpen: true }, (client) => {
  const upstream = net.connect({ port: Number(process.env.PORT), host: process.env.TARGET, allowHalfOpen: true });
  client.pipe(upstream).pipe(client);
  for (const [one, other] of [[client, upstream], [upstream, client]]) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
});
server.listen(8000, '0.0.0.0');
process.on('SIGTERM', () => process.exit(0));
`;

/** Stands where an ingress controller stands: the only namespace that the gateway's policy lets in. */
export const ingress = (gatewayPort: number): readonly object[] => {
  const name = 'ingress';
  const labels = { app: name };
  const container = {
    name,
    image: `${imageRepository}/gateway:cluster`,
    imagePullPolicy: 'Never',
    command: ['node', '-e', forwarder],
    env: [
      { name: 'TARGET', value: `${release}-gateway.${namespace}.svc.cluster.local` },
      { name: 'PORT', value: String(gatewayPort) },
    ],
    readinessProbe: { tcpSocket: { port: 8000 }, periodSeconds: 1 },
  };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ingressNamespace } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: ingressNamespace },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container], terminationGracePeriodSeconds: 2 } },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: ingressNamespace },
      spec: { type: 'NodePort', selector: labels, ports: [{ port: 80, targetPort: 8000, nodePort: ingressNodePort }] },
    },
  ];
};

/** What this cluster says on top of profiles/dev.yaml. */
export const chartValues = (servers: Servers): object => {
  const { outside, publicBaseUrl, stack, system } = servers;
  const at = (name: string) => portsOf(outside, name).port;
  const external = (name: string) => ({ cidrs: [`${addresses.outside}/32`], port: at(name) });
  const account = (url: string) => new URL(url).pathname;
  const { objectStore, ledgerStore } = stack.state;
  // A share of a busy machine that lets pods start at all; eight pods and two more of an update fit on two cores.
  const resources = { requests: { cpu: '150m', memory: '128Mi' }, limits: { memory: '768Mi' } };
  return {
    image: { repository: imageRepository, tag: 'cluster', pullPolicy: 'Never' },
    publicBaseUrl,
    clockShiftMs: system.clockShiftMs,
    gateway: { tls: true, trustedProxyHops: 0 },
    keycloak: { internalUrl: `http://keycloak:${at('keycloak')}/auth` },
    kafka: { brokers: [`kafka:${at('kafka')}`] },
    mail: { from: 'no-reply@nencho.example' },
    objectStore: {
      url: `https://objects:${at('objects')}${account(objectStore.url)}`,
      keySecret: 'nencho-object-store',
    },
    ledger: { url: `https://ledger:${at('ledger')}${account(ledgerStore.url)}`, keySecret: 'nencho-ledger' },
    trust: { caSecret: 'nencho-servers-ca' },
    keys: { verification: verification(servers) },
    networkPolicy: {
      namespaces: { ingress: { 'kubernetes.io/metadata.name': ingressNamespace } },
      external: {
        ...{ keycloak: external('keycloak'), mongodb: external('mongod'), kafka: external('kafka') },
        ...{ mail: external('mail'), objectStore: external('objects'), ledger: external('ledger') },
      },
    },
    services: Object.fromEntries(serviceNames.map((name) => [name, { resources }])),
  };
};
