import { auditEventTypes } from '@nencho/contracts/audit-events';
import { z } from 'zod';
import { type Backend } from '../clients/backend.js';
import { deadlines } from '../http/call.js';
import { cursorSchema, idSchema, limitSchema } from '../http/fields.js';
import { pageOf } from '../http/page.js';
import { downloadRoute } from '../http/download-route.js';
import { jsonRoute, nothing, type Route } from '../http/route.js';
import { chainedEntry, pageOfAnswers } from './answers.js';
import { operatorAct } from './operator-answers.js';

const verified = z.object({ entries: z.int(), intact: z.boolean(), firstBroken: z.int(), headHash: z.string() });
const deliveryCount = z.object({ kind: z.string(), state: z.string(), count: z.int() });

const instant = z.iso.datetime({ offset: true }).optional();

export const auditRoutes = ({ notification, retention }: Backend): readonly Route[] => [
  jsonRoute({
    method: 'get',
    path: '/api/v1/audit',
    access: 'tenant',
    summary: 'Who did what and when',
    calls: ['retention.SearchAudit'],
    answer: pageOfAnswers(chainedEntry),
    query: z.strictObject({
      type: z.enum(auditEventTypes).optional(),
      subjectId: idSchema.optional(),
      actorSub: z.string().min(1).max(100).optional(),
      from: instant,
      to: instant,
      cursor: cursorSchema,
      limit: limitSchema,
    }),
    run: async ({ query }, call) =>
      retention.searchAudit(
        {
          page: pageOf(query),
          type: query.type ?? '',
          subjectId: query.subjectId ?? '',
          actorSub: query.actorSub ?? '',
          from: query.from ?? '',
          to: query.to ?? '',
        },
        call,
      ),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/audit/verify',
    access: 'tenant',
    summary: 'Recomputes the whole chain of the tenant',
    calls: ['retention.VerifyAudit'],
    answer: verified,
    keyed: false,
    deadlineMs: deadlines.export,
    run: async (_input, call) => retention.verifyAudit({}, call),
  }),
  downloadRoute({
    path: '/api/v1/audit/export',
    access: 'tenant',
    summary: 'The whole trail with a signed end (JSON Lines), for nencho-verify',
    calls: ['retention.ExportAudit'],
    params: nothing,
    gives: 'application/jsonl',
    disposition: 'attachment',
    fileName: { ja: '操作の記録.jsonl', ascii: 'audit.jsonl' },
    deadlineMs: deadlines.export,
    run: (_params, call) => retention.exportAudit({}, call),
  }),
  jsonRoute({
    method: 'get',
    path: '/api/v1/transparency',
    access: 'tenant',
    summary: 'Every act of an operator that touched the tenant',
    calls: ['retention.ListTransparency'],
    answer: pageOfAnswers(operatorAct),
    query: z.strictObject({ cursor: cursorSchema, limit: limitSchema }),
    run: async ({ query }, call) => retention.listTransparency({ page: pageOf(query) }, call),
  }),
  jsonRoute({
    method: 'get',
    path: '/api/v1/deliveries/summary',
    access: 'tenant',
    summary: 'Mails by kind and state',
    calls: ['notification.GetDeliverySummary'],
    answer: z.object({ counts: z.array(deliveryCount) }),
    query: z.strictObject({ campaignId: idSchema.optional() }),
    run: async ({ query }, call) => notification.getDeliverySummary({ campaignId: query.campaignId ?? '' }, call),
  }),
];
