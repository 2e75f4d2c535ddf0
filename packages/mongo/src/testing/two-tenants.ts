import { newId } from '@nencho/kernel';
import type { Connection } from 'mongoose';
import { collectionStores, copyInventory, type ErasableStore } from '../index.js';

type Row = Record<string, unknown> & { _id: string };

/** More rows than one batch, so that an erasure takes several. */
export const JOBS = 1_200;

/** What the shared collections of this package hold of a tenant after real use. */
export const fillTenant = async (connection: Connection, tenantId: string): Promise<void> => {
  const put = async (name: string, rows: readonly Row[]) => connection.collection<Row>(name).insertMany([...rows]);
  const jobs = Array.from({ length: JOBS }, (_, index) => ({ _id: newId(), tenantId, kind: 'k', open: false, index }));
  await put('jobs', jobs);
  await put(
    'leases',
    jobs.slice(0, 3).map(({ _id }) => ({ _id: `job/${_id}`, holder: 'h' })),
  );
  await put('job_errors', [{ _id: newId(), tenantId, jobId: 'j', seq: tenantId, sealed: Buffer.from('x') }]);
  await put('idempotency', [{ _id: JSON.stringify([tenantId, 'a', 'm', 'k']), tenantId }]);
  await put('rate_limits', [{ _id: JSON.stringify([tenantId, 'a', 'b']), tenantId, hits: [] }]);
  await put('class_keys', [{ _id: newId(), tenantId, keyClass: 'audit', wrapped: Buffer.from('w') }]);
  await put('tenant_roots', [{ _id: tenantId, kekName: `tenant-${tenantId}` }]);
  await put('outbox', [
    { _id: newId(), tenantId, topic: 'nencho.identity.v1' },
    // The answer to an erasure is not of the tenant's things.
    { _id: newId(), tenantId, topic: 'nencho.erasure.v1' },
  ]);
};

/** What `fillTenant` makes an erasure find. */
export const expectedCounts: Readonly<Record<string, number>> = {
  idempotency: 1,
  rate_limits: 1,
  class_keys: 1,
  tenant_roots: 1,
  jobs: JOBS,
  job_errors: 1,
  outbox: 1,
  dead_letters: 0,
  parked_events: 0,
};

/** The collections that every service has. */
export const sharedStores = (connection: Connection): readonly ErasableStore[] =>
  collectionStores(
    connection,
    copyInventory.filter(({ owner }) => owner === 'every'),
  );
