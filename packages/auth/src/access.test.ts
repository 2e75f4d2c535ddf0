import { describe, expect, test } from '@jest/globals';
import { companyId, employeeId, tenantId } from '@nencho/kernel';
import fc from 'fast-check';
import {
  can,
  permissionsOf,
  requirePermission,
  requireUser,
  scopeFilter,
  type Place,
  type ScopeFilter,
} from './access.js';
import type { Actor, ResolvedGrant, Scope, UserActor } from './actor.js';
import { rolePermissions, type Permission, type Role } from './permissions.js';

const userWith = (grants: readonly ResolvedGrant[], self?: string): UserActor => ({
  kind: 'user',
  tenantId: tenantId('tenant'),
  sub: 'sub',
  ...(self === undefined ? {} : { employeeId: employeeId(self), companyId: companyId('c1') }),
  departmentIds: [],
  grants,
  grantsVersion: 1,
  credential: { kind: 'token', token: 't', amr: [] },
});

const hr = (scope: Scope): UserActor => userWith([{ role: 'hr', scope }]);
const place = (employee: string, company: string, ...path: string[]) => ({
  employeeId: employee,
  companyId: company,
  departmentPath: path,
});
const inSales = place('e1', 'c1', 'head', 'sales', 'tokyo');
const company = { companyId: 'c1' };

describe('can: permission × scope', () => {
  test.each<[string, Scope, Place, boolean]>([
    ['a tenant grant reaches an employee', { kind: 'tenant' }, inSales, true],
    ['a tenant grant reaches a thing of the tenant', { kind: 'tenant' }, 'tenant', true],
    ['a company grant reaches its employee', { kind: 'company', companyId: 'c1' }, inSales, true],
    ['a company grant reaches the company itself', { kind: 'company', companyId: 'c1' }, company, true],
    ['a company grant does not reach another company', { kind: 'company', companyId: 'c2' }, inSales, false],
    ['a company grant does not reach a thing of the tenant', { kind: 'company', companyId: 'c1' }, 'tenant', false],
    ['a department grant reaches the department', { kind: 'department', departmentId: 'tokyo' }, inSales, true],
    ['a department grant reaches what is under it', { kind: 'department', departmentId: 'head' }, inSales, true],
    ['a department grant reaches no sibling', { kind: 'department', departmentId: 'osaka' }, inSales, false],
    ['a department grant does not reach the company', { kind: 'department', departmentId: 'head' }, company, false],
    ['a department grant counts anywhere', { kind: 'department', departmentId: 'head' }, 'anywhere', true],
    ['a self grant reaches nobody else', { kind: 'self' }, inSales, false],
    ['an empty place is reached by no company', { kind: 'company', companyId: 'c1' }, {}, false],
  ])('%s', (_situation, scope, where, expected) => {
    expect(can(hr(scope), 'declaration.read', where)).toBe(expected);
  });

  test('a role gives its own permissions only', () => {
    expect(can(hr({ kind: 'tenant' }), 'grant.manage', 'anywhere')).toBe(false);
    expect(can(hr({ kind: 'tenant' }), 'declaration.own', 'anywhere')).toBe(false);
  });

  test('an own permission reaches oneself alone, even from a grant for the whole tenant', () => {
    const employee = userWith([{ role: 'employee', scope: { kind: 'tenant' } }], 'e1');
    expect(can(employee, 'declaration.own', inSales)).toBe(true);
    expect(can(employee, 'declaration.own', place('e2', 'c1', 'head', 'sales', 'tokyo'))).toBe(false);
    expect(can(employee, 'declaration.own', 'tenant')).toBe(false);
  });

  test('somebody who is no employee is not the self of a thing without a person', () => {
    expect(can(userWith([{ role: 'employee', scope: { kind: 'self' } }]), 'declaration.own', company)).toBe(false);
  });

  test('any of several permissions suffices', () => {
    const employee = userWith([{ role: 'employee', scope: { kind: 'self' } }], 'e1');
    expect(can(employee, ['result.read', 'result.own'], inSales)).toBe(true);
    expect(can(employee, ['result.read', 'result.export'], inSales)).toBe(false);
  });

  test.each<Actor>([
    { kind: 'operator', sub: 's', token: 't' },
    { kind: 'service', service: 'document' },
    { kind: 'anonymous' },
  ])('$kind has no permission in a tenant', (actor) => {
    const everything = Object.values(rolePermissions).flat();
    expect(can(actor, everything, 'anywhere')).toBe(false);
    expect(scopeFilter(actor, everything)).toEqual({ all: false, companyIds: [], departmentIds: [], employeeIds: [] });
    expect(() => requireUser(actor)).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });

  test('requirePermission throws forbidden and names what was missing', () => {
    const refused = expect.objectContaining({ code: 'forbidden', details: { permission: 'audit.read' } });
    expect(() => requirePermission(hr({ kind: 'tenant' }), 'audit.read', 'tenant')).toThrow(refused);
    expect(() => requirePermission(hr({ kind: 'tenant' }), 'result.read', inSales)).not.toThrow();
  });

  test('permissionsOf names each permission once', () => {
    const both = userWith([
      { role: 'employee', scope: { kind: 'self' } },
      { role: 'hr', scope: { kind: 'company', companyId: 'c1' } },
      { role: 'hr', scope: { kind: 'company', companyId: 'c2' } },
    ]);
    expect([...permissionsOf(both)].sort()).toEqual([...rolePermissions.employee, ...rolePermissions.hr].sort());
  });
});

describe('scopeFilter', () => {
  const matches = (filter: ScopeFilter, row: ReturnType<typeof place>): boolean =>
    filter.all ||
    filter.companyIds.includes(row.companyId) ||
    filter.departmentIds.some((id) => row.departmentPath.includes(id)) ||
    filter.employeeIds.includes(row.employeeId);

  const id = (prefix: string) => fc.integer({ min: 1, max: 3 }).map((n) => `${prefix}${n}`);
  const scope = fc.oneof(
    fc.constant<Scope>({ kind: 'tenant' }),
    id('c').map((companyId): Scope => ({ kind: 'company', companyId })),
    id('d').map((departmentId): Scope => ({ kind: 'department', departmentId })),
    fc.constant<Scope>({ kind: 'self' }),
  );
  const role = fc.constantFrom<Role>('admin', 'hr', 'employee');
  const permission = fc.constantFrom<Permission>(...new Set(Object.values(rolePermissions).flat()));

  test('admits exactly the rows for which can() says yes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ role, scope }), { maxLength: 4 }),
        fc.option(id('e'), { nil: undefined }),
        fc.array(permission, { minLength: 1, maxLength: 2 }),
        fc.tuple(id('e'), id('c'), fc.uniqueArray(id('d'), { maxLength: 3 })),
        (grants, self, needs, [employee, companyOfRow, path]) => {
          const actor = userWith(grants, self);
          const row = place(employee, companyOfRow, ...path);
          expect(matches(scopeFilter(actor, needs), row)).toBe(can(actor, needs, row));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
