declare const idBrand: unique symbol;
type Id<Name extends string> = string & { readonly [idBrand]: Name };

export type TenantId = Id<'TenantId'>;
export type CompanyId = Id<'CompanyId'>;
export type DepartmentId = Id<'DepartmentId'>;
export type EmployeeId = Id<'EmployeeId'>;

// Plain: they state what a string is, where it was already checked (a stored row, a verified token, `isId`).
export const tenantId = (value: string): TenantId => value as TenantId;
export const companyId = (value: string): CompanyId => value as CompanyId;
export const departmentId = (value: string): DepartmentId => value as DepartmentId;
export const employeeId = (value: string): EmployeeId => value as EmployeeId;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A new UUID v4 in lower case. */
export const newId = (): string => globalThis.crypto.randomUUID();

/** True for a UUID in lower case: the only form that ids have on the wire. */
export const isId = (value: unknown): value is string => typeof value === 'string' && uuid.test(value);
