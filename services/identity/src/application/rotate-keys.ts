import type { OperatorActor } from '@nencho/auth';
import { isId, validationFailed, type Clock, type Violation } from '@nencho/kernel';
import type { KeyRotation, KeyRotationKind } from '../domain/key-rotation.js';
import { textViolations } from '../domain/names.js';
import { operatorActed } from './contract.js';
import { found } from './found.js';
import type { ChunkWork, Events, KeyRotationStore, Mutate, StartJob, TenantRoot, TenantStore } from './ports.js';

export const ROTATE_KEYS = 'rotate_keys';

export type RotateKeysCommand = {
  readonly idempotencyKey: string;
  readonly tenantId: string;
  readonly kind: KeyRotationKind | undefined;
  readonly reason: string;
  readonly ticket: string;
};

export type RotateKeysDeps = {
  readonly tenants: Pick<TenantStore, 'contract'>;
  readonly rotations: Pick<KeyRotationStore, 'begin'>;
  readonly mutate: Mutate;
  readonly startJob: StartJob;
  readonly events: Events;
  readonly clock: Clock;
  readonly newId: () => string;
};

const violationsOf = ({ tenantId, kind, reason, ticket }: RotateKeysCommand): readonly Violation[] => [
  ...(isId(tenantId) ? [] : [{ path: 'tenantId', rule: 'id_format' }]),
  ...(kind === undefined ? [{ path: 'kind', rule: 'required' }] : []),
  ...textViolations(reason, { path: 'reason', max: 200, required: true }),
  ...textViolations(ticket, { path: 'ticket', max: 60, required: false }),
];

/** Begins a rotation as a job, which waits for the key vault when that is away; the operator sees no customer data. */
export const rotateKeys =
  (deps: RotateKeysDeps) =>
  async (command: RotateKeysCommand, { sub }: Pick<OperatorActor, 'sub'>): Promise<string> => {
    const violations = violationsOf(command);
    const { idempotencyKey, tenantId, kind, reason, ticket } = command;
    if (violations.length > 0 || kind === undefined) throw validationFailed(violations);
    found('tenant', await deps.tenants.contract(tenantId));
    const content = { tenantId, kind, reason, ticket };
    const change = { tenantId, sub, method: 'RotateTenantKeys', key: idempotencyKey, content };
    const { ids } = await deps.mutate(change, async (session) => {
      const rotationId = deps.newId();
      await deps.rotations.begin(session, { id: rotationId, tenantId, kind, orderedAt: deps.clock.now() });
      const startedBy = { sub, grantsVersion: 0 };
      const params = { rotationId, rotation: kind };
      await deps.startJob(session, { kind: ROTATE_KEYS, tenantId, startedBy, params, total: 1 });
      await operatorActed(deps, session, { sub }, { tenantId, action: 'RotateTenantKeys', reason, ticket });
      return { ids: { rotationId }, version: 1 };
    });
    return String(ids['rotationId']);
  };

export const listKeyRotations =
  ({ rotations }: { readonly rotations: Pick<KeyRotationStore, 'list'> }) =>
  async (tenantId: string): Promise<readonly KeyRotation[]> =>
    isId(tenantId) ? rotations.list(tenantId) : [];

export type RotateKeysChunkDeps = {
  readonly tenants: Pick<TenantStore, 'root' | 'replaceRoot'>;
  /** The same root under a new version of the KEK; may be repeated. */
  readonly rewrapRoot: (root: TenantRoot) => Promise<TenantRoot>;
  readonly events: Events;
  readonly clock: Clock;
};

type Rewrapped = { readonly from: TenantRoot; readonly to: TenantRoot } | undefined;

const noRoot = { kekName: '', kekVersion: '', wrappedRoot: new Uint8Array() };

/**
 * The one step of the job: the root under the KEK's new version, when that is what is rotated, and the order to all
 * services, together. A job that is done again after a crash rotates nothing twice: the stored root says from where.
 */
export const rotateKeysChunk = ({ tenants, rewrapRoot, events, clock }: RotateKeysChunkDeps): ChunkWork<Rewrapped> => ({
  prepare: async ({ tenantId, params }) => {
    if (params['rotation'] !== 'kek') return undefined;
    const from = found('tenant', await tenants.root(tenantId));
    return { from, to: await rewrapRoot(from) };
  },
  chunk: async ({ tenantId, params }, _cursor, session, prepared) => {
    const rotationId = String(params['rotationId']);
    if (prepared !== undefined) await tenants.replaceRoot(session, tenantId, prepared.from, prepared.to);
    const { kekName, kekVersion, wrappedRoot } = prepared?.to ?? noRoot;
    await events.append(session, {
      type: 'KeyRotationOrdered',
      tenantId,
      aggregateId: rotationId,
      aggregateVersion: 1,
      payload: { rotationId, classKeys: prepared === undefined, kekName, kekVersion, wrappedRoot },
      occurredAt: clock.now(),
    });
    return { done: 1, errors: [] };
  },
});
