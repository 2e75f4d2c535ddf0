import { readFileSync } from 'node:fs';
import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient, RestError, StorageSharedKeyCredential, type ContainerClient } from '@azure/storage-blob';
import { unavailable } from '@nencho/kernel';
import type { LedgerStore } from './erasure-ledger.js';

export type LedgerConfig = {
  /** `https://<account>.blob.core.windows.net`, or with the account as its path (an emulator). */
  readonly LEDGER_URL: string;
  /** Key of the account; without it the workload's identity is used. */
  readonly LEDGER_KEY_FILE?: string | undefined;
  readonly LEDGER_CA_FILE?: string | undefined;
  readonly LEDGER_CONTAINER: string;
};

/** The account's name: the first label of the host, or the path. */
const accountOf = (url: string): string => {
  const { hostname, pathname } = new URL(url);
  const [, path = ''] = pathname.split('/');
  return path === '' ? (hostname.split('.')[0] ?? '') : path;
};

const containerOf = ({ LEDGER_URL, LEDGER_KEY_FILE, LEDGER_CA_FILE, LEDGER_CONTAINER }: LedgerConfig) => {
  const credential =
    LEDGER_KEY_FILE === undefined
      ? new DefaultAzureCredential()
      : new StorageSharedKeyCredential(accountOf(LEDGER_URL), readFileSync(LEDGER_KEY_FILE, 'utf8').trim());
  const options = {
    retryOptions: { maxTries: 3, tryTimeoutInMs: 5_000, retryDelayInMs: 200, maxRetryDelayInMs: 2_000 },
    ...(LEDGER_CA_FILE === undefined ? {} : { tlsOptions: { ca: readFileSync(LEDGER_CA_FILE, 'utf8') } }),
  };
  return new BlobServiceClient(LEDGER_URL, credential, options).getContainerClient(LEDGER_CONTAINER);
};

const statusOf = (error: unknown): number | undefined => (error instanceof RestError ? error.statusCode : undefined);

const listed = async (container: ContainerClient): Promise<readonly string[]> => {
  const names: string[] = [];
  for await (const { name } of container.listBlobsFlat()) names.push(name);
  return names;
};

/** Writes only where nothing is; makes the container when it is the first. */
const createBlob = async (container: ContainerClient, name: string, bytes: Uint8Array): Promise<boolean> => {
  try {
    await container.createIfNotExists();
    await container.getBlockBlobClient(name).uploadData(bytes, {
      conditions: { ifNoneMatch: '*' },
      blobHTTPHeaders: { blobContentType: 'application/json' },
    });
    return true;
  } catch (error) {
    const status = statusOf(error);
    if (status === 409 || status === 412) return false;
    throw error;
  }
};

const orUnavailable = async <T>(work: () => Promise<T>): Promise<T> =>
  work().catch((error: unknown) => {
    throw unavailable('erasure_ledger', error);
  });

/** The ledger in an account of Azure Blob Storage of its own. In a container that is not there nothing is: no ledger. */
export const blobLedgerStore = (config: LedgerConfig): LedgerStore => {
  const container = containerOf(config);
  return {
    names: async () =>
      orUnavailable(async () =>
        listed(container).catch((error: unknown) => {
          if (error instanceof RestError && error.code === 'ContainerNotFound') return [];
          throw error;
        }),
      ),
    read: async (name) =>
      orUnavailable(async () =>
        container
          .getBlobClient(name)
          .downloadToBuffer()
          .catch((error: unknown) => {
            if (statusOf(error) === 404) return undefined;
            throw error;
          }),
      ),
    create: async (name, bytes) => orUnavailable(async () => createBlob(container, name, bytes)),
  };
};
