import { z } from 'zod';
import { type Backend } from '../clients/backend.js';
import { cursorSchema, dateSchema, limitSchema, loginIdSchema, nameSchema, tenantCodeSchema } from '../http/fields.js';
import { pageOf } from '../http/page.js';
import { jsonRoute, type Route } from '../http/route.js';
import { pageOfAnswers, tenant } from './answers.js';

/** For the operators' command: a Bearer token of realm nencho-ops, no cookie, no personal data of tenants. */
export const operatorRoutes = ({ identity }: Backend): readonly Route[] => [
  jsonRoute({
    method: 'get',
    path: '/api/v1/ops/tenants',
    access: 'operator',
    summary: 'Tenants with contract and seats',
    calls: ['identity.ListTenants'],
    answer: pageOfAnswers(tenant),
    query: z.strictObject({ cursor: cursorSchema, limit: limitSchema }),
    run: async ({ query }, call) => identity.listTenants({ page: pageOf(query) }, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/ops/tenants',
    access: 'operator',
    summary: 'Creates a tenant with its first administrator; answers once with the text of the letter',
    calls: ['identity.CreateTenant'],
    answer: z.object({ tenantId: z.string(), letter: z.string() }),
    success: 201,
    body: z.strictObject({
      tenantCode: tenantCodeSchema,
      displayName: nameSchema,
      seats: z.int().min(1).max(1_000_000),
      contractStart: dateSchema,
      adminLoginId: loginIdSchema,
      adminFamilyName: z.string().min(1).max(50),
      adminGivenName: z.string().min(1).max(50),
    }),
    run: async ({ body, key }, call) => identity.createTenant({ ...body, idempotencyKey: key }, call),
  }),
];
