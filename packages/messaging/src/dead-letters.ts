import type { Sealer, SealedName } from '@nencho/crypto';
import { isAppError } from '@nencho/kernel';
import type { Connection } from 'mongoose';
import { claimedTenant, type Refusal } from './envelope.js';
import { producerOf, signatureHeaders } from './event-signature.js';
import type { RawMessage } from './incoming.js';
import { deadLetterRows, expiresInDays, type DeadLetterRow, type Position } from './message-rows.js';
import { keepsOfErased } from './tombstone-guard.js';

export type DeadLetterName = Extract<SealedName, `${string}.dead_letter/1`>;

export type DeadLetterDeps = {
  readonly connection: Connection;
  readonly group: string;
  readonly sealer: Pick<Sealer, 'seal' | 'openForeign' | 'wrappedClassKey'>;
  readonly deadLetterName: DeadLetterName;
};

/** A message with what is believed of it: `tenantId` only when a service vouched for it. */
export type DeadLetter = RawMessage &
  Omit<Refusal, 'reason'> & {
    /** A word: a refusal, or the code of the error that the handler threw five times. */
    readonly reason: string;
  };

type Content = Pick<
  DeadLetterRow,
  'tenantId' | 'producer' | 'sealed' | 'keyId' | 'wrappedKey' | 'envelope' | 'headers'
>;

const KEPT_DAYS = 90;

export const positionId = (group: string, { topic, partition, offset }: Position): string =>
  `${group}/${topic}/${partition}/${offset}`;

/** The body sealed for its tenant; nothing when its key is gone. */
const sealBody = async (
  { sealer, deadLetterName }: DeadLetterDeps,
  documentId: string,
  tenantId: string,
  value: Buffer | null,
): Promise<Content> => {
  if (value === null) return {};
  try {
    const sealed = await sealer.seal({ tenantId, name: deadLetterName, documentId }, value);
    const { keyId, wrapped } = await sealer.wrappedClassKey(tenantId, 'messages');
    return { sealed, keyId, wrappedKey: Buffer.from(wrapped) };
  } catch (error) {
    // A key vault that is down comes back: the caller tries again. Everything else (no such tenant, erased) does not.
    if (isAppError(error) && (error.code === 'unavailable' || error.code === 'timeout')) throw error;
    return {};
  }
};

/**
 * What nobody vouched for stays as it lay in Kafka (ids only, or sealed by its producer), so that it can be tried again
 * when the key has come that it is signed with. Kept under the tenant that it names, whose erasure takes it along: what
 * names none, or one that is erased, is not kept.
 */
const keepUnvouched = async (
  { connection }: DeadLetterDeps,
  { topic, value, headers }: DeadLetter,
): Promise<Content> => {
  const tenantId = value === null ? undefined : claimedTenant(value);
  if (value === null || tenantId === undefined) return {};
  if (!(await keepsOfErased(connection, topic, tenantId))) return {};
  return { tenantId, envelope: value, headers: signatureHeaders(headers) };
};

const contentOf = async (deps: DeadLetterDeps, documentId: string, letter: DeadLetter): Promise<Content> => {
  const { tenantId, value, headers } = letter;
  if (tenantId === undefined) return keepUnvouched(deps, letter);
  return { tenantId, producer: producerOf(headers), ...(await sealBody(deps, documentId, tenantId, value)) };
};

/** Puts a message aside with its reason. A second time for the same position changes nothing. */
export const putAside = async (deps: DeadLetterDeps, letter: DeadLetter): Promise<void> => {
  const { topic, partition, offset, reason, eventId, type, key } = letter;
  const _id = positionId(deps.group, letter);
  const row = {
    group: deps.group,
    topic,
    partition,
    offset,
    reason,
    ...(key === null ? {} : { key: key.toString('utf8') }),
    ...(eventId === undefined ? {} : { eventId }),
    ...(type === undefined ? {} : { type }),
    ...(await contentOf(deps, _id, letter)),
    at: new Date(),
    expiresAt: expiresInDays(KEPT_DAYS),
  };
  await deadLetterRows(deps.connection).updateOne({ _id }, { $setOnInsert: row }, { upsert: true });
};
