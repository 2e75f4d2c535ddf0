import type * as identity from '@nencho/contracts/identity/v1/identity';
import type * as keys from '@nencho/contracts/identity/v1/identity_service';
import type * as retention from '@nencho/contracts/retention/v1/erasure';
import { plain, type NonPersonal } from '../http/non-personal.js';
import { mirror } from './answers.js';

/** What operators are told, field by field: nothing about a person has a place here. */
const { id, code, customerName, time, state, hash, count, flag, operatorsWords } = plain;

export const operatorPage = <S extends NonPersonal>(item: S) =>
  plain.object({ items: plain.list(item), nextCursor: plain.cursor() });

export const tenant = mirror<identity.Tenant>()(
  plain.object({
    ...{ id: id(), code: code(), displayName: customerName(), seats: count(), seatsUsed: count() },
    ...{ contractStart: time(), createdAt: time(), state: state(), contractEnd: time() },
  }),
);

export const tenantContract = mirror<identity.TenantContract>()(
  plain.object({
    ...{ tenantId: id(), tenantCode: code(), displayName: customerName(), state: state() },
    ...{ contractStart: time(), contractEnd: time() },
  }),
);

export const keyRotation = mirror<keys.KeyRotation>()(
  plain.object({
    ...{ rotationId: id(), kind: state(), orderedAt: time(), finishedAt: time() },
    ...{ servicesDone: plain.list(state()), services: count() },
  }),
);

export const deadline = mirror<retention.Deadline>()(plain.object({ date: time(), businessDay: count() }));

export const erasure = mirror<retention.Erasure>()(
  plain.object({
    ...{ erasureId: id(), tenantId: id(), tenantCode: code(), state: state(), endDate: time(), businessDay: count() },
    ...{ graceEnds: plain.optional(deadline), certificateDue: plain.optional(deadline) },
    ...{ limit: plain.optional(deadline), exportState: state(), waitingFor: state(), alarm: count() },
    ...{ dryRunState: state(), approvals: count(), contactRecorded: flag(), letterIssued: flag() },
    backupsGoneAt: time(),
  }),
);

const storeCount = mirror<retention.StoreCount>()(plain.object({ service: state(), store: state(), count: count() }));

const dryRun = mirror<retention.DryRun>()(
  plain.object({ hash: hash(), at: time(), expiresAt: time(), stores: plain.list(storeCount) }),
);

const approval = mirror<retention.Approval>()(
  plain.object({ operatorSub: id(), at: time(), expiresAt: time(), dryRunHash: hash(), valid: flag() }),
);

const serviceAnswer = mirror<retention.ServiceAnswer>()(
  plain.object({ service: state(), round: count(), answered: flag(), count: count() }),
);

export const oneErasure = plain.object({ erasure: plain.optional(erasure) });

export const wholeErasure = plain.object({
  erasure: plain.optional(erasure),
  dryRun: plain.optional(dryRun),
  approvals: plain.list(approval),
  answers: plain.list(serviceAnswer),
});

export const operatorAct = mirror<retention.OperatorAction>()(
  plain.object({
    ...{ at: time(), operatorSub: id(), action: state(), reason: operatorsWords(), ticket: operatorsWords() },
    tenantId: id(),
  }),
);
