import type { Collection, Connection } from 'mongoose';
import type { DeliveryKind, DeliveryState } from '../domain/delivery.js';

/** Ids, states and times only; address, link and text are never stored. */
export type DeliveryRow = {
  _id: string;
  tenantId: string;
  kind: DeliveryKind;
  subjectId: string;
  issue: string;
  campaignId: string;
  state: DeliveryState;
  /** True until the end: what claiming selects by. */
  open: boolean;
  attempts: number;
  queuedAt: Date;
  /** By the database's clock: nobody may take it before. */
  dueAt: Date;
  holder?: string;
  settledAt?: Date;
};

export const deliveryRows = (connection: Connection): Collection<DeliveryRow> =>
  connection.collection<DeliveryRow>('deliveries');
