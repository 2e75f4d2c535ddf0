import { z } from 'zod';
import { type Backend, jobAnswer } from '../clients/backend.js';
import { deadlines } from '../http/call.js';
import { downloadRoute } from '../http/download-route.js';
import { idSchema } from '../http/fields.js';
import { jsonRoute, type Route } from '../http/route.js';
import { uploadRoute } from '../http/upload-route.js';
import { declarationParams } from './declaration-routes.js';
import { payImport, result, startedJob } from './answers.js';

const importAnswer = z.object({ import: payImport.optional() });

const importParams = z.strictObject({ importId: idSchema });

const payImports = ({ declaration }: Backend): readonly Route[] => [
  uploadRoute({
    path: '/api/v1/campaigns/:campaignId/pay-imports',
    access: 'tenant',
    summary: 'Dry run of pay totals (CSV, UTF-8, at most 20 MiB): the differences and every wrong row',
    calls: ['declaration.StartPayImport'],
    answer: importAnswer,
    params: z.strictObject({ campaignId: idSchema }),
    run: async ({ params, key, pieces }, call) => {
      const parts = async function* () {
        yield { part: { $case: 'header' as const, value: { ...params, idempotencyKey: key } } };
        for await (const chunk of pieces) yield { part: { $case: 'chunk' as const, value: chunk } };
      };
      return declaration.startPayImport(parts(), call);
    },
  }),
  jsonRoute({
    method: 'get',
    path: '/api/v1/pay-imports/:importId',
    access: 'tenant',
    summary: 'A dry run of pay totals and what became of it',
    calls: ['declaration.GetPayImport'],
    answer: importAnswer,
    params: importParams,
    run: async ({ params }, call) => declaration.getPayImport(params, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/pay-imports/:importId/apply',
    access: 'tenant',
    summary: 'Applies a dry run of pay totals without errors',
    calls: ['declaration.ApplyPayImport'],
    answer: startedJob,
    success: 202,
    params: importParams,
    run: async ({ params, key }, call) =>
      jobAnswer('declaration', (await declaration.applyPayImport({ ...params, idempotencyKey: key }, call)).jobId),
  }),
];

export const resultRoutes = (backend: Backend): readonly Route[] => [
  ...payImports(backend),
  jsonRoute({
    method: 'get',
    path: '/api/v1/declarations/:declarationId/result',
    access: 'tenant',
    summary: 'The result with the trace of every figure',
    calls: ['declaration.GetResult'],
    answer: result,
    params: declarationParams,
    run: async ({ params }, call) => backend.declaration.getResult(params, call),
  }),
  downloadRoute({
    path: '/api/v1/declarations/:declarationId/slip.pdf',
    access: 'tenant',
    summary: '源泉徴収票 of a finalised result',
    calls: ['document.RenderWithholdingSlip'],
    params: declarationParams,
    gives: 'application/pdf',
    disposition: 'inline',
    fileName: { ja: '源泉徴収票.pdf', ascii: 'withholding-slip.pdf' },
    deadlineMs: deadlines.render,
    run: (params, call) => backend.document.renderWithholdingSlip(params, call),
  }),
];
