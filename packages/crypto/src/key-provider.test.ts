import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { localKeyProvider } from './local-key-provider.js';
import type { KeyProvider } from './key-provider.js';
import { type EmulatedVaults, startEmulatedVaults } from './testing/emulated-vaults.js';
import { keyProviderContract } from './testing/key-provider-contract.js';

let directory: string;
let vaults: EmulatedVaults;
let tests: KeyProvider;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'nencho-keks-'));
  vaults = await startEmulatedVaults();
  tests = vaults.providerFor('tests', {
    retry: { now: () => Date.now(), sleep: async () => Promise.resolve(), random: () => 0 },
  });
});
afterAll(async () => {
  await vaults.stop();
  const left = readdirSync(directory).filter((name) => name.endsWith('.tmp'));
  rmSync(directory, { recursive: true });
  if (left.length > 0) throw new Error('drafts of keys were left');
});

keyProviderContract('the local key provider', {
  provider: () => localKeyProvider({ directory, environment: 'test' }),
  waitForRetention: () => undefined,
  destroyed: 'gone',
});

keyProviderContract('the Azure key provider on our emulator', {
  provider: () => tests,
  waitForRetention: () => vaults.passDays(7),
  destroyed: 'deleted',
});
