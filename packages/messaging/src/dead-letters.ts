import type { Sealer, SealedName } from '@nencho/crypto';
import { isAppError } from '@nencho/kernel';
import type { Connection } from 'mongoose';
import type { Refusal } from './envelope.js';
import { deadLetterRows, expiresInDays, type Position } from './message-rows.js';

export type DeadLetterName = Extract<SealedName, `${string}.dead_letter/1`>;

export type DeadLetterDeps = {
  readonly connection: Connection;
  readonly group: string;
  readonly sealer: Pick<Sealer, 'seal' | 'openForeign' | 'wrappedClassKey'>;
  readonly deadLetterName: DeadLetterName;
};

export type DeadLetter = Position &
  Omit<Refusal, 'reason'> & {
    /** A word: a refusal, or the code of the error that the handler threw five times. */
    readonly reason: string;
    /** Who vouched for it, where anything of it is believed. */
    readonly producer: string;
    readonly value: Buffer | null;
  };

const KEPT_DAYS = 90;

export const positionId = (group: string, { topic, partition, offset }: Position): string =>
  `${group}/${topic}/${partition}/${offset}`;

/** The body sealed for its tenant; nothing when the tenant is unknown or its key is gone. */
const sealBody = async (
  { sealer, deadLetterName }: DeadLetterDeps,
  documentId: string,
  { tenantId, value }: DeadLetter,
) => {
  if (tenantId === undefined || value === null) return {};
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

/** Puts a message aside with its reason. A second time for the same position changes nothing. */
export const putAside = async (deps: DeadLetterDeps, letter: DeadLetter): Promise<void> => {
  const { topic, partition, offset, reason, eventId, type, tenantId, producer } = letter;
  const _id = positionId(deps.group, letter);
  const body = await sealBody(deps, _id, letter);
  const row = {
    group: deps.group,
    topic,
    partition,
    offset,
    reason,
    ...(eventId === undefined ? {} : { eventId }),
    ...(type === undefined ? {} : { type }),
    ...(tenantId === undefined ? {} : { tenantId, producer }),
    ...body,
    at: new Date(),
    expiresAt: expiresInDays(KEPT_DAYS),
  };
  await deadLetterRows(deps.connection).updateOne({ _id }, { $setOnInsert: row }, { upsert: true });
};
