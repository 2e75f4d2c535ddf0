import { describe, expect, test } from '@jest/globals';
import { Role, ScopeKind } from '@nencho/contracts/identity/v1/identity';
import { companyId, departmentId, employeeId } from '@nencho/kernel';
import type { ResolvedActor } from './actor.js';
import { resolvedActorFromWire, resolvedActorToWire } from './resolved-actor-mapper.js';

const everything: ResolvedActor = {
  disabled: false,
  employeeId: employeeId('e1'),
  companyId: companyId('c1'),
  departmentIds: [departmentId('d1'), departmentId('d2')],
  grants: [
    { role: 'admin', scope: { kind: 'tenant' } },
    { role: 'hr', scope: { kind: 'company', companyId: 'c1' } },
    { role: 'hr', scope: { kind: 'department', departmentId: 'd1' } },
    { role: 'employee', scope: { kind: 'self' } },
  ],
  grantsVersion: 12,
};

describe('ResolveActor on the wire', () => {
  test('comes back as it went', () => {
    expect(resolvedActorFromWire(resolvedActorToWire(everything))).toEqual(everything);
    const nobody: ResolvedActor = { disabled: true, departmentIds: [], grants: [], grantsVersion: 0 };
    expect(resolvedActorFromWire(resolvedActorToWire(nobody))).toEqual(nobody);
  });

  test.each([
    { role: Role.UNRECOGNIZED, scopeKind: ScopeKind.SCOPE_KIND_TENANT, scopeId: '' },
    { role: Role.ROLE_UNSPECIFIED, scopeKind: ScopeKind.SCOPE_KIND_TENANT, scopeId: '' },
    { role: Role.ROLE_ADMIN, scopeKind: ScopeKind.UNRECOGNIZED, scopeId: '' },
    { role: Role.ROLE_ADMIN, scopeKind: ScopeKind.SCOPE_KIND_UNSPECIFIED, scopeId: '' },
    { role: Role.ROLE_HR, scopeKind: ScopeKind.SCOPE_KIND_COMPANY, scopeId: '' },
    { role: Role.ROLE_HR, scopeKind: ScopeKind.SCOPE_KIND_DEPARTMENT, scopeId: '' },
  ])('a grant of unknown meaning gives nothing: $role $scopeKind', (grant) => {
    expect(resolvedActorFromWire({ ...resolvedActorToWire(everything), grants: [grant] }).grants).toEqual([]);
  });
});
