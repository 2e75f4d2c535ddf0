import { beforeAll, expect, test } from '@jest/globals';
import { describeWithGo } from './testing/describe-with-go.js';
import { createNamespace, eventually, get, kubectl, kubectlOk, submit } from './kubectl.js';
import { adminKubeconfig } from './layers.js';
import type { Container, Deployment, DisruptionBudget, Manifest } from './manifest.js';
import { chart, runHelm, valuesOf } from './release.js';

const namespace = 'life';
const inNamespace = `--namespace=${namespace}`;

const helm = async (...args: readonly string[]) => runHelm(...args, `--kubeconfig=${adminKubeconfig()}`, inNamespace);
const settled = ['--wait', '--timeout=150s'];

/** A claim as the site gives it: bound, so that the scheduler places the pods. */
const claim = (name: string) => {
  const common = { accessModes: ['ReadWriteMany'], storageClassName: '' };
  return [
    {
      ...{ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name } },
      spec: { ...common, capacity: { storage: '1Gi' }, nfs: { server: 'files.example.jp', path: `/${name}` } },
    },
    {
      ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace } },
      spec: { ...common, volumeName: name, resources: { requests: { storage: '1Gi' } } },
    },
  ];
};

const logLevel = async (): Promise<string | undefined> => {
  const { spec } = await get<Deployment>('deployment', 'life-declaration', inNamespace);
  const [container] = spec.template.spec.containers as readonly [Container];
  return container.env?.find(({ name }) => name === 'LOG_LEVEL')?.value;
};

type List<T> = { readonly items: readonly T[] };
type Pod = Manifest & { readonly spec: { readonly nodeName?: string }; readonly status: { readonly phase: string } };
const pods = async (service: string) =>
  (await get<List<Pod>>('pods', inNamespace, `--selector=app.kubernetes.io/name=${service}`)).items;

describeWithGo('the life of a release on a real API server', () => {
  beforeAll(async () => {
    await createNamespace(namespace);
    expect((await submit(['create'], claim('nencho-pseudonyms'))).ok).toBe(true);
  });

  test('it is installed, and every pod gets ready', async () => {
    const { ok, output } = await helm('install', 'life', chart, ...valuesOf('standard'), ...settled);
    expect(output).toContain('STATUS: deployed');
    expect(ok).toBe(true);
    await eventually('the autoscaler brought its least number of pods', async () => {
      const running = (await pods('gateway')).filter(({ status }) => status.phase === 'Running');
      return running.length === 3;
    });
  });

  test('pods are spread over the zones', async () => {
    for (const service of ['gateway', 'identity', 'declaration']) {
      const nodes = (await pods(service)).map(({ spec }) => spec.nodeName).sort();
      expect(nodes).toEqual(['node-zone-1', 'node-zone-2', 'node-zone-3']);
    }
  });

  test('every budget allows a disruption, and an eviction is granted', async () => {
    type Counted = DisruptionBudget & { readonly status: { readonly disruptionsAllowed: number } };
    await eventually('all budgets are counted', async () => {
      const { items } = await get<List<Counted>>('poddisruptionbudgets', inNamespace);
      return items.length === 7 && items.every(({ status }) => status.disruptionsAllowed >= 1);
    });
    const [pod] = await pods('retention');
    const name = pod?.metadata.name ?? '';
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
    expect((await kubectl(['create', '--raw', path, '--filename=-'], JSON.stringify(eviction))).output).toContain(
      '"status":"Success"',
    );
    await eventually('the pod is replaced', async () => {
      const left = await pods('retention');
      return left.length === 2 && left.every(({ metadata }) => metadata.name !== name);
    });
  });

  test('an upgrade is rolled out', async () => {
    const upgraded = await helm(
      ...['upgrade', 'life', chart, ...valuesOf('standard'), '--set', 'telemetry.logLevel=warn', ...settled],
    );
    expect(upgraded).toMatchObject({ ok: true });
    expect(await logLevel()).toBe('warn');
  });

  test('an upgrade that the API server refuses is taken back', async () => {
    const more = ['--set', 'telemetry.logLevel=error', '--set', 'services.document.resources.requests.memory=2Gi'];
    const { ok, output } = await helm(
      ...['upgrade', 'life', chart, ...valuesOf('standard'), ...more, '--rollback-on-failure', ...settled],
    );
    expect(output).toContain('must be less than or equal to memory limit');
    expect(ok).toBe(false);
    expect(await logLevel()).toBe('warn');
    expect((await helm('status', 'life')).output).toContain('STATUS: deployed');
  });

  test('a rollback brings the first revision back', async () => {
    expect(await helm('rollback', 'life', '1', ...settled)).toMatchObject({ ok: true });
    expect(await logLevel()).toBe('info');
  });

  test('helm test runs its pod to the end and leaves no way through the network behind', async () => {
    const { ok, output } = await helm('test', 'life', '--timeout=60s');
    expect(output).toContain('Succeeded');
    expect(ok).toBe(true);
    const policies = await kubectlOk(['get', 'networkpolicies,pods,serviceaccounts', inNamespace, '--output=name']);
    expect(policies.split('\n').filter((name) => name.includes('life-test'))).toEqual([]);
  });

  test('it is uninstalled, and nothing of it is left', async () => {
    expect(await helm('uninstall', 'life', ...settled)).toMatchObject({ ok: true });
    const kinds = (await kubectlOk(['api-resources', '--verbs=list', '--output=name'])).trim().split('\n');
    const asked = kinds.filter((kind) => !kind.startsWith('events'));
    const left = async () =>
      kubectlOk([
        'get',
        asked.join(),
        '--all-namespaces',
        '--selector=app.kubernetes.io/instance=life',
        `--output=name`,
      ]);
    await eventually('its pods are gone', async () => !(await left()).includes('pod/'));
    expect(await left()).toBe('');
  });
});
