import { type CallOptions } from '@nencho/service-kit';
import { Role, ScopeKind } from '@nencho/contracts/identity/v1/identity';
import { z } from 'zod';
import { type Backend, jobAnswer } from '../clients/backend.js';
import { cursorSchema, idSchema, limitSchema, searchSchema } from '../http/fields.js';
import { pageOf } from '../http/page.js';
import { jsonRoute, type Route } from '../http/route.js';
import { uploadRoute } from '../http/upload-route.js';
import { employeeCard, employeeImport, grant, listOfAnswers, pageOfAnswers, startedJob } from './answers.js';

const importAnswer = z.object({ import: employeeImport.optional() });

const importParams = z.strictObject({ importId: idSchema });

const imports = ({ identity }: Backend): readonly Route[] => [
  uploadRoute({
    path: '/api/v1/employee-imports',
    access: 'tenant',
    summary: 'Dry run of an employee list (CSV, UTF-8, at most 20 MiB): the differences and every wrong row',
    calls: ['identity.StartEmployeeImport'],
    answer: importAnswer,
    run: async ({ key, pieces }, call) => {
      const parts = async function* () {
        yield { part: { $case: 'header' as const, value: { idempotencyKey: key } } };
        for await (const chunk of pieces) yield { part: { $case: 'chunk' as const, value: chunk } };
      };
      return identity.startEmployeeImport(parts(), call);
    },
  }),
  jsonRoute({
    method: 'get',
    path: '/api/v1/employee-imports/:importId',
    access: 'tenant',
    summary: 'A dry run and what became of it',
    calls: ['identity.GetEmployeeImport'],
    answer: importAnswer,
    params: importParams,
    run: async ({ params }, call) => identity.getEmployeeImport(params, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/employee-imports/:importId/apply',
    access: 'tenant',
    summary: 'Applies a dry run without errors',
    calls: ['identity.ApplyEmployeeImport'],
    answer: startedJob,
    success: 202,
    params: importParams,
    run: async ({ params, key }, call) => {
      const { jobId } = await identity.applyEmployeeImport({ ...params, idempotencyKey: key }, call);
      return jobAnswer('identity', jobId);
    },
  }),
];

const grants = ({ identity }: Backend): readonly Route[] => [
  jsonRoute({
    method: 'get',
    path: '/api/v1/grants',
    access: 'tenant',
    summary: 'Roles given, of one person or of all in scope',
    calls: ['identity.ListGrants'],
    answer: listOfAnswers(grant),
    query: z.strictObject({ employeeId: idSchema.optional() }),
    run: async ({ query }, call) => identity.listGrants({ employeeId: query.employeeId ?? '' }, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/grants',
    access: 'tenant',
    summary: 'Gives a person a role within a scope',
    calls: ['identity.AddGrant'],
    answer: z.object({ grant: grant.optional() }),
    success: 201,
    body: z.strictObject({
      employeeId: idSchema,
      role: z.enum([Role.ROLE_ADMIN, Role.ROLE_HR, Role.ROLE_EMPLOYEE]),
      scopeKind: z.enum([
        ScopeKind.SCOPE_KIND_TENANT,
        ScopeKind.SCOPE_KIND_COMPANY,
        ScopeKind.SCOPE_KIND_DEPARTMENT,
        ScopeKind.SCOPE_KIND_SELF,
      ]),
      scopeId: z.union([idSchema, z.literal('')]).default(''),
    }),
    run: async ({ body, key }, call) => identity.addGrant({ ...body, idempotencyKey: key }, call),
  }),
  jsonRoute({
    method: 'delete',
    path: '/api/v1/grants/:grantId',
    access: 'tenant',
    summary: 'Takes a role away',
    calls: ['identity.RemoveGrant'],
    success: 204,
    params: z.strictObject({ grantId: idSchema }),
    run: async ({ params, key }, call) => identity.removeGrant({ ...params, idempotencyKey: key }, call),
  }),
];

const listFilters = {
  companyId: idSchema.optional(),
  departmentId: idSchema.optional(),
  cursor: cursorSchema,
  limit: limitSchema,
};
const listQuery = z.strictObject(listFilters);
const searchBody = z.strictObject({ ...listFilters, q: searchSchema });

const listEmployees = async ({ identity }: Backend, filters: z.output<typeof searchBody>, call: CallOptions) =>
  identity.listEmployees(
    {
      page: pageOf(filters),
      companyId: filters.companyId ?? '',
      departmentId: filters.departmentId ?? '',
      query: filters.q ?? '',
    },
    call,
  );

export const employeeRoutes = (backend: Backend): readonly Route[] => [
  jsonRoute({
    method: 'get',
    path: '/api/v1/employees',
    access: 'tenant',
    summary: 'Employees in scope, by company or department',
    calls: ['identity.ListEmployees'],
    answer: pageOfAnswers(employeeCard),
    query: listQuery,
    run: async ({ query }, call) => listEmployees(backend, { ...query, q: undefined }, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/employees/search',
    access: 'tenant',
    summary: 'The same by a part of name, kana, number or mail: what is looked for stays out of the address',
    calls: ['identity.ListEmployees'],
    answer: pageOfAnswers(employeeCard),
    keyed: false,
    body: searchBody,
    run: async ({ body }, call) => listEmployees(backend, body, call),
  }),
  ...imports(backend),
  ...grants(backend),
  jsonRoute({
    method: 'post',
    path: '/api/v1/employees/:employeeId/disable',
    access: 'tenant',
    summary: 'Ends a person’s access at once',
    calls: ['identity.DisableUser'],
    success: 204,
    params: z.strictObject({ employeeId: idSchema }),
    run: async ({ params, key }, call) => backend.identity.disableUser({ ...params, idempotencyKey: key }, call),
  }),
];
