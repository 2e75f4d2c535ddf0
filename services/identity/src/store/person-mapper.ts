import type { Grant, Scope } from '../domain/grants.js';
import type { Employment, Person } from '../domain/person.js';
import type { GrantRow, PersonRow } from './models.js';

const toScope = ({ scopeKind, scopeId }: GrantRow): Scope => {
  switch (scopeKind) {
    case 'tenant':
      return { kind: 'tenant' };
    case 'company':
      return { kind: 'company', companyId: scopeId };
    case 'department':
      return { kind: 'department', departmentId: scopeId };
    case 'self':
      return { kind: 'self' };
  }
};

/** Company or department of a scope; empty for the others. */
export const scopeId = (scope: Scope): string => {
  if (scope.kind === 'company') return scope.companyId;
  return scope.kind === 'department' ? scope.departmentId : '';
};

export const toGrantRow = ({ id, role, scope }: Grant): GrantRow => ({
  id,
  role,
  scopeKind: scope.kind,
  scopeId: scopeId(scope),
});

const toEmployment = (row: PersonRow): Employment | undefined =>
  row.number === undefined || row.companyId === undefined || row.status === undefined
    ? undefined
    : {
        number: row.number,
        companyId: row.companyId,
        ...(row.departmentId === undefined ? {} : { departmentId: row.departmentId }),
        departmentPath: row.departmentPath,
        status: row.status,
      };

export const toPerson = (row: PersonRow): Person => {
  const employment = toEmployment(row);
  return {
    id: row._id,
    tenantId: row.tenantId,
    loginId: row.loginId,
    ...(employment === undefined ? {} : { employment }),
    version: row.version,
    access: row.access,
    ...(row.sub === undefined ? {} : { sub: row.sub }),
    grants: row.grants.map((grant) => ({ id: grant.id, role: grant.role, scope: toScope(grant) })),
    grantsVersion: row.grantsVersion,
  };
};

/** The fields of employment as they are set; a missing department is taken away by `$unset`. */
export const employmentFields = (employment: Employment) => ({
  number: employment.number,
  companyId: employment.companyId,
  departmentPath: [...employment.departmentPath],
  status: employment.status,
  ...(employment.departmentId === undefined ? {} : { departmentId: employment.departmentId }),
});
