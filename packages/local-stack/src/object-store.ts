import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { certificateFiles } from './certificate-files.js';
import { type DataDirectory } from './data-directory.js';
import { privateDirectory, readSecret } from './private-files.js';
import { type ServerSpec } from './server.js';
import { type StoreAccess } from './stack-state.js';

/**
 * Two accounts, each with a process and a directory of its own: `objects` holds the attachments, `ledger` what was
 * erased. A restored backup of one must not bring back the other.
 */
export const storeNames = ['objects', 'ledger'] as const;
export type StoreName = (typeof storeNames)[number];

const accounts: Readonly<Record<StoreName, string>> = { objects: 'nencho', ledger: 'ledger' };
const variables: Readonly<Record<StoreName, string>> = { objects: 'OBJECT_STORE_URL', ledger: 'LEDGER_URL' };

export type ObjectStoreOptions = { readonly data: DataDirectory; readonly name: StoreName; readonly port: number };

const keyFileOf = ({ data, name }: Omit<ObjectStoreOptions, 'port'>): string =>
  name === 'objects' ? data.secrets.objectStore : data.secrets.ledgerStore;

export const storeAccess = ({ data, name, port }: ObjectStoreOptions): StoreAccess => ({
  url: `https://127.0.0.1:${port}/${accounts[name]}`,
  account: accounts[name],
  keyFile: keyFileOf({ data, name }),
  caFile: certificateFiles(data.certificates, name).caFile,
});

/** Does it let us in? */
export const probeStore = async ({ url, account, keyFile, caFile }: StoreAccess): Promise<boolean> => {
  const options = {
    retryOptions: { maxTries: 1, tryTimeoutInMs: 3_000 },
    ...(caFile === undefined ? {} : { tlsOptions: { ca: readFileSync(caFile, 'utf8') } }),
  };
  const client = new BlobServiceClient(url, new StorageSharedKeyCredential(account, readSecret(keyFile)), options);
  await client.getProperties();
  return true;
};

const azuriteMain = (): string => createRequire(import.meta.url).resolve('azurite/dist/src/blob/main.js');

/**
 * Azurite, Microsoft's emulator of Azure Blob Storage, with TLS and a key of its own. It writes its index down every
 * five seconds and when it is told to end, so a SIGKILL may take what it acknowledged last: unlike Azure.
 */
export const objectStoreSpec = ({ data, name, port }: ObjectStoreOptions): ServerSpec => {
  const directory = join(data.root, name);
  const { certFile, keyFile } = certificateFiles(data.certificates, name);
  const access = storeAccess({ data, name, port });
  return {
    process: {
      name,
      command: process.execPath,
      args: [
        ...[azuriteMain(), '--blobHost', '127.0.0.1', '--blobPort', String(port), '--location', directory],
        ...['--cert', certFile, '--key', keyFile, '--disableProductStyleUrl'],
        ...['--disableTelemetry', '--silent', '--skipApiVersionCheck'],
      ],
      env: { AZURITE_ACCOUNTS: `${access.account}:${readSecret(access.keyFile)}` },
      logFile: join(data.logs, `${name}.log`),
      pidFile: join(data.run, `${name}.pid`),
    },
    timeoutMs: 60_000,
    wayOut: `or set ${variables[name]} to use an existing account`,
    prepare: async () => {
      privateDirectory(directory);
      return Promise.resolve();
    },
    probe: async () => probeStore(access),
  };
};
