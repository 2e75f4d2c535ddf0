import { join } from 'node:path';
import { type DataDirectory } from './data-directory.js';
import { certificateFiles } from './certificate-files.js';
import { federatedTokenFile } from './key-vault-emulator/access.js';
import { emulatedTenant } from './key-vault-emulator/key-vault-emulator.js';
import { type ServerSpec } from './server.js';
import { type KeyVaultAccess } from './stack-state.js';
import { isTlsPortOpen } from './tls-port.js';

export type KeyVaultOptions = {
  readonly data: DataDirectory;
  readonly ports: { readonly a: number; readonly b: number; readonly tokens: number };
  /** 127.0.0.1 when nobody else must reach it. */
  readonly host?: string;
  /** Of the retention of deleted keys. */
  readonly clockShiftMs?: number;
};

const directoryOf = (data: DataDirectory): string => join(data.root, 'key-vault');

/** Our emulator of Azure Key Vault: two vaults, as tenants are spread over several. */
export const keyVaultAccess = ({ data, ports }: Pick<KeyVaultOptions, 'data' | 'ports'>): KeyVaultAccess => ({
  vaults: `a=https://localhost:${ports.a},b=https://localhost:${ports.b}`,
  authorityHost: `https://localhost:${ports.tokens}`,
  entraTenant: emulatedTenant,
  workloadDirectory: join(directoryOf(data), 'workloads'),
  caFile: certificateFiles(data.certificates, 'mongod').caFile,
});

/** What a service needs in order to keep its tenants' keys there. */
export const keyVaultEnvironment = (access: KeyVaultAccess, service: string): Readonly<Record<string, string>> => ({
  KEY_PROVIDER: 'azure',
  KEY_VAULTS: access.vaults,
  KEY_VAULT_CA_FILE: access.caFile,
  KEY_VAULT_EMULATED: 'true',
  AZURE_TENANT_ID: access.entraTenant,
  AZURE_CLIENT_ID: service,
  AZURE_FEDERATED_TOKEN_FILE: federatedTokenFile(access.workloadDirectory, service),
  AZURE_AUTHORITY_HOST: access.authorityHost,
});

export const keyVaultSpec = ({ data, ports, host = '127.0.0.1', clockShiftMs = 0 }: KeyVaultOptions): ServerSpec => {
  const { certFile, keyFile } = certificateFiles(data.certificates, 'key-vault');
  const args = [directoryOf(data), certFile, keyFile, host, ports.tokens, `a=${ports.a},b=${ports.b}`, clockShiftMs];
  return {
    process: {
      name: 'key-vault',
      command: process.execPath,
      args: [join(import.meta.dirname, 'key-vault-emulator', 'main.js'), ...args.map(String)],
      logFile: join(data.logs, 'key-vault.log'),
      pidFile: join(data.run, 'key-vault.pid'),
    },
    timeoutMs: 30_000,
    wayOut: 'see the log',
    probe: async () => {
      const { caFile } = certificateFiles(data.certificates, 'key-vault');
      return (await Promise.all([ports.a, ports.b].map(async (port) => isTlsPortOpen(port, caFile)))).every(Boolean);
    },
  };
};
