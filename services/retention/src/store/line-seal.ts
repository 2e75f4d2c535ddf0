import { AuditEntry } from '@nencho/contracts/audit/v1/audit';
import type { Sealer } from '@nencho/crypto';
import type { OpenLine } from '../application/ports.js';
import type { Link } from '../domain/chain.js';
import { tagOf } from './chain-store.js';

const name = 'retention.entry/1';

/** Opens the line of a link. */
export const openLine =
  (sealer: Pick<Sealer, 'open'>): OpenLine =>
  async ({ tenantId, eventId, sealed }) =>
    AuditEntry.decode(await sealer.open({ tenantId, name, documentId: eventId }, sealed));

/** Seals a line under a key of this service, with the blind indexes by which it can be found. */
export const sealLine = async (
  sealer: Pick<Sealer, 'seal' | 'mac'>,
  tenantId: string,
  entry: AuditEntry,
): Promise<Omit<Link, 'index' | 'hash'>> => {
  const terms = [
    { kind: 'type', value: entry.type } as const,
    ...(entry.actor === undefined || entry.actor.sub === ''
      ? []
      : [{ kind: 'actor', value: entry.actor.sub } as const]),
    ...entry.subjectIds.map((value) => ({ kind: 'subject', value }) as const),
  ];
  const tags = await Promise.all(terms.map(async (term) => tagOf(sealer, tenantId, term)));
  const sealed = await sealer.seal({ tenantId, name, documentId: entry.eventId }, AuditEntry.encode(entry).finish());
  return { tenantId, eventId: entry.eventId, at: new Date(entry.at), tags: [...new Set(tags)], sealed };
};
