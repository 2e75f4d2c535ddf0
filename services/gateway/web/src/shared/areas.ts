const adminPermissions = ['declaration.review', 'company.manage', 'employee.read'];

/** Whether this person has work in the admin area. */
export const hasAdminArea = (permissions: readonly string[]): boolean =>
  adminPermissions.some((permission) => permissions.includes(permission));
