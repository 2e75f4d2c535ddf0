import { AuditEntry } from '@nencho/contracts/audit/v1/audit';
import type { AuditEventType } from '@nencho/contracts/audit-events';
import type { Sealer } from '@nencho/crypto';
import { formatInstant, newId } from '@nencho/kernel';
import type { ClientSession } from 'mongoose';
import type { OutboxWriter } from './outbox.js';

export type AuditActorInput =
  | { readonly kind: 'user'; readonly sub: string; readonly employeeId?: string }
  | { readonly kind: 'job'; readonly sub: string; readonly jobId: string }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'operator'; readonly sub: string };

export type AuditInput = {
  readonly tenantId: string;
  readonly type: AuditEventType;
  readonly actor: AuditActorInput;
  /** What was acted on: `employee`, `declaration`, `campaign` … */
  readonly subjectKind: string;
  /** At most 500; a bulk act writes one entry for each 500. */
  readonly subjectIds: readonly string[];
  readonly outcome: 'success' | 'denied' | 'failed';
  readonly at: Date;
  /** Names of fields, never their values. */
  readonly changedFields?: readonly string[];
  /** Figures without personal data. */
  readonly params?: Readonly<Record<string, string>>;
};

export type AuditWriter = {
  /** Adds one line to the tenant's audit trail, in the transaction of the act. */
  readonly append: (session: ClientSession, input: AuditInput) => Promise<void>;
};

const MAX_SUBJECTS = 500;

const toEntry = (eventId: string, input: AuditInput): AuditEntry => {
  const { actor } = input;
  return {
    eventId,
    type: input.type,
    actor: {
      kind: actor.kind,
      sub: 'sub' in actor ? actor.sub : '',
      employeeId: actor.kind === 'user' ? (actor.employeeId ?? '') : '',
      jobId: actor.kind === 'job' ? actor.jobId : '',
      service: actor.kind === 'service' ? actor.service : '',
    },
    subjectKind: input.subjectKind,
    subjectIds: [...input.subjectIds],
    outcome: input.outcome,
    at: formatInstant(input.at),
    changedFields: [...(input.changedFields ?? [])],
    params: { ...input.params },
  };
};

export type AuditWriterDeps = {
  readonly outbox: OutboxWriter;
  readonly sealer: Pick<Sealer, 'seal' | 'wrappedClassKey'>;
};

/** Seals each entry for the retention service, which opens it with the wrapped key that goes along. */
export const auditWriter = ({ outbox, sealer }: AuditWriterDeps): AuditWriter => ({
  append: async (session, input) => {
    const { tenantId } = input;
    if (input.subjectIds.length > MAX_SUBJECTS) throw new RangeError(`more than ${MAX_SUBJECTS} subjects in one entry`);
    const eventId = newId();
    const entry = AuditEntry.encode(toEntry(eventId, input)).finish();
    const sealed = await sealer.seal({ tenantId, name: 'audit.entry/1', documentId: eventId }, entry);
    const { keyId, wrapped } = await sealer.wrappedClassKey(tenantId, 'audit');
    await outbox.append(session, {
      type: 'SealedAuditEntry',
      tenantId,
      aggregateId: tenantId,
      // The trail of a tenant has no version in its writers: the chain gives each entry its number.
      aggregateVersion: 0,
      payload: { sealed, keyId, wrappedKey: Buffer.from(wrapped) },
      occurredAt: input.at,
      eventId,
    });
  },
});
