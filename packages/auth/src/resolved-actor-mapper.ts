import { Role as WireRole, ScopeKind, type ResolvedGrant as WireGrant } from '@nencho/contracts/identity/v1/identity';
import type { ResolveActorResponse } from '@nencho/contracts/identity/v1/identity_service';
import { companyId, departmentId, employeeId } from '@nencho/kernel';
import type { ResolvedActor, ResolvedGrant, Scope } from './actor.js';
import type { Role } from './permissions.js';

const roleOf = (role: WireRole): Role | undefined => {
  switch (role) {
    case WireRole.ROLE_ADMIN:
      return 'admin';
    case WireRole.ROLE_HR:
      return 'hr';
    case WireRole.ROLE_EMPLOYEE:
      return 'employee';
    case WireRole.ROLE_UNSPECIFIED:
    case WireRole.UNRECOGNIZED:
      return undefined;
  }
};

const scopeOf = ({ scopeKind, scopeId }: WireGrant): Scope | undefined => {
  switch (scopeKind) {
    case ScopeKind.SCOPE_KIND_TENANT:
      return { kind: 'tenant' };
    case ScopeKind.SCOPE_KIND_COMPANY:
      return scopeId === '' ? undefined : { kind: 'company', companyId: scopeId };
    case ScopeKind.SCOPE_KIND_DEPARTMENT:
      return scopeId === '' ? undefined : { kind: 'department', departmentId: scopeId };
    case ScopeKind.SCOPE_KIND_SELF:
      return { kind: 'self' };
    case ScopeKind.SCOPE_KIND_UNSPECIFIED:
    case ScopeKind.UNRECOGNIZED:
      return undefined;
  }
};

/** A role or scope that this version does not know gives nothing. */
const grantOf = (wire: WireGrant): readonly ResolvedGrant[] => {
  const role = roleOf(wire.role);
  const scope = scopeOf(wire);
  return role === undefined || scope === undefined ? [] : [{ role, scope }];
};

const wireRoles = { admin: WireRole.ROLE_ADMIN, hr: WireRole.ROLE_HR, employee: WireRole.ROLE_EMPLOYEE } as const;

const grantToWire = ({ role, scope }: ResolvedGrant): WireGrant => {
  const wireRole = wireRoles[role];
  switch (scope.kind) {
    case 'tenant':
      return { role: wireRole, scopeKind: ScopeKind.SCOPE_KIND_TENANT, scopeId: '' };
    case 'company':
      return { role: wireRole, scopeKind: ScopeKind.SCOPE_KIND_COMPANY, scopeId: scope.companyId };
    case 'department':
      return { role: wireRole, scopeKind: ScopeKind.SCOPE_KIND_DEPARTMENT, scopeId: scope.departmentId };
    case 'self':
      return { role: wireRole, scopeKind: ScopeKind.SCOPE_KIND_SELF, scopeId: '' };
  }
};

export const resolvedActorFromWire = (wire: ResolveActorResponse): ResolvedActor => ({
  disabled: wire.disabled,
  ...(wire.employeeId === '' ? {} : { employeeId: employeeId(wire.employeeId) }),
  ...(wire.companyId === '' ? {} : { companyId: companyId(wire.companyId) }),
  departmentIds: wire.departmentIds.map(departmentId),
  grants: wire.grants.flatMap(grantOf),
  grantsVersion: wire.grantsVersion,
});

export const resolvedActorToWire = (actor: ResolvedActor): ResolveActorResponse => ({
  disabled: actor.disabled,
  employeeId: actor.employeeId ?? '',
  companyId: actor.companyId ?? '',
  departmentIds: [...actor.departmentIds],
  grants: actor.grants.map(grantToWire),
  grantsVersion: actor.grantsVersion,
});
