import type { ScopeFilter } from '@nencho/auth';
import type { DeclarationRow, Filter } from './rows.js';

/** The part of a scope that the database filters by; a scope of nobody matches nothing. */
export const scopeQuery = (scope: ScopeFilter): Filter<DeclarationRow> =>
  scope.all
    ? {}
    : {
        $or: [
          { companyId: { $in: [...scope.companyIds] } },
          { departmentPath: { $in: [...scope.departmentIds] } },
          { employeeId: { $in: [...scope.employeeIds] } },
        ],
      };
