import { z } from 'zod';
import { type Backend } from '../clients/backend.js';
import { codeSchema, idSchema, nameSchema } from '../http/fields.js';
import { jsonRoute, type Route } from '../http/route.js';
import { company, department, employeeCard, grant, listOfAnswers } from './answers.js';

const me = z.object({
  ...{ tenantId: z.string(), tenantCode: z.string(), tenantName: z.string(), loginId: z.string() },
  ...{ card: employeeCard.optional(), grants: z.array(grant), permissions: z.array(z.string()) },
});

const companies = ({ identity }: Backend): readonly Route[] => [
  jsonRoute({
    method: 'get',
    path: '/api/v1/companies',
    access: 'tenant',
    summary: 'Companies in scope',
    calls: ['identity.ListCompanies'],
    answer: listOfAnswers(company),
    run: async (_input, call) => identity.listCompanies({}, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/companies',
    access: 'tenant',
    summary: 'Adds a company: the payer on the slip',
    calls: ['identity.CreateCompany'],
    answer: z.object({ company: company.optional() }),
    success: 201,
    body: z.strictObject({
      code: codeSchema,
      name: nameSchema,
      address: z.string().max(300).default(''),
      corporateNumber: z
        .string()
        .regex(/^(?:\d{13})?$/)
        .default(''),
      phone: z.string().max(30).default(''),
    }),
    run: async ({ body, key }, call) => identity.createCompany({ ...body, idempotencyKey: key }, call),
  }),
];

const departments = ({ identity }: Backend): readonly Route[] => [
  jsonRoute({
    method: 'get',
    path: '/api/v1/departments',
    access: 'tenant',
    summary: 'Departments in scope, of one company or of all',
    calls: ['identity.ListDepartments'],
    answer: listOfAnswers(department),
    query: z.strictObject({ companyId: idSchema.optional() }),
    run: async ({ query }, call) => identity.listDepartments({ companyId: query.companyId ?? '' }, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/departments',
    access: 'tenant',
    summary: 'Adds a department under a company or another department',
    calls: ['identity.CreateDepartment'],
    answer: z.object({ department: department.optional() }),
    success: 201,
    body: z.strictObject({ companyId: idSchema, code: codeSchema, name: nameSchema, parentId: idSchema.optional() }),
    run: async ({ body, key }, call) =>
      identity.createDepartment({ ...body, parentId: body.parentId ?? '', idempotencyKey: key }, call),
  }),
];

export const organisationRoutes = (backend: Backend): readonly Route[] => [
  jsonRoute({
    method: 'get',
    path: '/api/v1/me',
    access: 'tenant',
    summary: 'The person signed in: tenant, card, roles and what they allow',
    calls: ['identity.GetMe'],
    answer: me,
    run: async (_input, call) => backend.identity.getMe({}, call),
  }),
  ...companies(backend),
  ...departments(backend),
];
