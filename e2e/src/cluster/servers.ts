import { freePort, repositoryRoot, runTool, type Stack, startStack } from '@nencho/local-stack';
import { clockShift, type SystemState } from '@nencho/local-stack/system';
import { join } from 'node:path';
import { dayOfSeason } from '../harness/system-under-test.js';
import { addresses } from './addresses.js';
import { type Crossing } from './bridge.js';

/** The servers outside the cluster, by the names that their certificates carry and pods call them by. */
export type OutsideServer = { readonly name: string; readonly port: number };

export type Servers = {
  readonly stack: Stack;
  /** As the season wants it: everything but the services, which the cluster runs. */
  readonly system: SystemState;
  readonly outside: readonly OutsideServer[];
  readonly publicPort: number;
  readonly publicBaseUrl: string;
};

const portOf = (url: string): number => Number(new URL(url).port);

const systemOf = ({ state, data }: Stack): SystemState => ({
  ...state,
  ...{ instances: [], clockShiftMs: clockShift(dayOfSeason, new Date()), accessTokenSeconds: 300 },
  operator: { username: 'operator', passwordFile: data.secrets.operator },
  ...{ runDirectory: data.run, logDirectory: data.logs },
});

/** mongod, Kafka, Keycloak, the object stores and the mail catcher, as processes of the host on its loopback. */
export const startServers = async (dataDirectory: string, say: (text: string) => void): Promise<Servers> => {
  const publicPort = await freePort();
  const publicBaseUrl = `https://localhost:${publicPort}`;
  const stack = await startStack({
    ...{ dataDirectory, publicBaseUrl, kafkaHost: 'kafka' },
    progress: ({ step, state, ms }) => {
      if (state === 'done') say(`${step} answers after ${((ms ?? 0) / 1000).toFixed(1)} s`);
    },
  });
  const { mongodbUri, kafka, keycloak, mail, objectStore, ledgerStore } = stack.state;
  const [broker = ''] = kafka.brokers;
  return {
    ...{ stack, publicPort, publicBaseUrl, system: systemOf(stack) },
    outside: [
      { name: 'mongod', port: Number(/:(\d+)\//.exec(mongodbUri)?.[1]) },
      { name: 'kafka', port: Number(broker.split(':')[1]) },
      { name: 'keycloak', port: portOf(keycloak.url) },
      { name: 'mail', port: portOf(mail.smtpUrl) },
      { name: 'objects', port: portOf(objectStore.url) },
      { name: 'ledger', port: portOf(ledgerStore.url) },
    ],
  };
};

/** Realms and the operator of the season, as `npm start` makes them. */
export const makeRealms = async ({ stack }: Servers): Promise<void> => {
  const { state, data } = stack;
  const command = join(repositoryRoot, 'services', 'identity', 'dist', 'reconcile-realms.js');
  await runTool(process.execPath, [command, '--local-operator', `operator:${data.secrets.operator}`], {
    timeoutMs: 180_000,
    env: {
      NODE_ENV: 'development',
      KEYCLOAK_ADMIN_URL: state.keycloak.url,
      KEYCLOAK_CLIENT_ID: 'nencho-identity',
      KEYCLOAK_CLIENT_SECRET_FILE: state.clients.identitySecretFile,
      KEYCLOAK_BOOTSTRAP_CLIENT_ID: state.keycloak.adminClientId,
      KEYCLOAK_BOOTSTRAP_CLIENT_SECRET_FILE: state.keycloak.adminClientSecretFile,
      OIDC_CLIENT_ID: 'nencho-gateway',
      OIDC_CLIENT_SECRET_FILE: state.clients.gatewaySecretFile,
      PUBLIC_BASE_URL: state.publicBaseUrl,
    },
  });
};

export type Bridges = { readonly host: readonly Crossing[]; readonly outside: readonly Crossing[] };

/**
 * Out of the cluster: `10.77.0.1:port` → socket file → the server on the host's loopback. Into it: the public port on
 * the host's loopback → socket file → the node's port of the ingress.
 */
export const bridgesOf = (
  { outside, publicPort }: Pick<Servers, 'outside' | 'publicPort'>,
  ingressPort: number,
  directory: string,
): Bridges => {
  const socket = (name: string) => ({ path: join(directory, 'sockets', name) });
  return {
    host: [
      ...outside.map(({ name, port }) => ({ from: socket(name), to: { host: '127.0.0.1', port } })),
      { from: { host: '127.0.0.1', port: publicPort }, to: socket('public') },
    ],
    outside: [
      ...outside.map(({ name, port }) => ({ from: { host: addresses.outside, port }, to: socket(name) })),
      { from: socket('public'), to: { host: addresses.node, port: ingressPort } },
    ],
  };
};
