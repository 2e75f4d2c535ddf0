import type { EventHandlers } from '@nencho/messaging';
import type { KeyRotationStore } from '../application/ports.js';
import { fromMongo } from '../store/session.js';

/** The services' answers to a rotation of a tenant's keys. */
export const keyConsumer = ({ rotations }: { readonly rotations: Pick<KeyRotationStore, 'serviceDone'> }) =>
  ({
    TenantKeysRotated: async ({ rotationId, service }, { tenantId }, session) =>
      rotations.serviceDone(fromMongo(session), tenantId, rotationId, service),
  }) satisfies EventHandlers;
