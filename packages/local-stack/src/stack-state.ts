import { readJsonFile, writeJsonFile } from './private-files.js';

export type KafkaAccess = {
  readonly brokers: readonly string[];
  readonly username: string;
  readonly password: string;
  readonly caFile?: string | undefined;
};

export type KeycloakAccess = {
  /** Where services reach it: `http://127.0.0.1:<port>/auth`. */
  readonly url: string;
  /** Where browsers see it and what issuers begin with: `<public base URL>/auth`. */
  readonly publicUrl: string;
  /** A client of realm `master` that may do everything; signs in by client credentials. */
  readonly adminClientId: string;
  readonly adminClientSecretFile: string;
};

/** An account of Azure Blob Storage, or of its emulator. */
export type StoreAccess = {
  /** `https://<account>.blob.core.windows.net`, or with the account as path: `https://127.0.0.1:<port>/<account>`. */
  readonly url: string;
  readonly account: string;
  readonly keyFile: string;
  readonly caFile?: string | undefined;
};

/** Our emulator of Azure Key Vault; it runs only where it was asked for. */
export type KeyVaultAccess = {
  /** `alias=https://…,alias=https://…` */
  readonly vaults: string;
  /** Where the workloads get their tokens, in place of Microsoft Entra. */
  readonly authorityHost: string;
  readonly entraTenant: string;
  /** `<service>.token`: what the cluster would project into a pod. */
  readonly workloadDirectory: string;
  readonly caFile: string;
};

/** Where everything is. Kept in a file of mode 0600: it names passwords. */
export type StackState = {
  readonly publicBaseUrl: string;
  readonly mongodbUri: string;
  readonly kafka: KafkaAccess;
  readonly keycloak: KeycloakAccess;
  /** Attachments, sealed. */
  readonly objectStore: StoreAccess;
  /** The erasure ledger, apart from all that a backup may bring back. */
  readonly ledgerStore: StoreAccess;
  readonly mail: { readonly smtpUrl: string; readonly webUrl: string };
  readonly keyVault: KeyVaultAccess;
  readonly keys: {
    readonly localKeyDirectory: string;
    readonly systemKeyDirectory: string;
    readonly verificationKeyDirectory: string;
    readonly pseudonymKeyDirectory: string;
    readonly cursorKeyFile: string;
    readonly sessionKeyFile: string;
  };
  /** Secrets of the two confidential clients, set in the realm by identity's reconcile command. */
  readonly clients: { readonly identitySecretFile: string; readonly gatewaySecretFile: string };
  readonly certificates: string;
  readonly caFile: string;
  readonly dataDirectory: string;
};

const isState = (value: unknown): value is StackState =>
  typeof value === 'object' &&
  value !== null &&
  'mongodbUri' in value &&
  'objectStore' in value &&
  'dataDirectory' in value;

export const writeStackState = (path: string, state: StackState): void => writeJsonFile(path, state);

export const readStackState = (path: string): StackState | undefined => {
  const value = readJsonFile(path);
  return isState(value) ? value : undefined;
};
