import type { Role, Scope } from '../domain/grants.js';
import { validationFailed } from '@nencho/kernel';
import { Role as WireRole, ScopeKind } from '@nencho/contracts/identity/v1/identity';

export const roleToWire: Readonly<Record<Role, WireRole>> = {
  admin: WireRole.ROLE_ADMIN,
  hr: WireRole.ROLE_HR,
  employee: WireRole.ROLE_EMPLOYEE,
};

export const roleFromWire = (role: WireRole): Role => {
  switch (role) {
    case WireRole.ROLE_ADMIN:
      return 'admin';
    case WireRole.ROLE_HR:
      return 'hr';
    case WireRole.ROLE_EMPLOYEE:
      return 'employee';
    case WireRole.ROLE_UNSPECIFIED:
    case WireRole.UNRECOGNIZED:
      throw validationFailed([{ path: 'role', rule: 'unknown_role' }]);
  }
};

export const scopeToWire = (scope: Scope): { readonly scopeKind: ScopeKind; readonly scopeId: string } => {
  switch (scope.kind) {
    case 'tenant':
      return { scopeKind: ScopeKind.SCOPE_KIND_TENANT, scopeId: '' };
    case 'company':
      return { scopeKind: ScopeKind.SCOPE_KIND_COMPANY, scopeId: scope.companyId };
    case 'department':
      return { scopeKind: ScopeKind.SCOPE_KIND_DEPARTMENT, scopeId: scope.departmentId };
    case 'self':
      return { scopeKind: ScopeKind.SCOPE_KIND_SELF, scopeId: '' };
  }
};

export const scopeFromWire = (kind: ScopeKind, id: string): Scope => {
  switch (kind) {
    case ScopeKind.SCOPE_KIND_TENANT:
      return { kind: 'tenant' };
    case ScopeKind.SCOPE_KIND_COMPANY:
      return { kind: 'company', companyId: id };
    case ScopeKind.SCOPE_KIND_DEPARTMENT:
      return { kind: 'department', departmentId: id };
    case ScopeKind.SCOPE_KIND_SELF:
      return { kind: 'self' };
    case ScopeKind.SCOPE_KIND_UNSPECIFIED:
    case ScopeKind.UNRECOGNIZED:
      throw validationFailed([{ path: 'scopeKind', rule: 'unknown_scope' }]);
  }
};
