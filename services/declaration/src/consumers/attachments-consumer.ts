import type { PlainHandler } from '@nencho/messaging';
import type { ClientSession } from 'mongoose';
import type { AttachmentStore } from '../application/ports.js';

type Within = (session: ClientSession) => Pick<AttachmentStore, 'applyNewer'>;

/** AttachmentReady, AttachmentRemoved → what a declaration knows to be attached; an older version changes nothing. */
export const attachmentsConsumer =
  (attachmentsWithin: Within, isThere: boolean): PlainHandler<'AttachmentReady' | 'AttachmentRemoved'> =>
  async ({ declarationId }, { tenantId, aggregateId, aggregateVersion }, session) =>
    attachmentsWithin(session).applyNewer({
      ...{ id: aggregateId, tenantId, declarationId, isThere, version: aggregateVersion },
    });
