import type { ScopeFilter } from '@nencho/auth';

/** The part of a query that keeps a list within the caller's scope. Nothing matches an empty scope. */
export const withinScope = (scope: ScopeFilter): Record<string, unknown> =>
  scope.all
    ? {}
    : {
        $or: [
          { companyId: { $in: [...scope.companyIds] } },
          { departmentPath: { $in: [...scope.departmentIds] } },
          { _id: { $in: [...scope.employeeIds] } },
        ],
      };
