import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { eventSigner, eventVerifier } from '@nencho/messaging';
import { type Manifest, ofKind } from './manifest.js';
import { render } from './release.js';

const services = ['gateway', 'identity', 'declaration', 'document', 'notification', 'retention'];

describe('keys and passwords', () => {
  const secretNames = (manifests: readonly Manifest[], service: string): readonly string[] => {
    const deployment = ofKind(manifests, 'Deployment').find(({ metadata }) => metadata.name === `season-${service}`);
    const volumes = JSON.stringify(deployment?.spec.template.spec.volumes);
    return [...volumes.matchAll(/"secret":\{"name":"([^"]+)"/g)].map(([, name = '']) => name);
  };

  test('of MongoDB and Kafka are those of the one service', async () => {
    const manifests = await render('dev');
    for (const service of services) {
      const names = secretNames(manifests, service).filter((name) => /mongodb|kafka/.test(name));
      expect(new Set(names)).toEqual(new Set([`nencho-mongodb-${service}`, `nencho-kafka-${service}`]));
    }
  });

  test('that are private go to the one service that signs with them', async () => {
    const manifests = await render('standard');
    for (const service of services) {
      const provided = manifests.find(
        ({ kind, metadata }) => kind === 'SecretProviderClass' && metadata.name === `season-${service}`,
      );
      const aliases = [...JSON.stringify(provided).matchAll(/objectAlias: ([\w.-]+\.key)/g)].map(([, name]) => name);
      const own = {
        gateway: ['session.key'],
        ...{ identity: ['cursor.key'], declaration: ['cursor.key'] },
        retention: ['cursor.key', 'erasure-signing.key', 'termination.key'],
      };
      const wanted = [...((own as Readonly<Record<string, string[]>>)[service] ?? []), `events-${service}.key`];
      expect(aliases.sort()).toEqual(wanted.sort());
    }
  });

  test('that are public: all that the values name count, several of one service, and no other', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'nencho-chart-keys-'));
    try {
      const [old, next, stranger] = [1, 2, 3].map(() => generateKeyPairSync('ed25519'));
      const pem = (pair: typeof old) => pair?.publicKey.export({ type: 'spki', format: 'pem' });
      const set = `keys.verification.events.identity=${JSON.stringify([pem(old), pem(next)])}`;
      const manifests = await render('standard', '--set-json', set);
      const map = manifests.find(({ metadata }) => metadata.name === 'season-verification-keys') as
        (Manifest & { readonly data: Readonly<Record<string, string>> }) | undefined;
      for (const [name, text] of Object.entries(map?.data ?? {})) writeFileSync(join(directory, name), text);
      const message = { topic: 'nencho.identity.v1', key: 'a', value: Buffer.from('b') } as const;
      const verdict = (pair: typeof old) => {
        writeFileSync(
          join(directory, 'events-identity.key'),
          pair?.privateKey.export({ type: 'pkcs8', format: 'pem' }) ?? '',
        );
        const { producer, signature } = eventSigner('identity', directory)(message);
        return eventVerifier(directory)(message, producer, Buffer.from(signature, 'base64'));
      };
      expect([old, next, stranger].map(verdict)).toEqual(['identity', 'identity', undefined]);
      expect(Object.keys(map?.data ?? {})).toContain('erasure-signing.0.pub');
      // Pods read them at their start, so other keys make other pods.
      const rolled = async (...extra: readonly string[]) =>
        ofKind(await render('standard', ...extra), 'Deployment').find(
          ({ metadata }) => metadata.name === 'season-identity',
        )?.spec.template.metadata?.annotations?.['nencho/verification-keys'];
      expect(await rolled('--set-json', set)).not.toBe(await rolled());
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test('another try for dead letters is asked for by the pods of the one service', async () => {
    const asking = ofKind(
      await render('standard', '--set', 'redrive.service=document', '--set', 'redrive.reason=forged'),
      'Deployment',
    ).flatMap(({ metadata, spec }) =>
      (spec.template.spec.initContainers ?? [])
        .filter(({ name }) => name === 'redrive')
        .map(({ args }) => [metadata.name, ...(args ?? [])]),
    );
    expect(asking).toEqual([['season-document', '--redrive-dead-letters', 'forged']]);
  });
});
