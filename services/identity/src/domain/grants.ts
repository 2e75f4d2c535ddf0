/** 管理者, 主管部門, 一般 (product roles; the last one is implied by being an employee). */
export type Role = 'admin' | 'hr' | 'employee';

export type Scope =
  | { readonly kind: 'tenant' }
  | { readonly kind: 'company'; readonly companyId: string }
  | { readonly kind: 'department'; readonly departmentId: string }
  | { readonly kind: 'self' };

/** A role within a scope, held by one person. */
export type Grant = { readonly id: string; readonly role: Role; readonly scope: Scope };

/** Where a department lies: its company and the ids from the top department down to itself. */
export type DepartmentPlace = { readonly companyId: string; readonly path: readonly string[] };

/** Departments by id, as far as the question at hand needs them. */
export type DepartmentPlaces = ReadonlyMap<string, DepartmentPlace>;

type RoleAndScope = Pick<Grant, 'role' | 'scope'>;

/** Roles that may be given, with the kinds of scope that they have. `employee` belongs to whoever is an employee. */
export const scopesOfRole = {
  admin: ['tenant'],
  hr: ['tenant', 'company', 'department'],
  employee: ['self'],
} as const satisfies Record<Role, readonly Scope['kind'][]>;

export const roleHasScope = (role: Role, kind: Scope['kind']): boolean =>
  scopesOfRole[role].some((allowed) => allowed === kind);

/** True when everything that `inner` reaches is reached by `outer`. */
export const scopeCovers = (outer: Scope, inner: Scope, departments: DepartmentPlaces): boolean => {
  if (outer.kind === 'tenant') return true;
  if (outer.kind === 'company') {
    if (inner.kind === 'company') return inner.companyId === outer.companyId;
    if (inner.kind === 'department') return departments.get(inner.departmentId)?.companyId === outer.companyId;
    return false;
  }
  if (outer.kind === 'department') {
    return (
      inner.kind === 'department' &&
      (departments.get(inner.departmentId)?.path.includes(outer.departmentId) ??
        inner.departmentId === outer.departmentId)
    );
  }
  return false;
};

/** True when the role `held` may do all that `asked` may: 管理者 includes 主管部門. */
const roleCovers = (held: Role, asked: Role): boolean => held === asked || (held === 'admin' && asked === 'hr');

/** No one grants what they lack: some single grant of the grantor includes the one to be given. */
export const mayGive = (held: readonly RoleAndScope[], asked: RoleAndScope, departments: DepartmentPlaces): boolean =>
  held.some((grant) => roleCovers(grant.role, asked.role) && scopeCovers(grant.scope, asked.scope, departments));

export const sameGrant = (a: RoleAndScope, b: RoleAndScope): boolean => {
  if (a.role !== b.role || a.scope.kind !== b.scope.kind) return false;
  if (a.scope.kind === 'company' && b.scope.kind === 'company') return a.scope.companyId === b.scope.companyId;
  if (a.scope.kind === 'department' && b.scope.kind === 'department') {
    return a.scope.departmentId === b.scope.departmentId;
  }
  return true;
};

export const isTenantAdmin = (grants: readonly RoleAndScope[]): boolean =>
  grants.some((grant) => grant.role === 'admin' && grant.scope.kind === 'tenant');
