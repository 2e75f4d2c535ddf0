import { beforeAll, expect, test } from '@jest/globals';
import { describeWithGo } from './testing/describe-with-go.js';
import { createNamespace, submit } from './kubectl.js';
import { render } from './release.js';

const namespace = 'rights';

type Right = readonly [verb: string, resource: string, subresource?: string];

/** What the viewers of operations may do, and nothing else of the list below. */
const viewerRights: readonly Right[] = [
  ['get', 'pods'],
  ['list', 'pods'],
  ['watch', 'pods'],
  ['list', 'services'],
  ['list', 'events'],
  ['get', 'persistentvolumeclaims'],
  ['list', 'deployments'],
  ['get', 'replicasets'],
  ['list', 'horizontalpodautoscalers'],
  ['list', 'poddisruptionbudgets'],
  ['list', 'networkpolicies'],
  ['get', 'ingresses'],
];

const forbidden: readonly Right[] = [
  ['get', 'secrets'],
  ['list', 'secrets'],
  ['get', 'configmaps'],
  ['get', 'pods', 'log'],
  ['create', 'pods', 'exec'],
  ['create', 'pods', 'attach'],
  ['create', 'pods', 'portforward'],
  ['create', 'pods', 'eviction'],
  ['update', 'pods', 'ephemeralcontainers'],
  ['create', 'pods'],
  ['delete', 'pods'],
  ['patch', 'deployments'],
  ['delete', 'deployments'],
  ['delete', 'networkpolicies'],
  ['update', 'poddisruptionbudgets'],
  ['create', 'serviceaccounts', 'token'],
  ['impersonate', 'serviceaccounts'],
  ['create', 'roles'],
  ['create', 'rolebindings'],
  ['list', 'secretproviderclasses'],
  ['list', 'certificates'],
  ['list', 'namespaces'],
  ['get', 'nodes'],
  ['list', 'validatingadmissionpolicies'],
];

const groupOf: Readonly<Record<string, string>> = {
  ...{ deployments: 'apps', replicasets: 'apps', horizontalpodautoscalers: 'autoscaling' },
  ...{ poddisruptionbudgets: 'policy', networkpolicies: 'networking.k8s.io', ingresses: 'networking.k8s.io' },
  ...{ roles: 'rbac.authorization.k8s.io', rolebindings: 'rbac.authorization.k8s.io' },
  ...{ secretproviderclasses: 'secrets-store.csi.x-k8s.io', certificates: 'cert-manager.io' },
  validatingadmissionpolicies: 'admissionregistration.k8s.io',
};

type Review = { readonly status: { readonly allowed: boolean } };

/** Asks the API server as somebody what he may do. */
const mayDo = async (identity: readonly string[], rights: readonly Right[]): Promise<readonly string[]> => {
  const items = rights.map(([verb, resource, subresource]) => ({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: {
      resourceAttributes: {
        ...{ namespace, verb, resource, group: groupOf[resource] ?? '' },
        ...(subresource === undefined ? {} : { subresource }),
      },
    },
  }));
  const { ok, output, stdout } = await submit(['create', '--validate=false', '--output=json', ...identity], items);
  if (!ok) throw new Error(output);
  const reviews = stdout
    .split(/(?<=^\})\n/m)
    .filter((text) => text.trim() !== '')
    .map((text) => JSON.parse(text) as Review);
  expect(reviews).toHaveLength(rights.length);
  return rights.filter((_right, index) => reviews[index]?.status.allowed).map((right) => right.join(' '));
};

describeWithGo('rights in the cluster', () => {
  const accounts = ['gateway', 'identity', 'declaration', 'document', 'notification', 'retention', 'collector'];
  const all = [...viewerRights, ...forbidden];

  beforeAll(async () => {
    const manifests = await render('standard', '--namespace', namespace);
    await createNamespace(namespace);
    const kinds = ['ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'];
    const granted = manifests.filter(({ kind }) => kinds.includes(kind));
    expect(await submit(['create', `--namespace=${namespace}`], granted)).toMatchObject({ ok: true });
  });

  test.each(accounts)('the service account of %s has none', async (account) => {
    const name = `system:serviceaccount:${namespace}:season-${account}`;
    const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
    expect(await mayDo([`--as=${name}`, ...groups.map((group) => `--as-group=${group}`)], all)).toEqual([]);
  });

  test('viewers see the state of workloads, and nothing else', async () => {
    const viewer = ['--as=somebody', '--as-group=nencho-operators', '--as-group=system:authenticated'];
    expect(await mayDo(viewer, all)).toEqual(viewerRights.map((right) => right.join(' ')));
  });

  test('somebody without the group sees nothing', async () => {
    expect(await mayDo(['--as=somebody', '--as-group=system:authenticated'], all)).toEqual([]);
  });
});
