import { can, type UserActor } from '@nencho/auth';
import { notFound } from '@nencho/kernel';
import type { EmployeeImport } from '../domain/employee-import.js';
import { found } from './found.js';
import type { ImportStore } from './ports.js';

/** An import is its uploader's and of those who may import into the whole tenant. */
export const ownImport =
  ({ imports }: { readonly imports: Pick<ImportStore, 'find'> }) =>
  async (importId: string, actor: UserActor): Promise<EmployeeImport> => {
    const wanted = found('import', await imports.find(actor.tenantId, importId));
    if (wanted.createdBy !== actor.sub && !can(actor, 'employee.import', 'tenant')) throw notFound('import');
    return wanted;
  };
