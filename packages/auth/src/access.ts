import { AppError, forbidden } from '@nencho/kernel';
import type { Actor, ResolvedGrant, UserActor } from './actor.js';
import { isOwnPermission, rolePermissions, type Permission } from './permissions.js';

/**
 * What a permission is asked for:
 * - an object: a thing at this place. `departmentPath` runs from the top department down to the thing's own.
 *   A company's own things have no department, so that a grant for a department does not reach them.
 * - 'tenant': a thing of the whole tenant; only a grant for the tenant reaches it
 * - 'anywhere': is there any place at all? For menus and for the gate before a list, which then filters by `scopeFilter`
 */
export type Place =
  | 'anywhere'
  | 'tenant'
  | { readonly companyId?: string; readonly departmentPath?: readonly string[]; readonly employeeId?: string };

/** Several permissions: any of them suffices. */
export type PermissionNeed = Permission | readonly Permission[];

const listed = (need: PermissionNeed): readonly Permission[] => (typeof need === 'string' ? [need] : need);

const grantCovers = (actor: UserActor, grant: ResolvedGrant, permission: Permission, place: Place): boolean => {
  if (!rolePermissions[grant.role].includes(permission)) {
    return false;
  }
  if (place === 'anywhere') {
    return true;
  }
  const isSelf = typeof place !== 'string' && actor.employeeId !== undefined && place.employeeId === actor.employeeId;
  if (isOwnPermission(permission)) {
    return isSelf;
  }
  switch (grant.scope.kind) {
    case 'tenant':
      return true;
    case 'company':
      return typeof place !== 'string' && place.companyId === grant.scope.companyId;
    case 'department':
      return typeof place !== 'string' && (place.departmentPath ?? []).includes(grant.scope.departmentId);
    case 'self':
      return isSelf;
  }
};

/** 権限 × 範囲: whether the actor may do this there. Only people have permissions; services are told by the method's policy. */
export const can = (actor: Actor, need: PermissionNeed, place: Place): boolean =>
  actor.kind === 'user' &&
  listed(need).some((permission) => actor.grants.some((grant) => grantCovers(actor, grant, permission, place)));

/** Throws `forbidden`. Not for things of another tenant: those must not be found in the first place. */
export const requirePermission = (actor: Actor, need: PermissionNeed, place: Place): void => {
  if (!can(actor, need, place)) {
    throw forbidden(listed(need).join(' | '));
  }
};

/** The person behind a call; for use cases that only people reach. */
export const requireUser = (actor: Actor): UserActor => {
  if (actor.kind !== 'user') {
    throw new AppError('forbidden', 'only for people', { details: { actor: actor.kind } });
  }
  return actor;
};

/** Restricts a list to what the actor may see: everything of the tenant, or whatever matches any of the ids. */
export type ScopeFilter =
  | { readonly all: true }
  | {
      readonly all: false;
      readonly companyIds: readonly string[];
      /** Match where a row's department path contains one of them. */
      readonly departmentIds: readonly string[];
      readonly employeeIds: readonly string[];
    };

export const scopeFilter = (actor: Actor, need: PermissionNeed): ScopeFilter => {
  const companyIds = new Set<string>();
  const departmentIds = new Set<string>();
  const employeeIds = new Set<string>();
  if (actor.kind === 'user') {
    for (const permission of listed(need)) {
      for (const grant of actor.grants.filter(({ role }) => rolePermissions[role].includes(permission))) {
        const scope = isOwnPermission(permission) ? { kind: 'self' as const } : grant.scope;
        switch (scope.kind) {
          case 'tenant':
            return { all: true };
          case 'company':
            companyIds.add(scope.companyId);
            break;
          case 'department':
            departmentIds.add(scope.departmentId);
            break;
          case 'self':
            if (actor.employeeId !== undefined) {
              employeeIds.add(actor.employeeId);
            }
        }
      }
    }
  }
  return { all: false, companyIds: [...companyIds], departmentIds: [...departmentIds], employeeIds: [...employeeIds] };
};

/** Everything that any grant of the actor gives, to draw a menu. */
export const permissionsOf = (actor: UserActor): readonly Permission[] => [
  ...new Set(actor.grants.flatMap(({ role }) => rolePermissions[role])),
];
