import type { PreparedHandler } from '@nencho/messaging';
import type { ClientSession } from 'mongoose';
import type { Directory, ScopeRowStore } from '../application/ports.js';
import type { ScopeRow } from '../domain/place.js';

/**
 * EmployeesChanged → scope rows. The state is fetched by id before the transaction, so that events that arrive twice,
 * late or out of order end in the same rows; an older version never replaces a newer one.
 */
export const employeesChangedConsumer = (
  directory: Pick<Directory, 'places'>,
  scopeRowsWithin: (session: ClientSession) => Pick<ScopeRowStore, 'applyNewer'>,
): PreparedHandler<'EmployeesChanged', readonly ScopeRow[]> => ({
  prepare: async ({ employeeIds }, { tenantId }) =>
    employeeIds.length === 0 ? [] : directory.places(tenantId, employeeIds),
  apply: async (rows, { tenantId }, session) => {
    await scopeRowsWithin(session).applyNewer(tenantId, rows);
  },
});
