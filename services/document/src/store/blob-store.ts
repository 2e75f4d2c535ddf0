import { readFileSync } from 'node:fs';
import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient, RestError, StorageSharedKeyCredential, type ContainerClient } from '@azure/storage-blob';
import { AppError, isAppError, unavailable } from '@nencho/kernel';
import type { BlobStore } from '../application/attachment-ports.js';

export type BlobStoreConfig = {
  /** `https://<account>.blob.core.windows.net`, or with the account as its path (an emulator). */
  readonly OBJECT_STORE_URL: string;
  /** Key of the account; without it the workload's identity is used. */
  readonly OBJECT_STORE_KEY_FILE?: string | undefined;
  readonly OBJECT_STORE_CA_FILE?: string | undefined;
  readonly OBJECT_STORE_CONTAINER: string;
};

/** What is in memory of a file on its way in. */
const BLOCK_BYTES = 1024 * 1024;

const accountOf = (url: string): string => {
  const { hostname, pathname } = new URL(url);
  const [, path = ''] = pathname.split('/');
  return path === '' ? (hostname.split('.')[0] ?? '') : path;
};

/** The container that a configuration names; it may be missing still. */
export const containerOf = (config: BlobStoreConfig): ContainerClient => {
  const { OBJECT_STORE_URL: url, OBJECT_STORE_KEY_FILE: keyFile, OBJECT_STORE_CA_FILE: caFile } = config;
  const credential =
    keyFile === undefined
      ? new DefaultAzureCredential()
      : new StorageSharedKeyCredential(accountOf(url), readFileSync(keyFile, 'utf8').trim());
  const options = {
    retryOptions: { maxTries: 3, tryTimeoutInMs: 20_000, retryDelayInMs: 200, maxRetryDelayInMs: 2_000 },
    ...(caFile === undefined ? {} : { tlsOptions: { ca: readFileSync(caFile, 'utf8') } }),
  };
  return new BlobServiceClient(url, credential, options).getContainerClient(config.OBJECT_STORE_CONTAINER);
};

/** What the source of an upload threw stays what it is; a missing file is ours; the rest is the store's. */
const toStoreError = (error: unknown, signal?: AbortSignal): AppError => {
  if (isAppError(error)) return error;
  if (signal?.aborted === true) return new AppError('timeout', 'a transfer was given up', { cause: error });
  if (error instanceof RestError && error.statusCode === 404) {
    return new AppError('internal', 'a file is missing in the object store', { cause: error });
  }
  return unavailable('object_store', error);
};

const inBlocks = async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of source) {
    parts.push(bytes);
    length += bytes.length;
    if (length < BLOCK_BYTES) continue;
    yield Buffer.concat(parts);
    parts = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(parts);
};

const blockId = (number: number): string => Buffer.from(String(number).padStart(6, '0')).toString('base64');

const aborting = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { abortSignal: signal });

/** Azure Blob Storage. Blocks that were staged and not committed are invisible, and the store drops them by itself. */
export const blobStore = (config: BlobStoreConfig): BlobStore => {
  const container = containerOf(config);
  let made: Promise<unknown> | undefined;
  const ready = async (): Promise<void> => {
    made ??= container.createIfNotExists();
    await made.catch((error: unknown) => {
      made = undefined;
      throw toStoreError(error);
    });
  };

  const upload: BlobStore['put'] = async (name, sealed, signal) => {
    const blob = container.getBlockBlobClient(name);
    const ids: string[] = [];
    for await (const block of inBlocks(sealed)) {
      const id = blockId(ids.length);
      await blob.stageBlock(id, block, block.length, aborting(signal));
      ids.push(id);
    }
    await blob.commitBlockList(ids, { ...aborting(signal), conditions: { ifNoneMatch: '*' } });
  };

  return {
    put: async (name, sealed, signal) => {
      await ready();
      await upload(name, sealed, signal).catch((error: unknown) => {
        throw toStoreError(error, signal);
      });
    },
    read: async function* (name, signal) {
      await ready();
      try {
        const answer = await container
          .getBlobClient(name)
          .download(0, undefined, { ...aborting(signal), maxRetryRequests: 3 });
        for await (const bytes of answer.readableStreamBody ?? []) yield bytes as Buffer;
      } catch (error) {
        throw toStoreError(error, signal);
      }
    },
    list: async function* (prefix) {
      await ready();
      try {
        for await (const { name, properties } of container.listBlobsFlat({ prefix })) {
          yield { name, at: properties.lastModified };
        }
      } catch (error) {
        throw toStoreError(error);
      }
    },
    remove: async (name) => {
      await container
        .getBlobClient(name)
        .deleteIfExists({ deleteSnapshots: 'include' })
        .catch((error: unknown) => {
          throw toStoreError(error);
        });
    },
  };
};
