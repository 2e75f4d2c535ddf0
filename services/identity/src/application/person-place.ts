import type { Place } from '@nencho/auth';
import type { Person } from '../domain/person.js';

/** Where a permission over this person must hold. Who is no employee belongs to the tenant as a whole. */
export const placeOf = ({ id, employment }: Person): Place =>
  employment === undefined
    ? 'tenant'
    : { companyId: employment.companyId, departmentPath: employment.departmentPath, employeeId: id };
