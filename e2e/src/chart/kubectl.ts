import { kubernetesBinaries } from '../kubernetes/binaries.js';
import { adminKubeconfig } from './layers.js';
import type { Manifest } from './manifest.js';
import { chartFile, manifestsOf, type Outcome, runCommand } from './release.js';

/** kubectl as administrator of the test cluster. */
export const kubectl = async (args: readonly string[], input?: string): Promise<Outcome> =>
  runCommand((await kubernetesBinaries()).kubectl, [`--kubeconfig=${adminKubeconfig()}`, ...args], input);

/** The same, for what must succeed. */
export const kubectlOk = async (args: readonly string[], input?: string): Promise<string> => {
  const { ok, output, stdout } = await kubectl(args, input);
  if (!ok) throw new Error(`kubectl ${args.slice(0, 4).join(' ')}: ${output}`);
  return stdout;
};

/** kubectl with documents on its standard input. */
export const submit = async (args: readonly string[], documents: readonly object[]): Promise<Outcome> =>
  kubectl([...args, '--filename=-'], documents.map((document) => JSON.stringify(document)).join('\n---\n'));

export const get = async <T>(...args: readonly string[]): Promise<T> =>
  JSON.parse(await kubectlOk(['get', ...args, '--output=json'])) as T;

/** A namespace with the labels that charts/nencho/namespace.yaml gives. */
export const createNamespace = async (name: string): Promise<void> => {
  const [manifest] = manifestsOf(chartFile('namespace.yaml'));
  if (manifest === undefined) throw new Error('namespace.yaml holds no document');
  await kubectlOk(
    ['create', '--filename=-'],
    JSON.stringify({ ...manifest, metadata: { ...manifest.metadata, name } } satisfies Manifest),
  );
};

/** Asks again until the answer holds; the API server's caches and the controllers follow after a moment. */
export const eventually = async (what: string, holds: () => Promise<boolean>, seconds = 60): Promise<void> => {
  const deadline = performance.now() + seconds * 1_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
};
