import type { Clock } from '@nencho/kernel';
import type { Connection } from 'mongoose';
import type { KeyRotationStore } from '../application/ports.js';
import { keyHolders, type KeyRotation, type KeyRotationKind } from '../domain/key-rotation.js';
import { toMongo } from './session.js';

type Row = {
  _id: string;
  tenantId: string;
  kind: KeyRotationKind;
  orderedAt: Date;
  servicesDone: string[];
  finishedAt?: Date;
};

const toRotation = ({ _id, tenantId, kind, orderedAt, servicesDone, finishedAt }: Row): KeyRotation => ({
  ...{ id: _id, tenantId, kind, orderedAt, servicesDone },
  ...(finishedAt === undefined ? {} : { finishedAt }),
});

const MAX_LISTED = 50;

/** How far each rotation of a tenant's keys has come. */
export const keyRotationStore = (connection: Connection, clock: Clock): KeyRotationStore => {
  const rows = connection.collection<Row>('key_rotations');
  return {
    begin: async (session, { id, tenantId, kind, orderedAt }) => {
      await rows.insertOne({ _id: id, tenantId, kind, orderedAt, servicesDone: [] }, { session: toMongo(session) });
    },
    serviceDone: async (session, tenantId, id, service) => {
      const mongo = toMongo(session);
      await rows.updateOne({ _id: id, tenantId }, { $addToSet: { servicesDone: service } }, { session: mongo });
      await rows.updateOne(
        { _id: id, tenantId, servicesDone: { $all: [...keyHolders] }, finishedAt: { $exists: false } },
        { $set: { finishedAt: clock.now() } },
        { session: mongo },
      );
    },
    list: async (tenantId) =>
      (await rows.find({ tenantId }).sort({ orderedAt: -1 }).limit(MAX_LISTED).toArray()).map(toRotation),
  };
};
