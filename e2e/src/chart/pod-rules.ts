import { ofKind, type Container, type Deployment, type Manifest, type PodSpec } from './manifest.js';

/** What a service takes at most to finish its work after SIGTERM (packages/service-kit, runService). */
const finishSeconds = 25;

const liesIn = (path: string, directory: string): boolean => path === directory || path.startsWith(`${directory}/`);

const directoryOf = ({ env = [] }: Container, variable: string): string | undefined =>
  env.find(({ name }) => name === variable)?.value;

/** Where a path of a container lies: the mount that covers it, and its volume. */
const placeOf = ({ volumes = [] }: PodSpec, { volumeMounts = [] }: Container, path: string) => {
  const mount = volumeMounts
    .filter(({ mountPath }) => liesIn(path, mountPath))
    .reduce<(typeof volumeMounts)[number] | undefined>(
      (closest, one) => (one.mountPath.length > (closest?.mountPath.length ?? 0) ? one : closest),
      undefined,
    );
  return { mount, volume: volumes.find(({ name }) => name === mount?.name) };
};

const writable = ({ volumeMounts = [] }: Container) => volumeMounts.filter(({ readOnly }) => readOnly !== true);

/** The public keys come from a ConfigMap: not from a file, above or below which some pod could put one of its own. */
const readsKeysNobodyWrites = (spec: PodSpec, container: Container): boolean => {
  const directory = directoryOf(container, 'VERIFICATION_KEY_DIRECTORY');
  if (directory === undefined) return false;
  const { mount, volume } = placeOf(spec, container, directory);
  return (
    mount?.readOnly === true &&
    volume?.configMap !== undefined &&
    !writable(container).some(({ mountPath }) => liesIn(mountPath, directory))
  );
};

/** What outlives a pod and may be written: the weekly keys of pseudonyms, and in tests the tenants' local keys. */
const writesOnlyItsOwn = ({ volumes = [] }: PodSpec, container: Container): boolean => {
  const own = ['PSEUDONYM_KEY_DIRECTORY', 'LOCAL_KEY_DIRECTORY'].map((variable) => directoryOf(container, variable));
  const kept = volumes.filter(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined);
  return writable(container)
    .filter(({ name }) => kept.some((volume) => volume.name === name))
    .every(({ mountPath }) => own.includes(mountPath));
};

const rulesOf = ({ metadata, spec: { strategy, template } }: Deployment): Readonly<Record<string, boolean>> => {
  const { spec } = template;
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  const every = (holds: (container: (typeof containers)[number]) => boolean) => containers.every(holds);
  const isService = template.metadata?.labels?.['data-class'] === 'personal';
  const drain = spec.containers[0]?.lifecycle?.preStop?.sleep?.seconds ?? 0;
  return {
    'runs as a user of 10000 or above':
      spec.securityContext?.runAsNonRoot === true && (spec.securityContext.runAsUser ?? 0) >= 10_000,
    'has the RuntimeDefault seccomp profile': spec.securityContext?.seccompProfile?.type === 'RuntimeDefault',
    'mounts no service account token': spec.automountServiceAccountToken === false,
    'has a service account of its own': spec.serviceAccountName === metadata.name,
    'shares nothing with the host':
      spec.hostNetwork !== true && !(spec.volumes ?? []).some((volume) => 'hostPath' in volume),
    'bounds its temporary space': (spec.volumes ?? []).every(
      ({ emptyDir }) => emptyDir === undefined || emptyDir.sizeLimit !== undefined,
    ),
    'says what data it sees': template.metadata?.labels?.['data-class'] !== undefined,
    'reads public keys that no pod can write': !isService || every((one) => readsKeysNobodyWrites(spec, one)),
    'writes nothing that another pod trusts': every((one) => writesOnlyItsOwn(spec, one)),
    'drops every capability': every(({ securityContext }) => securityContext?.capabilities?.drop?.join() === 'ALL'),
    'forbids privilege escalation': every(({ securityContext }) => securityContext?.allowPrivilegeEscalation === false),
    'has a read-only root': every(({ securityContext }) => securityContext?.readOnlyRootFilesystem === true),
    'asks for cpu and memory and limits memory': every(
      ({ resources }) =>
        resources?.requests?.['cpu'] !== undefined &&
        resources.requests['memory'] !== undefined &&
        resources.limits?.['memory'] !== undefined,
    ),
    'has probes': spec.containers.every((container) =>
      (['startupProbe', 'livenessProbe', 'readinessProbe'] as const).every((probe) => container[probe] !== undefined),
    ),
    'takes no secret from its environment': every(({ env = [] }) =>
      env.every(({ valueFrom }) => valueFrom === undefined),
    ),
    'names an image other than latest': every(
      ({ image }) => /(:[^:/@]+|@sha256:[0-9a-f]{64})$/.test(image) && !image.endsWith(':latest'),
    ),
    'is spread over zones and nodes': ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].every((key) =>
      (spec.topologySpreadConstraints ?? []).some(({ topologyKey }) => topologyKey === key),
    ),
    'is replaced one by one, never fewer':
      strategy?.rollingUpdate?.maxSurge === 1 && strategy.rollingUpdate.maxUnavailable === 0,
    'answers on while it is forgotten': drain >= 5 && drain <= 30,
    'has time to finish': (spec.terminationGracePeriodSeconds ?? 30) > drain + finishSeconds,
  };
};

/** Restricted pods that start and stop in order; one sentence a breach. */
export const podComplaints = (manifests: readonly Manifest[]): readonly string[] =>
  ofKind(manifests, 'Deployment').flatMap((deployment) =>
    Object.entries(rulesOf(deployment))
      .filter(([, holds]) => !holds)
      .map(([rule]) => `Deployment ${deployment.metadata.name}: not true that it ${rule}`),
  );

/** Everything of a release that becomes a pod, by name. */
export const podSpecs = (manifests: readonly Manifest[]): ReadonlyMap<string, PodSpec> =>
  new Map([
    ...ofKind(manifests, 'Deployment').map(({ metadata, spec }): [string, PodSpec] => [
      metadata.name,
      spec.template.spec,
    ]),
    ...ofKind(manifests, 'Pod').map(({ metadata, spec }): [string, PodSpec] => [metadata.name, spec]),
  ]);
