import { KeyRotationKind } from '@nencho/contracts/identity/v1/identity_service';
import { z } from 'zod';
import { type Backend } from '../clients/backend.js';
import {
  cursorSchema,
  dateSchema,
  idSchema,
  limitSchema,
  loginIdSchema,
  nameSchema,
  tenantCodeSchema,
} from '../http/fields.js';
import { plain } from '../http/non-personal.js';
import { pageOf } from '../http/page.js';
import { operatorRoute, type Route } from '../http/route.js';
import {
  erasure,
  keyRotation,
  oneErasure,
  operatorAct,
  operatorPage,
  tenant,
  tenantContract,
  wholeErasure,
} from './operator-answers.js';

const tenantParams = z.strictObject({ tenantId: idSchema });
/** Why an operator acts; the tenant's administrators read it. */
const why = { reason: z.string().min(1).max(200), ticket: z.string().min(1).max(60) };
const letter = plain.object({ letter: plain.letter() });

const tenants = ({ identity }: Backend): readonly Route[] => [
  operatorRoute({
    method: 'get',
    path: '/api/v1/ops/tenants',
    summary: 'Tenants with contract and seats',
    calls: ['identity.ListTenants'],
    answer: operatorPage(tenant),
    query: z.strictObject({ cursor: cursorSchema, limit: limitSchema }),
    run: async ({ query }, call) => identity.listTenants({ page: pageOf(query) }, call),
  }),
  operatorRoute({
    method: 'post',
    path: '/api/v1/ops/tenants',
    summary: 'Creates a tenant with its first administrator; answers with the text of the letter',
    calls: ['identity.CreateTenant'],
    answer: plain.object({ tenantId: plain.id(), letter: plain.letter() }),
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
  operatorRoute({
    method: 'post',
    path: '/api/v1/ops/tenants/:tenantId/contract-end',
    summary: 'Writes down that a contract ends on a day, on the customer’s written notice',
    calls: ['identity.RecordContractEnd'],
    answer: plain.object({ contract: plain.optional(tenantContract) }),
    params: tenantParams,
    body: z.strictObject({ endDate: dateSchema, ...why }),
    run: async ({ params, body, key }, call) =>
      identity.recordContractEnd({ ...params, ...body, idempotencyKey: key }, call),
  }),
];

const erasures = ({ retention }: Backend): readonly Route[] => [
  operatorRoute({
    method: 'get',
    path: '/api/v1/ops/erasures',
    summary: 'Contracts that end, most urgent first; certified ones on demand',
    calls: ['retention.ListErasures'],
    answer: operatorPage(erasure),
    query: z.strictObject({
      certified: z.enum(['true', 'false']).optional(),
      cursor: cursorSchema,
      limit: limitSchema,
    }),
    run: async ({ query }, call) =>
      retention.listErasures({ page: pageOf(query), includeCertified: query.certified === 'true' }, call),
  }),
  operatorRoute({
    method: 'get',
    path: '/api/v1/ops/erasures/:tenantId',
    summary: 'One of them with its dry run, approvals and answers',
    calls: ['retention.GetErasure'],
    answer: wholeErasure,
    params: tenantParams,
    run: async ({ params }, call) => retention.getErasure(params, call),
  }),
  operatorRoute({
    method: 'post',
    path: '/api/v1/ops/erasures/:tenantId/dry-run',
    summary: 'Asks every service to count what an erasure would delete',
    calls: ['retention.OrderDryRun'],
    answer: oneErasure,
    params: tenantParams,
    run: async ({ params, key }, call) => retention.orderDryRun({ ...params, idempotencyKey: key }, call),
  }),
  operatorRoute({
    method: 'post',
    path: '/api/v1/ops/erasures/:tenantId/approve',
    summary: 'Approves the erasure by the dry run that was seen, code and name typed; two operators are needed',
    calls: ['retention.ApproveErasure'],
    answer: oneErasure,
    params: tenantParams,
    body: z.strictObject({
      tenantCode: z.string().min(1).max(100),
      displayName: nameSchema,
      dryRunHash: z.string().min(1).max(128),
      ...why,
    }),
    run: async ({ params, body, key }, call) =>
      retention.approveErasure({ ...params, ...body, idempotencyKey: key }, call),
  }),
  operatorRoute({
    method: 'post',
    path: '/api/v1/ops/erasures/:tenantId/certificate-letter',
    summary: 'The letter with the one-time code, for a tenant without a recorded contact',
    calls: ['retention.IssueCertificateLetter'],
    answer: letter,
    params: tenantParams,
    run: async ({ params, key }, call) => retention.issueCertificateLetter({ ...params, idempotencyKey: key }, call),
  }),
  operatorRoute({
    method: 'get',
    path: '/api/v1/ops/actions',
    summary: 'What operators did, newest first, of one tenant or of all',
    calls: ['retention.ListOperatorActions'],
    answer: operatorPage(operatorAct),
    query: z.strictObject({ tenantId: idSchema.optional(), cursor: cursorSchema, limit: limitSchema }),
    run: async ({ query }, call) =>
      retention.listOperatorActions({ page: pageOf(query), tenantId: query.tenantId ?? '' }, call),
  }),
];

/** The wire's names of what can be rotated. */
const rotationKinds = {
  kek: KeyRotationKind.KEY_ROTATION_KIND_KEK,
  class_keys: KeyRotationKind.KEY_ROTATION_KIND_CLASS_KEYS,
} as const;

const keys = ({ identity }: Backend): readonly Route[] => [
  operatorRoute({
    method: 'get',
    path: '/api/v1/ops/tenants/:tenantId/key-rotations',
    summary: 'How far the rotations of a tenant’s keys have come, newest first',
    calls: ['identity.ListKeyRotations'],
    answer: plain.object({ items: plain.list(keyRotation) }),
    params: tenantParams,
    run: async ({ params }, call) => identity.listKeyRotations(params, call),
  }),
  operatorRoute({
    method: 'post',
    path: '/api/v1/ops/tenants/:tenantId/key-rotations',
    summary: 'Begins the rotation of a tenant’s keys; what was sealed before stays readable',
    calls: ['identity.RotateTenantKeys'],
    answer: plain.object({ rotationId: plain.id() }),
    success: 202,
    params: tenantParams,
    body: z.strictObject({ kind: z.enum(['kek', 'class_keys']), ...why }),
    run: async ({ params, body, key }, call) =>
      identity.rotateTenantKeys({ ...params, ...body, kind: rotationKinds[body.kind], idempotencyKey: key }, call),
  }),
];

/** For the operators' pages and their command: no personal data of tenants, by the types of the answers. */
export const operatorRoutes = (backend: Backend): readonly Route[] => [
  ...tenants(backend),
  ...keys(backend),
  ...erasures(backend),
];
