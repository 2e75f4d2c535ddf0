import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkloadIdentityCredential } from '@azure/identity';
import {
  createCertificateAuthority,
  emulatedTenant,
  federatedTokenFile,
  type KeyVaultEmulator,
  startKeyVaultEmulator,
} from '@nencho/local-stack';
import { azureKeyProvider, type AzureKeyProviderOptions } from '../azure-key-provider.js';
import type { KeyProvider } from '../key-provider.js';

const dayMs = 86_400_000;

/** Two emulated vaults, `a` and `b`, and the real SDK with its workload identity in front of them. */
export type EmulatedVaults = {
  readonly emulator: KeyVaultEmulator;
  readonly providerFor: (workload: string, more?: Partial<AzureKeyProviderOptions>) => KeyProvider;
  /** Lets the vaults' clock go on. */
  readonly passDays: (days: number) => void;
  readonly stop: () => Promise<void>;
};

export const startEmulatedVaults = async (deletingMs = 0, recoverableDays = 7): Promise<EmulatedVaults> => {
  const directory = mkdtempSync(join(tmpdir(), 'nencho-vaults-'));
  const authority = await createCertificateAuthority(new Date());
  const { cert, key } = await authority.issue('key-vault');
  const certificate = { certFile: join(directory, 'cert.pem'), keyFile: join(directory, 'key.pem') };
  writeFileSync(certificate.certFile, cert);
  writeFileSync(certificate.keyFile, key);
  let passed = 0;
  const emulator = await startKeyVaultEmulator({
    ...{ directory, certificate, vaults: { a: 0, b: 0 }, tokenPort: 0, deletingMs, recoverableDays },
    now: () => new Date(Date.now() + passed),
  });
  const tls = { tlsOptions: { ca: authority.certificate } };
  const vaults = Object.fromEntries(
    Object.entries(emulator.vaults).map(([alias, { port }]) => [alias, `https://localhost:${port}`]),
  );
  return {
    emulator,
    providerFor: (workload, more = {}) =>
      azureKeyProvider({
        vaults,
        credential: new WorkloadIdentityCredential({
          ...tls,
          tenantId: emulatedTenant,
          clientId: workload,
          tokenFilePath: federatedTokenFile(join(directory, 'workloads'), workload),
          authorityHost: `https://localhost:${emulator.tokenPort}`,
          disableInstanceDiscovery: true,
        }),
        client: { ...tls, disableChallengeResourceVerification: true },
        ...more,
      }),
    passDays: (days) => {
      passed += days * dayMs;
    },
    stop: async () => {
      await emulator.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
