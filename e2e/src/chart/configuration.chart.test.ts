import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '@nencho/local-stack';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Manifest, ofKind } from './manifest.js';
import { type Profile, render } from './release.js';

const services = ['gateway', 'identity', 'declaration', 'document', 'notification', 'retention'];
const contents: Readonly<Record<string, string>> = {
  'mongodb-uri': 'mongodb://mongodb.example.jp:27017/?replicaSet=rs',
  'smtp-url': 'smtp://mail.example.jp:587',
};

let pod: string;
beforeAll(() => {
  pod = mkdtempSync(join(tmpdir(), 'nencho-pod-'));
});
afterAll(() => rmSync(pod, { recursive: true }));

const put = (path: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents[path.split('/').at(-1) ?? ''] ?? 'content');
};

/** The files of a service's secrets: projected from Secrets, or brought by the CSI driver. */
const secretFiles = (manifests: readonly Manifest[], service: string): readonly string[] => {
  const named = manifests.filter(({ metadata }) => metadata.name === `season-${service}`);
  const provided = named.find(({ kind }) => kind === 'SecretProviderClass');
  const text = JSON.stringify(provided ?? ofKind(named, 'Deployment')[0]?.spec.template.spec.volumes);
  return [...text.matchAll(/(?:"path":"|objectAlias: )([\w.-]+)/g)].map(([, file = '']) => file);
};

/** The environment of a service's container, with its files below `pod`; what a variable names as a file is made. */
const environmentOf = async (profile: Profile, service: string): Promise<Readonly<Record<string, string>>> => {
  const manifests = await render(profile);
  const deployment = ofKind(manifests, 'Deployment').find(({ metadata }) => metadata.name === `season-${service}`);
  const [container] = deployment?.spec.template.spec.containers ?? [];
  const variables = container?.env ?? [];
  for (const file of secretFiles(manifests, service)) put(join(pod, service, '/run/nencho/secrets', file));
  return Object.fromEntries(
    variables.map(({ name, value = '' }) => {
      if (!/^\/(run|app)\//.test(value)) return [name, value];
      const path = join(pod, service, value);
      if (/_FILE$|_CERTS$/.test(name)) {
        put(path);
      } else {
        mkdirSync(path, { recursive: true });
      }
      return [name, path];
    }),
  );
};

/** What the service itself says about an environment, once one file is taken away so that it does not go on to start. */
const complaints = (service: string, env: Readonly<Record<string, string>>): readonly string[] => {
  const main = join(repositoryRoot, 'services', service, 'dist', 'main.js');
  const { PATH = '' } = process.env;
  const { status, stderr } = spawnSync(process.execPath, [main, '--migrate-only'], {
    ...{ encoding: 'utf8', timeout: 120_000, cwd: join(repositoryRoot, 'services', service) },
    env: { ...env, PATH, NODE_EXTRA_CA_CERTS: '', TLS_KEY_FILE: join(pod, 'taken-away') },
  });
  expect({ status, stderr }).toMatchObject({ status: 78 });
  return stderr.trim().split('\n').slice(1);
};

describe.each(['dev', 'standard'] as const)('the environment that the chart gives with the profile %s', (profile) => {
  test.each(services)('is the one that %s asks for', async (service) => {
    const env = await environmentOf(profile, service);
    expect(complaints(service, env)).toEqual(['  TLS_KEY_FILE is not a readable file']);
  });
});

test('a variable that the chart forgets is named by the service', async () => {
  const env = await environmentOf('standard', 'document');
  expect(complaints('document', { ...env, LEDGER_URL: '' })).toContain('  LEDGER_URL is missing');
});
