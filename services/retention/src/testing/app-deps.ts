import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemSealer } from '@nencho/crypto';
import { newId, systemClock } from '@nencho/kernel';
import { blobLedgerStore, ledgerPublicKeys } from '@nencho/service-kit';
import { openLedger } from '@nencho/service-kit/erasure-ledger';
import { testServers } from '@nencho/testing';
import type { ErasureAppDeps } from '../erasure-app.js';

export type Tenants = ReadonlyMap<string, { readonly tenantCode: string; readonly displayName: string }>;

const terminationKey = (): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'nencho-retention-')), 'termination.key');
  writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 });
  return file;
};

/** A ledger of this suite's own in the real account, and keys like those of a system. */
export const testLedger = async () => {
  const { ledgerStore, keys } = testServers();
  const store = blobLedgerStore({
    LEDGER_URL: ledgerStore.url,
    LEDGER_KEY_FILE: ledgerStore.keyFile,
    LEDGER_CA_FILE: ledgerStore.caFile,
    LEDGER_CONTAINER: `test-${newId()}`,
  });
  const ledger = {
    store,
    keyFile: ledgerStore.keyFile,
    publicKeys: ledgerPublicKeys(keys.verificationKeyDirectory),
    signingKey: createPrivateKey(readFileSync(join(keys.systemKeyDirectory, 'erasure-signing.key'))),
  };
  await openLedger(ledger, new Date());
  return ledger;
};

/** A key pair that is nobody's. */
export const strangersKeys = () => generateKeyPairSync('ed25519');

/** What a retention service is given besides its database, sealer and keys; `identity` is another service. */
export const appDeps = async (identity: ErasureAppDeps['identity']) => ({
  identity,
  clock: systemClock,
  cursorKey: new Uint8Array(32),
  ledger: await testLedger(),
  terminationSealer: systemSealer({ keyFile: terminationKey() }),
  settings: { graceBusinessDays: 0, backupRetentionDays: 0, vaultRetentionDays: 0, settleMs: 0 },
  location: 'test',
  version: '0.0.0-test',
  logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
});
