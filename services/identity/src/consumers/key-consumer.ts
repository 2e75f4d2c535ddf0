import type { EventHandlers } from '@nencho/messaging';
import type { ClientSession } from 'mongoose';
import type { KeyRotationStore, Session } from '../application/ports.js';

/** The services' answers to a rotation of a tenant's keys. */
export const keyConsumer = ({
  rotations,
  sessionOf,
}: {
  readonly rotations: Pick<KeyRotationStore, 'serviceDone'>;
  readonly sessionOf: (session: ClientSession) => Session;
}) =>
  ({
    TenantKeysRotated: async ({ rotationId, service }, { tenantId }, session) =>
      rotations.serviceDone(sessionOf(session), tenantId, rotationId, service),
  }) satisfies EventHandlers;
