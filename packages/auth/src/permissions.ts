/** 管理者, 主管部門, 一般. */
export type Role = 'admin' | 'hr' | 'employee';

const ownPermissions = ['declaration.own', 'result.own'] as const;

const seasonPermissions = [
  'company.read',
  'employee.read',
  'employee.import',
  'invitation.manage',
  'campaign.read',
  'campaign.manage',
  'declaration.read',
  'declaration.review',
  'pay.import',
  'result.read',
  'result.calculate',
  'result.finalise',
  'result.export',
  'delivery.read',
  'job.own',
] as const;

const adminPermissions = [
  'company.manage',
  'grant.manage',
  'user.disable',
  'contract.manage',
  'audit.read',
  'job.any',
] as const;

/** What an operator of the service may do; no tenant's data is among it. */
export type OperatorPermission = 'tenant.create' | 'tenant.list' | 'contract.end' | 'key.rotate';

export type Permission =
  (typeof ownPermissions)[number] | (typeof seasonPermissions)[number] | (typeof adminPermissions)[number];

/** Everything that a grant of a role gives within the grant's scope. A person who declares has an `employee` grant too. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  employee: ownPermissions,
  hr: seasonPermissions,
  admin: [...seasonPermissions, ...adminPermissions],
};

/** Permissions that reach one's own things only, whatever the scope of the grant that gives them. */
export const isOwnPermission = (permission: Permission): boolean => ownPermissions.some((own) => own === permission);
