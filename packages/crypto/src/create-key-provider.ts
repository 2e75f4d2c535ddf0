import { readFileSync } from 'node:fs';
import { WorkloadIdentityCredential } from '@azure/identity';
import { AppError } from '@nencho/kernel';
import { azureKeyProvider } from './azure-key-provider.js';
import type { KeyProvider } from './key-provider.js';
import { localKeyProvider } from './local-key-provider.js';

/** As the environment gives it; packages/service-kit has the schema. */
export type KeyProviderConfig = {
  readonly NODE_ENV: string;
  readonly KEY_PROVIDER: 'local' | 'azure';
  readonly LOCAL_KEY_DIRECTORY?: string | undefined;
  /** Address of each vault by its alias. */
  readonly KEY_VAULTS?: Readonly<Record<string, string>> | undefined;
  /** Of a vault whose certificate is not of a public authority. */
  readonly KEY_VAULT_CA_FILE?: string | undefined;
  /** The vaults are the emulator's, whose names and tokens are not Azure's. */
  readonly KEY_VAULT_EMULATED: boolean;
};

const wrong = (path: string, rule: string): AppError =>
  new AppError('validation_failed', `${path}: ${rule}`, { violations: [{ path, rule }] });

/**
 * The vaults of Azure, entered by workload identity: AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE,
 * which the cluster's webhook sets, so that there is no secret to keep.
 */
const azure = (config: KeyProviderConfig): KeyProvider => {
  const { KEY_VAULTS: vaults = {}, KEY_VAULT_CA_FILE: caFile, KEY_VAULT_EMULATED: emulated } = config;
  if (Object.keys(vaults).length === 0) throw wrong('KEY_VAULTS', 'required');
  if (emulated && config.NODE_ENV === 'production')
    throw wrong('KEY_VAULT_EMULATED', 'emulated_key_vault_in_production');
  const tls = caFile === undefined ? {} : { tlsOptions: { ca: readFileSync(caFile, 'utf8') } };
  return azureKeyProvider({
    vaults,
    credential: new WorkloadIdentityCredential({ ...tls, disableInstanceDiscovery: emulated }),
    client: { ...tls, disableChallengeResourceVerification: emulated },
  });
};

export const createKeyProvider = (config: KeyProviderConfig): KeyProvider => {
  if (config.KEY_PROVIDER === 'azure') return azure(config);
  if (config.LOCAL_KEY_DIRECTORY === undefined) throw wrong('LOCAL_KEY_DIRECTORY', 'required');
  return localKeyProvider({ directory: config.LOCAL_KEY_DIRECTORY, environment: config.NODE_ENV });
};
