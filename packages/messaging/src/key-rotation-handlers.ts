import type { Producer } from '@nencho/contracts/events';
import { isRotatedClass, type KeyClass, type Sealer, type WrappedClassKey } from '@nencho/crypto';
import type { Clock } from '@nencho/kernel';
import { keyRotationStore, type ClassKeyGeneration } from '@nencho/mongo';
import type { Connection } from 'mongoose';
import type { EventHandlers } from './handlers.js';
import { outboxWriter } from './outbox.js';

export type KeyRotationParticipant = {
  readonly connection: Connection;
  readonly service: Producer;
  readonly clock: Clock;
  readonly sealer: Pick<Sealer, 'newClassKey' | 'dropTenant'>;
};

type Order = {
  readonly rotationId: string;
  readonly classKeys: boolean;
  readonly kekName: string;
  readonly kekVersion: string;
  readonly wrappedRoot: Uint8Array;
};
type Next = { readonly place: ClassKeyGeneration; readonly key: WrappedClassKey };
type Prepared = { readonly order: Order; readonly next: readonly Next[] };

/** A key for each class that has one; a class that is used for the first time later begins with a new one anyway. */
const nextKeys = async ({ connection, sealer }: KeyRotationParticipant, tenantId: string): Promise<readonly Next[]> => {
  const classes = (await keyRotationStore(connection).newest(tenantId)).filter(({ keyClass }) =>
    isRotatedClass(keyClass),
  );
  return Promise.all(
    classes.map(async ({ keyClass, generation }) => ({
      place: { keyClass, generation: generation + 1 },
      key: await sealer.newClassKey(tenantId, keyClass as KeyClass),
    })),
  );
};

/**
 * What each service does when a tenant's keys are rotated: keeps the root as it is wrapped now, or adds new class keys,
 * and says so with the inbox row, once. Other processes go on sealing with the key that they hold opened, for 60 s at
 * most; every key stays for what it sealed.
 */
export const keyRotationHandlers = (participant: KeyRotationParticipant) =>
  ({
    KeyRotationOrdered: {
      prepare: async (order: Order, { tenantId }): Promise<Prepared> => ({
        order,
        next: order.classKeys ? await nextKeys(participant, tenantId) : [],
      }),
      apply: async (prepared, { tenantId }, session) => {
        const { order, next } = prepared as Prepared;
        const { connection, service, clock, sealer } = participant;
        const store = keyRotationStore(connection);
        for (const { place, key } of next) await store.add(session, tenantId, place, key);
        if (!order.classKeys) await store.replaceRoot(session, tenantId, order);
        await outboxWriter(connection).append(session, {
          type: 'TenantKeysRotated',
          tenantId,
          aggregateId: order.rotationId,
          aggregateVersion: 2, // after the order, which identity publishes itself
          payload: { rotationId: order.rotationId, service, classKeys: next.length },
          occurredAt: clock.now(),
        });
        sealer.dropTenant(tenantId);
      },
    },
  }) satisfies EventHandlers;
