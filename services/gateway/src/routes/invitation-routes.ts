import { z } from 'zod';
import { type Backend, jobAnswer } from '../clients/backend.js';
import { cursorSchema, idSchema, limitSchema, tenantCodeSchema } from '../http/fields.js';
import { pageOf } from '../http/page.js';
import { jsonRoute, type Route } from '../http/route.js';
import { invitation, pageOfAnswers, startedJob } from './answers.js';

const linkSchema = z.strictObject({
  tenantCode: tenantCodeSchema,
  invitationId: idSchema,
  token: z.string().min(1).max(200),
});

/** Before sign-in: the secret comes in the body only, out of the fragment of the link. */
const redeeming = ({ identity }: Backend): readonly Route[] => [
  jsonRoute({
    method: 'post',
    path: '/api/v1/invitations/preview',
    access: 'public',
    summary: 'Says whether an invitation is good and whose login id it sets; consumes nothing',
    calls: ['identity.PreviewInvitation'],
    answer: z.object({ tenantName: z.string(), loginId: z.string(), expiresAt: z.string() }),
    keyed: false,
    body: linkSchema,
    run: async ({ body }, call) => identity.previewInvitation(body, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/invitations/redeem',
    access: 'public',
    summary: 'Sets the password of the invited person; works once',
    calls: ['identity.RedeemInvitation'],
    answer: z.object({ username: z.string() }),
    keyed: false,
    body: linkSchema.extend({ password: z.string().min(15).max(128) }),
    run: async ({ body }, call) => identity.redeemInvitation(body, call),
  }),
];

export const invitationRoutes = (backend: Backend): readonly Route[] => [
  ...redeeming(backend),
  jsonRoute({
    method: 'post',
    path: '/api/v1/invitations',
    access: 'tenant',
    summary: 'Invites the employees named, or everybody in scope who has neither a user nor an invitation',
    calls: ['identity.IssueInvitations'],
    answer: startedJob,
    success: 202,
    body: z.strictObject({ employeeIds: z.array(idSchema).max(500).optional() }),
    run: async ({ body: { employeeIds = [] }, key }, call) => {
      const { jobId } = await backend.identity.issueInvitations({ idempotencyKey: key, employeeIds }, call);
      return jobAnswer('identity', jobId);
    },
  }),
  jsonRoute({
    method: 'get',
    path: '/api/v1/invitations',
    access: 'tenant',
    summary: 'Invitations by state',
    calls: ['identity.ListInvitations'],
    answer: pageOfAnswers(invitation),
    query: z.strictObject({
      state: z.enum(['open', 'redeemed', 'voided', 'expired']).optional(),
      cursor: cursorSchema,
      limit: limitSchema,
    }),
    run: async ({ query }, call) =>
      backend.identity.listInvitations({ page: pageOf(query), state: query.state ?? '' }, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/invitations/:invitationId/resend',
    access: 'tenant',
    summary: 'Voids the link sent before and sends another',
    calls: ['identity.ResendInvitation'],
    answer: z.object({ invitation: invitation.optional() }),
    params: z.strictObject({ invitationId: idSchema }),
    run: async ({ params: { invitationId }, key }, call) =>
      backend.identity.resendInvitation({ invitationId, idempotencyKey: key }, call),
  }),
];
