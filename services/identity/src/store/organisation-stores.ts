import { alreadyExists } from '@nencho/kernel';
import { isDuplicateKey } from '@nencho/mongo';
import type { CompanyStore, DepartmentStore } from '../application/ports.js';
import type { Company } from '../domain/company.js';
import type { Department } from '../domain/department.js';
import type { CompanyRow, DepartmentRow, Models } from './models.js';
import { toMongo } from './session.js';

const toCompany = ({ _id, ...rest }: CompanyRow): Company => ({ id: _id, ...rest });

const toDepartment = ({ _id, parentId, ...rest }: DepartmentRow): Department => ({
  id: _id,
  ...rest,
  ...(parentId === undefined ? {} : { parentId }),
});

const onceOnly = async (kind: string, insert: () => Promise<unknown>): Promise<void> => {
  try {
    await insert();
  } catch (error) {
    throw isDuplicateKey(error) ? alreadyExists(kind) : error;
  }
};

export const companyStore = ({ companies }: Pick<Models, 'companies'>): CompanyStore => ({
  find: async (tenantId, companyId) => {
    const row = await companies.findOne({ _id: companyId, tenantId }).lean<CompanyRow>();
    return row === null ? undefined : toCompany(row);
  },
  list: async (tenantId) => {
    const rows = await companies.find({ tenantId }).sort({ code: 1 }).lean<CompanyRow[]>();
    return rows.map(toCompany);
  },
  insert: async (session, { id, ...rest }) =>
    onceOnly('company', async () => companies.create([{ _id: id, ...rest }], { session: toMongo(session) })),
});

export const departmentStore = ({ departments }: Pick<Models, 'departments'>): DepartmentStore => ({
  find: async (tenantId, departmentId) => {
    const row = await departments.findOne({ _id: departmentId, tenantId }).lean<DepartmentRow>();
    return row === null ? undefined : toDepartment(row);
  },
  list: async (tenantId, companyId) => {
    const rows = await departments
      .find({ tenantId, ...(companyId === undefined ? {} : { companyId }) })
      .sort({ companyId: 1, code: 1 })
      .lean<DepartmentRow[]>();
    return rows.map(toDepartment);
  },
  insert: async (session, { id, path, ...rest }) =>
    onceOnly('department', async () =>
      departments.create([{ _id: id, path: [...path], ...rest }], { session: toMongo(session) }),
    ),
});
