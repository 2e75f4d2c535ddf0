import { scopeFilter, type UserActor } from '@nencho/auth';
import { isId, validationFailed } from '@nencho/kernel';
import type { Directory } from './directory.js';
import { readPage, type PageQuery } from './paging.js';
import type { Cursors, PersonCard, PersonStore } from './ports.js';

export const MAX_CARDS = 200;

export type EmployeeReadsDeps = {
  readonly people: Pick<PersonStore, 'cards' | 'cardsByIds'>;
  readonly directory: Pick<Directory, 'search'>;
  readonly cursors: Cursors;
};

export type EmployeeQuery = {
  readonly page: PageQuery;
  readonly companyId: string;
  readonly departmentId: string;
  readonly query: string;
};

/** Ids asked for: at most `max`; what is no id belongs to nobody. */
export const checkedIds = (ids: readonly string[], path: string, max: number): readonly string[] => {
  if (ids.length > max) throw validationFailed([{ path, rule: 'too_many', params: { max: String(max) } }]);
  return ids.filter(isId);
};

export const listEmployees =
  ({ people, directory, cursors }: EmployeeReadsDeps) =>
  async ({ page, companyId, departmentId, query }: EmployeeQuery, actor: UserActor) => {
    const { tenantId } = actor;
    const scope = scopeFilter(actor, 'employee.read');
    const ids = query.trim() === '' ? undefined : await directory.search(tenantId, query, scope);
    const filter = {
      scope,
      ...(companyId === '' ? {} : { companyId }),
      ...(departmentId === '' ? {} : { departmentId }),
      ...(ids === undefined ? {} : { ids }),
    };
    return readPage(page, {
      cursors,
      scope: `${tenantId}/employees`,
      position: ({ person }: PersonCard) => [person.employment?.number ?? '', person.id],
      read: async (wanted) => people.cards(tenantId, filter, wanted),
    });
  };

/** Cards within scope; unknown ids, ids out of scope and another tenant's are left out alike. */
export const batchGetCards =
  ({ people }: Pick<EmployeeReadsDeps, 'people'>) =>
  async (employeeIds: readonly string[], actor: UserActor): Promise<readonly PersonCard[]> =>
    people.cardsByIds(
      actor.tenantId,
      checkedIds(employeeIds, 'employeeIds', MAX_CARDS),
      scopeFilter(actor, 'employee.read'),
    );

export const searchEmployeeIds =
  ({ directory }: Pick<EmployeeReadsDeps, 'directory'>) =>
  async (query: string, actor: UserActor): Promise<readonly string[]> => {
    if (query.trim() === '') throw validationFailed([{ path: 'query', rule: 'required' }]);
    return directory.search(actor.tenantId, query, scopeFilter(actor, 'employee.read'));
  };
