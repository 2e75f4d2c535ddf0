import { beforeAll, describe, expect, test } from '@jest/globals';
import { describeWithGo } from './testing/describe-with-go.js';
import { createNamespace, eventually, get, kubectl, kubectlOk, submit } from './kubectl.js';
import { isHook, type Manifest, ofKind, type PodSpec } from './manifest.js';
import { podSpecs } from './pod-rules.js';
import { profiles, render } from './release.js';

type Pod = Manifest & { readonly spec: PodSpec };

const podOf = (name: string, spec: PodSpec): Pod => ({
  ...{ apiVersion: 'v1', kind: 'Pod' },
  metadata: { name, labels: { 'data-class': 'personal' } },
  spec,
});

const serviceAccounts = (manifests: readonly Manifest[]) =>
  manifests
    .filter(({ kind }) => kind === 'ServiceAccount')
    .map(({ metadata, ...rest }) => ({ ...rest, metadata: { name: metadata.name } }));

describeWithGo('a real API server', () => {
  describe.each(profiles)('asked about the profile %s', (profile) => {
    const namespace = `dry-${profile}`;
    let manifests: readonly Manifest[];
    beforeAll(async () => {
      manifests = await render(profile, '--namespace', namespace);
      await createNamespace(namespace);
      const created = await submit(['create', `--namespace=${namespace}`], serviceAccounts(manifests));
      expect(created.ok).toBe(true);
    });

    test('takes every document, without a warning', async () => {
      const dryRun = ['apply', '--dry-run=server', `--namespace=${namespace}`];
      const { ok, output, stdout } = await submit(
        dryRun,
        manifests.filter((manifest) => !isHook(manifest)),
      );
      expect(output.split('\n').filter((line) => /error|warning/i.test(line))).toEqual([
        ...output.split('\n').filter((line) => line.includes('last-applied-configuration')), // the accounts from above
      ]);
      expect(ok).toBe(true);
      expect(stdout.trim().split('\n')).toHaveLength(manifests.filter((manifest) => !isHook(manifest)).length);
    });

    test('takes every pod template as a pod of a restricted namespace', async () => {
      const pods = [...podSpecs(manifests)].map(([name, spec]) => podOf(name, spec));
      expect(pods.length).toBeGreaterThanOrEqual(7);
      const { ok, output } = await submit(['create', '--dry-run=server', `--namespace=${namespace}`], pods);
      expect({ ok, output: output.replaceAll(/pod\/\S+ created \(server dry run\)\n/g, '') }).toEqual({
        ok: true,
        output: '',
      });
    });

    test('refuses such a pod once it may gain privileges', async () => {
      const [[name, spec] = ['', undefined]] = podSpecs(manifests);
      if (spec === undefined) throw new Error('no pod');
      const containers = spec.containers.map((container) => ({
        ...container,
        securityContext: { ...container.securityContext, allowPrivilegeEscalation: true },
      }));
      const weaker = podOf(name, { ...spec, containers });
      const { ok, output } = await submit(['create', '--dry-run=server', `--namespace=${namespace}`], [weaker]);
      expect(output).toContain('violates PodSecurity "restricted');
      expect(ok).toBe(false);
    });
  });

  describe('with the admission policies of the profile restricted', () => {
    const namespace = 'guarded';
    const inNamespace = `--namespace=${namespace}`;
    let good: Pod;
    beforeAll(async () => {
      const manifests = await render('restricted', '--namespace', namespace);
      await createNamespace(namespace);
      await createNamespace('unguarded');
      for (const where of [inNamespace, '--namespace=unguarded']) {
        expect((await submit(['create', where], serviceAccounts(manifests))).ok).toBe(true);
      }
      const spec = ofKind(manifests, 'Deployment').find(({ metadata }) => metadata.name === 'season-collector')?.spec;
      if (spec === undefined) throw new Error('no collector');
      good = podOf('good', {
        ...spec.template.spec,
        volumes: [],
        containers: spec.template.spec.containers.map(({ ...container }) => ({ ...container, volumeMounts: [] })),
      });
      const policies = manifests.filter(({ kind }) => kind.startsWith('ValidatingAdmissionPolicy'));
      expect(policies.length).toBeGreaterThanOrEqual(10);
      expect((await submit(['create'], policies)).ok).toBe(true);
      await eventually('the policies are in force', async () => {
        const bad = podOf('bad', { ...good.spec, automountServiceAccountToken: true });
        return !(await submit(['create', '--dry-run=server', inNamespace], [bad])).ok;
      });
      await eventually('nobody may enter', async () => {
        const { output } = await kubectl(['get', '--raw', `/api/v1/namespaces/${namespace}/services/x/proxy/`]);
        return output.includes('nobody enters');
      });
    });

    const container =
      (change: object) =>
      (pod: Pod): Pod => ({
        ...pod,
        spec: { ...pod.spec, containers: pod.spec.containers.map((one) => ({ ...one, ...change })) },
      });
    const spec =
      (change: object) =>
      (pod: Pod): Pod => ({ ...pod, spec: { ...pod.spec, ...change } });
    const labelled =
      (labels: Readonly<Record<string, string>>) =>
      (pod: Pod): Pod => ({
        ...pod,
        metadata: { ...pod.metadata, labels },
      });
    const digest = `sha256:${'9'.repeat(64)}`;
    const contexts = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
    const bad: readonly (readonly [string, string, (pod: Pod) => Pod])[] = [
      [
        'an image of another registry',
        'registry of this release',
        container({ image: `docker.io/library/node@${digest}` }),
      ],
      [
        'an image whose name only begins like ours',
        'registry of this release',
        container({ image: `registry.example.jp/nencho-evil@${digest}` }),
      ],
      ['an image by tag', 'by its digest', container({ image: 'registry.example.jp/nencho/gateway:1.0.0' })],
      ['the tag latest', 'other than latest', container({ image: 'registry.example.jp/nencho/gateway:latest' })],
      ['an image without a tag', 'other than latest', container({ image: 'registry.example.jp/nencho/gateway' })],
      ['no data class', 'data-class', labelled({ app: 'x' })],
      ['a data class that nobody knows', 'data-class', labelled({ 'data-class': 'secret' })],
      ['a token of the cluster', 'no token', spec({ automountServiceAccountToken: true })],
      ['the default service account', 'service account of its own', spec({ serviceAccountName: 'default' })],
      [
        'a low user',
        '10000 or above',
        spec({ securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } } }),
      ],
      [
        'a low user in a container',
        '10000 or above',
        container({ securityContext: { ...contexts, readOnlyRootFilesystem: true, runAsUser: 1000 } }),
      ],
      ['a root to write on', 'read-only', container({ securityContext: contexts })],
      ['no memory limit', 'memory is limited', container({ resources: {} })],
    ];
    test.each(bad)('a pod with %s is refused: %s', async (_what, message, worsen) => {
      const pods = [worsen(good)];
      const { ok, output } = await submit(['create', '--dry-run=server', inNamespace], pods);
      expect(output).toContain(message);
      expect(ok).toBe(false);
      expect((await submit(['create', '--dry-run=server', '--namespace=unguarded'], pods)).output).not.toContain(
        message,
      );
    });

    test('a Deployment and a CronJob with a bad template are refused at once', async () => {
      const template = {
        metadata: { labels: { app: 'x', 'data-class': 'none' } },
        spec: { ...container({ image: 'registry.example.jp/nencho/x:1' })(good).spec },
      };
      const deployment = {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'x' },
        spec: { selector: { matchLabels: { app: 'x' } }, template },
      };
      const job = { spec: { template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } } };
      const cronJob = {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'x' },
        spec: { schedule: '0 0 * * *', jobTemplate: job },
      };
      for (const workload of [deployment, cronJob]) {
        const { ok, output } = await submit(['create', '--dry-run=server', inNamespace], [workload]);
        expect(output).toContain('an image is named by its digest');
        expect(ok).toBe(false);
      }
    });

    test('a good pod is let in, and nobody enters it', async () => {
      expect(await submit(['create', inNamespace], [good])).toMatchObject({ ok: true });
      await kubectlOk(['wait', '--for=condition=Ready', 'pod/good', inNamespace, '--timeout=60s']);
      const attempts = [
        ['exec', 'good', '--', 'ls'],
        ['attach', 'good'],
        ['port-forward', 'good', ':8080'],
        [
          'debug',
          'good',
          `--image=registry.example.jp/nencho/gateway@${digest}`,
          '--profile=restricted',
          '--quiet',
          '--attach=false',
        ],
        ['get', '--raw', `/api/v1/namespaces/${namespace}/pods/good/proxy/`],
        // The way around the pod: the kubelet of its node.
        ['get', '--raw', '/api/v1/nodes/node-zone-1/proxy/pods'],
        ['create', '--raw', `/api/v1/nodes/node-zone-1/proxy/run/${namespace}/good/x?cmd=ls`, '--filename=/dev/null'],
      ];
      for (const attempt of attempts) {
        const { ok, output } = await kubectl([inNamespace, ...attempt]);
        expect({ attempt, output }).toMatchObject({ output: expect.stringContaining('nobody enters a pod') });
        expect(ok).toBe(false);
      }
    });

    test('the namespace keeps its labels, others are free', async () => {
      const label = async (name: string) =>
        kubectl(['label', 'namespace', name, 'pod-security.kubernetes.io/enforce=baseline', '--overwrite']);
      expect(await label(namespace)).toMatchObject({
        ok: false,
        output: expect.stringContaining('enforces the pod security standard'),
      });
      expect(await label('unguarded')).toMatchObject({ ok: true });
    });

    test('the expressions are well typed', async () => {
      type Policy = Manifest & {
        readonly status?: {
          readonly observedGeneration?: number;
          readonly typeChecking?: { readonly expressionWarnings?: readonly object[] };
        };
      };
      const policies = async () =>
        (await get<{ readonly items: readonly Policy[] }>('validatingadmissionpolicies')).items;
      await eventually('the controller has looked at all', async () =>
        (await policies()).every(({ status }) => status?.observedGeneration !== undefined),
      );
      expect((await policies()).flatMap(({ status }) => status?.typeChecking?.expressionWarnings ?? [])).toEqual([]);
    });
  });
});
