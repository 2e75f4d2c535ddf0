import { validationFailed } from '@nencho/kernel';
import type { ClientSession, Connection } from 'mongoose';

/** What a mutation answered, as far as it may lie in clear: ids and a version. */
export type MutationResult = { readonly ids: Readonly<Record<string, string>>; readonly version?: number };

export type IdempotencyScope = {
  readonly tenantId: string;
  /** Subject of the caller: two people may use the same key. */
  readonly actor: string;
  readonly method: string;
  readonly key: string;
  /** HMAC of the request under the tenant's `index` key: a plain hash of a small fact could be guessed. */
  readonly fingerprint: string;
  readonly session: ClientSession;
};

type IdempotencyRow = {
  _id: string;
  tenantId: string;
  fingerprint: string;
  result?: { ids: Record<string, string>; version?: number };
  expiresAt: Date;
};

const KEPT_MS = 48 * 3_600_000;

/**
 * Runs a mutation once per key within the transaction of its change. A repeat gets the stored result; the same key with
 * another request is refused. The row is written before `run`, so that of two at the same time one waits and repeats.
 */
export const idempotent = async (
  connection: Connection,
  { tenantId, actor, method, key, fingerprint, session }: IdempotencyScope,
  run: () => Promise<MutationResult>,
): Promise<MutationResult & { readonly repeated: boolean }> => {
  const rows = connection.collection<IdempotencyRow>('idempotency');
  const _id = JSON.stringify([tenantId, actor, method, key]);
  const known = await rows.findOne({ _id }, { session });
  if (known !== null) {
    if (known.fingerprint !== fingerprint || known.result === undefined) {
      throw validationFailed([{ path: 'idempotencyKey', rule: 'idempotency_key_reused' }]);
    }
    return { ...known.result, repeated: true };
  }
  // Wall-clock time: the server's TTL monitor does not follow an injected clock.
  await rows.insertOne({ _id, tenantId, fingerprint, expiresAt: new Date(Date.now() + KEPT_MS) }, { session });
  const { ids, version } = await run();
  const result = { ids: { ...ids }, ...(version === undefined ? {} : { version }) };
  await rows.updateOne({ _id }, { $set: { result } }, { session });
  return { ...result, repeated: false };
};
