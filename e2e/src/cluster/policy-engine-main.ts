// node policy-engine-main.js KUBECONFIG: enforces the cluster's network policies in this network namespace.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { type Namespace, type Pod, type Policy, policyTable } from './policy-rules.js';

type Kubeconfig = {
  readonly clusters: readonly [
    { readonly cluster: { readonly server: string; readonly 'certificate-authority': string } },
  ];
  readonly users: readonly [
    { readonly user: { readonly 'client-certificate': string; readonly 'client-key': string } },
  ];
};

const kubeconfig = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Kubeconfig;
const [{ cluster }] = kubeconfig.clusters;
const [{ user }] = kubeconfig.users;
const agent = new Agent({
  keepAlive: true,
  ca: readFileSync(cluster['certificate-authority']),
  cert: readFileSync(user['client-certificate']),
  key: readFileSync(user['client-key']),
});

const list = async <T>(path: string): Promise<readonly T[]> =>
  new Promise((resolve, reject) => {
    const request = get(new URL(path, cluster.server), { agent, timeout: 5_000 }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => {
        if (response.statusCode === 200) {
          resolve((JSON.parse(body) as { readonly items: readonly T[] }).items);
        } else {
          reject(new Error(`${path} answered ${response.statusCode ?? 0}`));
        }
      });
    });
    request.on('timeout', () => request.destroy(new Error(`${path} took too long`)));
    request.on('error', reject);
  });

let enforced = '';

const enforce = async (): Promise<void> => {
  const [pods, namespaces, policies] = await Promise.all([
    list<Pod>('/api/v1/pods'),
    list<Namespace>('/api/v1/namespaces'),
    list<Policy>('/apis/networking.k8s.io/v1/networkpolicies'),
  ]);
  const table = policyTable({ pods, namespaces, policies });
  if (table === enforced) return;
  const { status, stderr } = spawnSync('nft', ['-f', '-'], { input: table, encoding: 'utf8' });
  if (status !== 0) throw new Error(`nft refused the table: ${stderr}`);
  enforced = table;
  console.log(`${new Date().toISOString()} ${policies.length} policies, ${table.split('\n').length} lines`);
};

for (;;) {
  await enforce().catch((error: unknown) => {
    console.error(error);
  });
  await pause(500);
}
