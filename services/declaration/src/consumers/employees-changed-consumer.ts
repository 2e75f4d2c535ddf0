import type { PreparedHandler } from '@nencho/messaging';
import type { Directory } from '../application/ports.js';
import type { ScopeRow } from '../domain/place.js';
import { createStores, type StoresDeps } from '../store/stores.js';

/**
 * EmployeesChanged → scope rows. The state is fetched by id before the transaction, so that events that arrive twice,
 * late or out of order end in the same rows; an older version never replaces a newer one.
 */
export const employeesChangedConsumer = (
  directory: Pick<Directory, 'places'>,
  stores: StoresDeps,
): PreparedHandler<'EmployeesChanged', readonly ScopeRow[]> => ({
  prepare: async ({ employeeIds }, { tenantId }) =>
    employeeIds.length === 0 ? [] : directory.places(tenantId, employeeIds),
  apply: async (rows, { tenantId }, session) => {
    await createStores(stores, session).scopeRows.applyNewer(tenantId, rows);
  },
});
