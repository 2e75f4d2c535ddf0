import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@nencho/local-stack';
import { exportedAttributes } from '@nencho/telemetry';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { hadolint } from '../kubernetes/tools.js';
import { isHook, type Manifest, ofKind, serviceOf } from './manifest.js';
import { allEdges, allowedFlows, deniesTheRest, expectedFlows, type NetworkValues } from './network-edges.js';
import { podComplaints } from './pod-rules.js';
import {
  chart,
  chartFile,
  type Profile,
  profiles,
  render,
  runCommand,
  runHelm,
  template,
  valuesOf,
} from './release.js';

const services = ['gateway', 'identity', 'declaration', 'document', 'notification', 'retention'];

const values = (profile: Profile) =>
  parse(chartFile('ci', `${profile}-values.yaml`)) as { readonly networkPolicy: Pick<NetworkValues, 'external'> };
const { networkPolicy } = parse(chartFile('values.yaml')) as { readonly networkPolicy: NetworkValues };

/** Parts of edges.yaml's `when` that an example site has. */
const partsOf: Readonly<Record<Profile, readonly string[]>> = {
  dev: [],
  standard: ['keyVault', 'workloadIdentity', 'collector', 'monitoring'],
  restricted: ['keyVault', 'workloadIdentity', 'collector', 'monitoring'],
};
const edgesOf = (profile: Profile) =>
  allEdges().filter(({ when }) => when === undefined || partsOf[profile].includes(when));
const membersOf = (profile: Profile) => (profile === 'dev' ? services : [...services, 'collector']);

describe.each(profiles)('the chart with the profile %s', (profile) => {
  test('is clean to helm lint --strict', async () => {
    const { ok, output } = await runHelm('lint', '--strict', chart, ...valuesOf(profile));
    expect(output).toContain('0 chart(s) failed');
    expect(ok).toBe(true);
  });

  test('renders to the same bytes twice', async () => {
    expect((await template(profile)).stdout).toBe((await template(profile)).stdout);
  });

  test('has hardened pods only', async () => {
    expect(podComplaints(await render(profile))).toEqual([]);
  });

  test('allows the edges of edges.yaml and nothing else, both ways, and denies the rest', async () => {
    const manifests = await render(profile);
    const wanted = expectedFlows(edgesOf(profile), membersOf(profile), {
      ...networkPolicy,
      external: values(profile).networkPolicy.external,
    });
    expect([...allowedFlows(manifests)].sort()).toEqual([...wanted].sort());
    expect(deniesTheRest(manifests)).toBe(true);
  });

  test('lets a drain take a pod of every deployment, never two', async () => {
    const manifests = await render(profile);
    const allowed = ofKind(manifests, 'Deployment').map(({ metadata, spec }) => {
      const [budget, ...more] = ofKind(manifests, 'PodDisruptionBudget').filter(
        (candidate) => serviceOf(candidate.spec.selector.matchLabels) === serviceOf(spec.template.metadata?.labels),
      );
      expect(more).toEqual([]);
      const minimum = ofKind(manifests, 'HorizontalPodAutoscaler').find(
        (scaler) => scaler.spec.scaleTargetRef.name === metadata.name,
      )?.spec.minReplicas;
      const replicas = minimum ?? spec.replicas ?? 1;
      const { maxUnavailable, minAvailable } = budget?.spec ?? {};
      return minAvailable === undefined ? Number(maxUnavailable) : replicas - Number(minAvailable);
    });
    expect(new Set(allowed)).toEqual(new Set([1]));
  });

  test('leaves the number of pods to the autoscaler where there is one', async () => {
    const manifests = await render(profile);
    const scaled = ofKind(manifests, 'HorizontalPodAutoscaler').map(({ spec }) => spec.scaleTargetRef.name);
    const fixed = ofKind(manifests, 'Deployment').filter(({ spec }) => spec.replicas !== undefined);
    expect(fixed.map(({ metadata }) => metadata.name).filter((name) => scaled.includes(name))).toEqual([]);
    if (profile !== 'dev') expect(scaled).toEqual(expect.arrayContaining(['season-gateway', 'season-declaration']));
  });

  test('has no Secret: values of secrets are nobody’s to render', async () => {
    expect((await render(profile)).filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  test('makes what exists for helm test only a hook', async () => {
    const hooks = (await render(profile)).filter((manifest) => isHook(manifest));
    const ofTest = (await render(profile)).filter(({ metadata }) => metadata.name.startsWith('season-test'));
    expect(hooks.map(({ metadata }) => metadata.name).sort()).toEqual(
      ofTest.map(({ metadata }) => metadata.name).sort(),
    );
    expect(hooks.length).toBeGreaterThan(3);
  });
});

describe('services', () => {
  const targetsInConfig = (service: string): readonly string[] => {
    const source = readFileSync(join(repositoryRoot, 'services', service, 'src', 'config.ts'), 'utf8');
    return [...source.matchAll(/^ *([A-Z]+)_TARGET: peerTarget/gm)].map(([, peer = '']) => peer.toLowerCase()).sort();
  };

  test.each(services)('%s may reach the peers that its configuration names, and no others', async (service) => {
    const peers = allEdges()
      .filter(({ from, to, when }) => from === service && to !== undefined && when === undefined)
      .map(({ to }) => to)
      .sort();
    expect(peers).toEqual(targetsInConfig(service));
    const { spec } = ofKind(await render('standard'), 'Deployment').find(
      ({ metadata }) => metadata.name === `season-${service}`,
    ) ?? { spec: undefined };
    const env = spec?.template.spec.containers[0]?.env ?? [];
    const targets = env.filter(({ name }) => name.endsWith('_TARGET'));
    expect(targets.map(({ name }) => name.replace('_TARGET', '').toLowerCase()).sort()).toEqual(peers);
    const { toGrpcTarget } = (await import(join(repositoryRoot, 'packages/service-kit/dist/target.js'))) as {
      readonly toGrpcTarget: (value: string) => string | undefined;
    };
    for (const { value = '' } of targets) {
      expect(toGrpcTarget(value)).toMatch(/^dns:\/\/\/season-[a-z]+\.nencho\.svc:8443$/);
    }
  });

  test('other than the gateway have headless addresses, so that clients balance over all pods', async () => {
    const headless = (await render('standard'))
      .filter(({ kind }) => kind === 'Service')
      .filter(
        (manifest): manifest is Manifest & { readonly spec: { readonly clusterIP?: string } } => 'spec' in manifest,
      )
      .filter(({ spec }) => spec.clusterIP === 'None')
      .map(({ metadata }) => metadata.name);
    expect(headless.sort()).toEqual(
      services
        .filter((service) => service !== 'gateway')
        .map((service) => `season-${service}`)
        .sort(),
    );
  });

  test('migrate in an init container of the same image', async () => {
    for (const { spec } of ofKind(await render('standard'), 'Deployment').filter(
      ({ metadata }) => metadata.name !== 'season-collector',
    )) {
      const [migrate] = spec.template.spec.initContainers ?? [];
      expect(migrate?.args).toEqual(['--migrate-only']);
      expect(migrate?.image).toBe(spec.template.spec.containers[0]?.image);
    }
  });
});

describe('helm test', () => {
  test('asks for a page that a session is needed for', () => {
    const path = /(\/api\/v1\/[a-z]+)`/.exec(chartFile('files', 'helm-test.mjs'))?.[1] ?? 'no route of the API';
    const folder = join(repositoryRoot, 'services', 'gateway', 'src', 'routes');
    const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const access = sources.map((source) => source.split(`path: '${path}',`)[1]?.split("access: '")[1]?.split("'")[0]);
    expect(access.find((found) => found !== undefined)).toBe('tenant');
  });
});

describe('telemetry', () => {
  test('passes the collector by the attributes that the services may export', () => {
    const { spans } = parse(chartFile('files', 'telemetry-keys.yaml')) as { readonly spans: readonly string[] };
    expect([...spans].sort()).toEqual([...exportedAttributes].sort());
  });
});

describe('values that are wrong or unsafe', () => {
  const refused: readonly (readonly [string, string, Profile])[] = [
    ['image.tagg=1', 'tagg', 'standard'],
    ['image.tag=latest', 'tag', 'standard'],
    ['services.gateway.replicas=0', 'replicas', 'dev'],
    ['services.identity.replicas=1', 'replicas', 'standard'],
    ['services.payroll.replicas=1', 'payroll', 'standard'],
    ['publicBaseUrl=http://nencho.example.jp', 'publicBaseUrl', 'dev'],
    ['keys.provider=none', 'provider', 'standard'],
    ['keys.provider=local', 'provider', 'standard'],
    ['keys.emulated=true', 'emulated', 'standard'],
    ['keys.vaults=null', 'vaults', 'standard'],
    ['keys.verification.events.document=null', 'document', 'standard'],
    ['keys.verification.ledger=null', 'ledger', 'standard'],
    ['keys.verification.ledger={-----BEGIN PRIVATE KEY-----}', 'ledger', 'standard'],
    ['redrive.service=payroll', 'redrive', 'standard'],
    ['environment=production', 'provider', 'dev'],
    ['clockShiftMs=1000', 'clockShiftMs', 'standard'],
    ['telemetry.retentionDays=91', 'retentionDays', 'standard'],
    ['shutdown.drainSeconds=2', 'drainSeconds', 'standard'],
    ['shutdown.graceSeconds=35', 'graceSeconds', 'standard'],
    ['networkPolicy.external.kafka.cidrs={0.0.0.0/0}', 'cidrs', 'standard'],
    ['networkPolicy.external.kafka=null', '/networkPolicy/external/kafka', 'standard'],
    ['rbac.viewerGroups={system:masters}', 'viewerGroups', 'standard'],
    ['ledger.url=https://nencho.blob.core.windows.net', 'ledger.url', 'standard'],
    ['objectStore.url=http://nencho.blob.core.windows.net', 'objectStore', 'standard'],
    ['objectStore.keySecret=', 'objectStore.keySecret', 'dev'],
    ['workloadIdentity.clientIds.document=null', 'clientIds/document', 'standard'],
    ['services.gateway.autoscaling.maxReplicas=2', 'maxReplicas', 'standard'],
    ['image.digests.retention=null', 'digests/retention', 'restricted'],
    ['image.digests.retention=sha256:1', 'retention', 'restricted'],
    ['image.requireDigest=false', 'requireDigest', 'restricted'],
    ['collector.image=registry.example.jp/otel:1', 'collector', 'restricted'],
    ['telemetry.logLevel=debug', 'logLevel', 'restricted'],
    ['admissionPolicies.enabled=false', 'admissionPolicies.enabled', 'restricted'],
    ['gateway.tls=false', 'not encrypted', 'restricted'],
    ['keycloak.internalUrl=http://keycloak.nencho.internal/auth', 'plain http', 'restricted'],
    ['topology.zones=ScheduleAnyway', 'one zone', 'restricted'],
    ['tls.certManager.enabled=false', 'by hand', 'restricted'],
    ['telemetry.endpoint=http://otlp.nencho.internal', 'without encryption', 'restricted'],
  ];
  test.each(refused)('--set %s is refused, naming %s (%s)', async (setting, word, profile) => {
    const { ok, output } = await template(profile, '--set', setting);
    expect(output).toContain(word);
    expect(ok).toBe(false);
  });
});

describe('the notes', () => {
  const notes = async (profile: Profile): Promise<string> => {
    const release = ['install', 'season', chart, '--namespace', 'nencho', '--dry-run=client', ...valuesOf(profile)];
    return (await runHelm(...release)).stdout.split('NOTES:')[1] ?? '';
  };

  test('say what is not yet safe', async () => {
    const dev = await notes('dev');
    for (const word of ['development switches', 'Keys of tenants lie as files', 'not encrypted', 'one zone', 'a tag']) {
      expect(dev).toContain(word);
    }
    expect(await notes('standard')).toContain('The image of gateway is named by a tag');
  });

  test('of the profile restricted leave only what a chart cannot see', async () => {
    const list = (await notes('restricted')).split('Not yet safe:')[1] ?? '';
    expect(list.match(/^ {2}- /gm)).toHaveLength(1);
  });
});

describe('the Dockerfiles', () => {
  test('are clean to hadolint', async () => {
    const files = readdirSync(join(repositoryRoot, 'services')).map((service) =>
      join(repositoryRoot, 'services', service, 'Dockerfile'),
    );
    expect(runCommand(await hadolint(), files)).toMatchObject({ ok: true, output: '' });
  });
});
