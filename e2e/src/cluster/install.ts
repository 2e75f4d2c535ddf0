import { repositoryRoot } from '@nencho/local-stack';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { type Cluster, clusterDirectory } from './cluster.js';
import { chartValues, namespace, release } from './manifests.js';
import { podsOf } from './pods.js';

const chart = join(repositoryRoot, 'charts', 'nencho');
const profile = join(chart, 'profiles', 'dev.yaml');

const valuesFile = ({ servers }: Cluster): string => {
  const file = join(clusterDirectory, 'values.json');
  writeFileSync(file, JSON.stringify(chartValues(servers), undefined, 2));
  return file;
};

const waiting = ['--wait', '--timeout', '10m'];

/** What went wrong, in the words of the cluster: events and states, no logs of people's doings. */
const explained = async (cluster: Cluster, error: unknown): Promise<Error> => {
  const pods = await cluster.kubectl(['-n', namespace, 'get', 'pods', '-o', 'wide']).catch(String);
  const events = await cluster.kubectl(['-n', namespace, 'get', 'events', '--sort-by=.lastTimestamp']).catch(String);
  return new Error(`${String(error)}\n${pods}\n${events.split('\n').slice(-40).join('\n')}`);
};

/** `helm install`, or the change of an installed release; resolves when everything is ready. */
export const installChart = async (
  cluster: Cluster,
  { upgrade = false, set = [] }: { readonly upgrade?: boolean; readonly set?: readonly string[] } = {},
): Promise<void> => {
  const command = upgrade ? ['upgrade', '--install'] : ['install'];
  const values = ['--values', profile, '--values', valuesFile(cluster), ...set.flatMap((one) => ['--set', one])];
  await cluster
    .helm([...command, release, chart, '--namespace', namespace, ...values, ...waiting])
    .catch(async (error: unknown) => {
      throw await explained(cluster, error);
    });
};

/** New pods of these services, one after the other, as an upgrade to another image would make them. */
export const rollOut = async (cluster: Cluster, services: readonly string[]): Promise<void> => {
  const deployments = services.map((service) => `deployment/${release}-${service}`);
  await cluster.kubectl(['-n', namespace, 'rollout', 'restart', ...deployments]);
  for (const deployment of deployments) {
    await cluster.kubectl(['-n', namespace, 'rollout', 'status', deployment, '--timeout=300s']);
  }
};

export const namesOfPods = async (cluster: Cluster, service: string): Promise<readonly string[]> =>
  (await podsOf(cluster, service)).filter(({ leaving }) => !leaving).map(({ name }) => name);

/** This process trusts the gateway's certificate, as the browsers of a site trust its authority. */
export const trustGateway = ({ servers }: Cluster): void => {
  const ca = readFileSync(servers.stack.state.caFile, 'utf8');
  setDefaultCACertificates([...getCACertificates('default'), ca]);
};
