import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, toAppError } from '@nencho/kernel';
import { fromDatabaseError, holdLease } from '@nencho/mongo';
import { withoutTracing } from '@nencho/telemetry';
import type { Connection } from 'mongoose';
import type { DeliveryDeps } from './delivery.js';
import { applyOnce } from './effect.js';
import { readEnvelope, type ReceivedEvent, type Refusal } from './envelope.js';
import { readSigned } from './event-signature.js';
import { handlerOf } from './handlers.js';
import { deadLetterRows, type DeadLetterRow } from './message-rows.js';

const LEASE_MS = 10_000;
const POLL_MS = 2_000;
const ROUND = 50;

/** Asks the service's consumers to try its dead letters again, all or those of one reason; answers with how many. */
export const requestRedrive = async (connection: Connection, reason?: string): Promise<number> => {
  const withContent = [{ sealed: { $exists: true } }, { envelope: { $exists: true } }];
  const chosen = { $or: withContent, ...(reason === undefined ? {} : { reason }) };
  return (await deadLetterRows(connection).updateMany(chosen, { $set: { redrive: true } })).matchedCount;
};

const openSealed = async (
  { sealer, deadLetterName }: DeliveryDeps,
  { _id, tenantId = '', sealed = Buffer.alloc(0), keyId = '', wrappedKey = Buffer.alloc(0) }: DeadLetterRow,
): Promise<Buffer> =>
  sealer.openForeign(tenantId, keyId, wrappedKey, { tenantId, name: deadLetterName, documentId: _id }, sealed);

/** By the keys and the rules of today: what was vouched for is held to who did, the rest is verified again. */
const readLetter = async (deps: DeliveryDeps, row: DeadLetterRow): Promise<ReceivedEvent | Refusal> => {
  const { topic, envelope, headers = {}, producer = '' } = row;
  const key = row.key === undefined ? null : Buffer.from(row.key, 'utf8');
  if (envelope !== undefined) return readSigned(deps.verifier, { topic, key, value: envelope, headers });
  return readEnvelope(topic, { key, value: await openSealed(deps, row) }, producer);
};

/** Applies one dead letter by the handlers of this version; its inbox row keeps a second redrive from doing it again. */
const applyLetter = async (deps: DeliveryDeps, row: DeadLetterRow): Promise<void> => {
  const event = await readLetter(deps, row);
  const handler = 'reason' in event ? undefined : handlerOf(deps.handlers, event.meta.type);
  if ('reason' in event || handler === undefined) throw new AppError('illegal_state', 'still not to be handled');
  await applyOnce(deps.connection, deps.group, [{ handler, events: [event] }]);
};

/** Twice: when Kafka brings the same message at the same moment the first try conflicts, and the second finds it known. */
const tryLetter = async (deps: DeliveryDeps, row: DeadLetterRow): Promise<void> =>
  applyLetter(deps, row).catch(async () => applyLetter(deps, row));

/** False when a dependency is down and the letter keeps waiting. */
const redriveOne = async (deps: DeliveryDeps, row: DeadLetterRow): Promise<boolean> => {
  const { topic, partition, offset } = row;
  try {
    await tryLetter(deps, row);
    await deadLetterRows(deps.connection).deleteOne({ _id: row._id });
    deps.logger.info('dead_letter_redriven', { topic, partition, offset });
    return true;
  } catch (thrown) {
    const { code, cause } = toAppError(fromDatabaseError(thrown));
    deps.logger.warn('redrive_failed', { topic, partition, offset, code, err: cause });
    if (code === 'unavailable' || code === 'timeout') return false;
    await deadLetterRows(deps.connection).updateOne({ _id: row._id }, { $unset: { redrive: '' } });
    return true;
  }
};

/** Tries dead letters again that somebody asked for, one at a time and in one process at a time. */
export const redrive = async (deps: DeliveryDeps, signal: AbortSignal): Promise<void> =>
  holdLease({
    connection: deps.connection,
    name: `redrive/${deps.group}`,
    ttlMs: LEASE_MS,
    logger: deps.logger,
    signal,
    work: async (held) => {
      const over = (): boolean => held.aborted;
      while (!over()) {
        const asked = await withoutTracing(async () =>
          deadLetterRows(deps.connection)
            .find({ group: deps.group, redrive: true })
            .sort({ at: 1 })
            .limit(ROUND)
            .toArray(),
        );
        for (const row of asked) {
          if (over() || !(await redriveOne(deps, row))) break;
        }
        await sleep(POLL_MS, undefined, { signal: held }).catch(() => undefined);
      }
    },
  });
