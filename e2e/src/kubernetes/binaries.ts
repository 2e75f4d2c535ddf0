import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultCacheDirectory, fetchOnce, repositoryRoot, runTool } from '@nencho/local-stack';
import { strictSchemas } from './strict-schemas.js';

const modules = join(repositoryRoot, 'e2e', 'kubernetes');
const buildMinutes = 90;

/** What a control plane, one node and the checks of manifests need, built from the go.mod files in e2e/kubernetes. */
export type KubernetesBinaries = {
  readonly directory: string;
  readonly kubeApiserver: string;
  readonly kubeControllerManager: string;
  readonly kubeScheduler: string;
  readonly kubelet: string;
  readonly kubeProxy: string;
  readonly kubectl: string;
  readonly etcd: string;
  readonly kwok: string;
  readonly coredns: string;
  readonly pause: string;
  readonly kubeconform: string;
  /** Strict JSON schemas of this version of Kubernetes, one file a kind. */
  readonly schemas: string;
};

export const missingGo =
  'go is missing or too old: Kubernetes is built from source by its module (Go 1.26 or newer, https://go.dev/dl, or Debian: apt-get install golang)';

const leastGo = 26;

/** Whether Go is there and new enough; without it there is no API server to ask, and whoever needs one skips, saying so. */
export const hasGo = async (): Promise<boolean> => {
  const version = await runTool('go', ['version']).catch(() => '');
  return Number(/go1\.(\d+)/.exec(version)?.[1] ?? 0) >= leastGo;
};

const kubernetesCommands = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-proxy',
  'kube-scheduler',
  'kubectl',
  'kubelet',
].map((command) => `k8s.io/kubernetes/cmd/${command}`);
const clusterPackages = [
  ...kubernetesCommands,
  'go.etcd.io/etcd/server/v3',
  'sigs.k8s.io/kwok/cmd/kwok',
  './coredns',
  './pause',
];

const pinnedVersion = (): string => {
  const goMod = readFileSync(join(modules, 'cluster', 'go.mod'), 'utf8');
  const version = /k8s\.io\/kubernetes (v1\.\d+\.\d+)/.exec(goMod)?.[1];
  if (version === undefined) {
    throw new Error('e2e/kubernetes/cluster/go.mod names no version of k8s.io/kubernetes');
  }
  return version;
};

/** Without the stamp the server calls itself v0.0.0, which Helm compares with the chart's kubeVersion. */
const stamps = (version: string): string => {
  const [major, minor] = version.slice(1).split('.');
  const values = {
    ...{ gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' },
    ...{ buildDate: '1970-01-01T00:00:00Z', gitCommit: '0'.repeat(40) },
  };
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
    .flatMap((variable) => Object.entries(values).map(([name, value]) => `-X ${variable}.${name}=${value}`))
    .join(' ');
};

const filesOf = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** All that decides what is built. */
const recipeOf = (flags: string, ...names: readonly string[]): string => {
  const hash = createHash('sha256').update(flags);
  for (const file of names.flatMap((name) => filesOf(join(modules, name)))) {
    hash.update(file.slice(modules.length)).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
};

const go = async (module: string, args: readonly string[]): Promise<string> =>
  runTool('nice', ['-n', '10', 'go', ...args], {
    cwd: join(modules, module),
    env: { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false', GOWORK: 'off' },
    timeoutMs: buildMinutes * 60_000,
    missing: missingGo,
  });

const build = async (directory: string): Promise<void> => {
  const bin = `${join(directory, 'bin')}/`;
  mkdirSync(bin);
  const flags = ['build', '-trimpath', '-o', bin, '-ldflags', `-s -w ${stamps(pinnedVersion())}`];
  await go('cluster', [...flags, ...clusterPackages]);
  renameSync(join(bin, 'server'), join(bin, 'etcd'));
  await go('kubeconform', [...flags, 'github.com/yannh/kubeconform/cmd/kubeconform']);
  const source = (await go('cluster', ['list', '-m', '-f', '{{.Dir}}', 'k8s.io/kubernetes'])).trim();
  const swagger: unknown = JSON.parse(readFileSync(join(source, 'api/openapi-spec/swagger.json'), 'utf8'));
  const schemas = join(directory, 'schemas');
  mkdirSync(schemas);
  for (const [name, schema] of strictSchemas(swagger)) {
    writeFileSync(join(schemas, name), JSON.stringify(schema));
  }
};

/**
 * The binaries, from the cache outside the checkout or built into it (about twenty minutes of one core, once a version).
 * @throws StackError with what to install when Go is missing
 */
export const kubernetesBinaries = async (): Promise<KubernetesBinaries> => {
  const hash = recipeOf(stamps(pinnedVersion()), 'cluster', 'kubeconform');
  const directory = await fetchOnce({
    cacheDirectory: defaultCacheDirectory(),
    name: join('kubernetes', hash),
    recipe: hash,
    neededBytes: 4_000_000_000,
    wayOut: 'or leave the tests on a real API server out by taking go off PATH',
    fetch: build,
  });
  const bin = (name: string) => join(directory, 'bin', name);
  return {
    ...{ directory, schemas: join(directory, 'schemas') },
    ...{ kubeApiserver: bin('kube-apiserver'), kubeControllerManager: bin('kube-controller-manager') },
    ...{ kubeScheduler: bin('kube-scheduler'), kubelet: bin('kubelet'), kubeProxy: bin('kube-proxy') },
    ...{ kubectl: bin('kubectl'), etcd: bin('etcd'), kwok: bin('kwok'), coredns: bin('coredns') },
    ...{ pause: bin('pause'), kubeconform: bin('kubeconform') },
  };
};

/** The OpenTelemetry Collector with the components of the chart's configuration. */
export const collectorBinary = async (): Promise<string> => {
  const hash = recipeOf('', 'collector');
  const directory = await fetchOnce({
    cacheDirectory: defaultCacheDirectory(),
    name: join('collector', hash),
    recipe: hash,
    neededBytes: 2_000_000_000,
    wayOut: 'or leave the test of the collector out by taking go off PATH',
    fetch: async (place) => {
      await go('collector', ['build', '-trimpath', '-ldflags', '-s -w', '-o', join(place, 'otelcol'), '.']);
    },
  });
  return join(directory, 'otelcol');
};
