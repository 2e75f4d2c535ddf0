import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { systemClock } from '@nencho/kernel';
import { sealEnvelope } from './envelope.js';
import { localKeyProvider } from './local-key-provider.js';
import { type SealedName, sealedNames, type SealPlace } from './sealed-names.js';
import { createSealer } from './sealer.js';
import type { WrappedClassKey } from './tenant-keys.js';

type Case = {
  name: SealedName;
  keyClass: string;
  year?: number;
  documentId: string;
  plaintext: string;
  keyId: string;
  key: string;
  wrappedKey: string;
  iv: string;
  blob: string;
};
type Vectors = {
  tenantId: string;
  kek: { name: string; version: string; key: string };
  wrappedRoot: string;
  cases: Case[];
  mac: { keyId: string; wrappedKey: string; data: string; mac: string };
};
const vectors = JSON.parse(readFileSync(new URL('../vectors/envelope-1.json', import.meta.url), 'utf8')) as Vectors;
const hex = (text: string) => Buffer.from(text, 'hex');

const placeOf = (one: Case): SealPlace => ({
  tenantId: vectors.tenantId,
  name: one.name,
  documentId: one.documentId,
  ...(one.year === undefined ? {} : { year: one.year }),
});

const sealerOnVectors = () => {
  const directory = mkdtempSync(join(tmpdir(), 'nencho-keks-'));
  writeFileSync(join(directory, `${vectors.kek.name}.${vectors.kek.version}.key`), hex(vectors.kek.key));
  const stored = new Map<string, WrappedClassKey>();
  for (const { keyClass, keyId, wrappedKey } of [...vectors.cases, { keyClass: 'index', ...vectors.mac }]) {
    stored.set(keyClass, { keyId, wrapped: hex(wrappedKey) });
  }
  return createSealer({
    provider: localKeyProvider({ directory, environment: 'test' }),
    roots: async () =>
      Promise.resolve({
        kekName: vectors.kek.name,
        kekVersion: vectors.kek.version,
        wrappedRoot: hex(vectors.wrappedRoot),
      }),
    classKeys: {
      find: async (_tenant, keyClass) => Promise.resolve(stored.get(keyClass)),
      findById: async (_tenant, keyId) => Promise.resolve([...stored.values()].find((key) => key.keyId === keyId)),
      insertIfAbsent: async () => Promise.reject(new Error('the vectors have every key')),
    },
    clock: systemClock,
  });
};

test.each(vectors.cases)('what another implementation sealed as $name $year opens', async (one) => {
  const opened = await sealerOnVectors().open(placeOf(one), hex(one.blob));
  expect(opened.toString('utf8')).toBe(one.plaintext);
});

test.each(vectors.cases)('with its key and iv, $name $year is sealed to the same bytes', (one) => {
  const blob = sealEnvelope({ keyId: one.keyId, key: hex(one.key) }, placeOf(one), Buffer.from(one.plaintext), () =>
    hex(one.iv),
  );
  expect(blob.toString('hex')).toBe(one.blob);
});

test('the mac equals that of another implementation', async () => {
  const mac = await sealerOnVectors().mac(vectors.tenantId, 'index', vectors.mac.data);
  expect(mac.toString('hex')).toBe(vectors.mac.mac);
});

test('the registry of sealed names only ever grows', () => {
  expect(Object.isFrozen(sealedNames)).toBe(true);
  expect(sealedNames).toMatchObject({
    'identity.card/1': 'contact',
    'identity.import/1': 'contact',
    'identity.job_error/1': 'contact',
    'declaration.facts/1': 'declaration',
    'declaration.revision/1': 'declaration',
    'declaration.comments/1': 'declaration',
    'declaration.pay/1': 'declaration',
    'declaration.pay_import/1': 'declaration',
    'declaration.result/1': 'declaration',
    'declaration.trace/1': 'declaration',
    'declaration.job_error/1': 'messages',
    'document.attachment/1': 'document',
    'document.preview/1': 'document',
    'document.attachment_meta/1': 'document',
    'declaration.dead_letter/1': 'messages',
    'notification.dead_letter/1': 'messages',
    'retention.dead_letter/1': 'messages',
    'audit.entry/1': 'audit',
    'retention.entry/1': 'audit',
  });
});
