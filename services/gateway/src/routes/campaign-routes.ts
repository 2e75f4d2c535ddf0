import { taxYear } from '@nencho/kernel';
import { z } from 'zod';
import { type Backend, jobAnswer } from '../clients/backend.js';
import { deadlines } from '../http/call.js';
import { downloadRoute } from '../http/download-route.js';
import { dateSchema, idSchema, nameSchema } from '../http/fields.js';
import { jsonRoute, type Route } from '../http/route.js';
import { campaign, listOfAnswers, progress, startedJob } from './answers.js';

const campaignAnswer = z.object({ campaign: campaign.optional() });

const campaignParams = z.strictObject({ campaignId: idSchema });

const isTaxYear = (year: number): boolean => {
  try {
    return taxYear(year) === year;
  } catch {
    return false;
  }
};

const reading = ({ declaration }: Backend): readonly Route[] => [
  jsonRoute({
    method: 'get',
    path: '/api/v1/campaigns',
    access: 'tenant',
    summary: 'Campaigns in scope',
    calls: ['declaration.ListCampaigns'],
    answer: listOfAnswers(campaign),
    run: async (_input, call) => declaration.listCampaigns({}, call),
  }),
  jsonRoute({
    method: 'get',
    path: '/api/v1/campaigns/:campaignId',
    access: 'tenant',
    summary: 'One campaign',
    calls: ['declaration.GetCampaign'],
    answer: campaignAnswer,
    params: campaignParams,
    run: async ({ params }, call) => declaration.getCampaign(params, call),
  }),
  jsonRoute({
    method: 'get',
    path: '/api/v1/campaigns/:campaignId/progress',
    access: 'tenant',
    summary: 'How many stand where, in all and by department',
    calls: ['declaration.GetProgress'],
    answer: progress,
    params: campaignParams,
    run: async ({ params }, call) => declaration.getProgress(params, call),
  }),
];

const working = ({ declaration }: Backend): readonly Route[] => [
  jsonRoute({
    method: 'post',
    path: '/api/v1/campaigns',
    access: 'tenant',
    summary: 'Plans the year-end adjustment of one company and year',
    calls: ['declaration.CreateCampaign'],
    answer: campaignAnswer,
    success: 201,
    body: z.strictObject({
      companyId: idSchema,
      taxYear: z.int().refine(isTaxYear, { error: 'out_of_range' }),
      title: nameSchema,
      deadline: dateSchema,
      lastPaymentDate: dateSchema,
    }),
    run: async ({ body, key }, call) => declaration.createCampaign({ ...body, idempotencyKey: key }, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/campaigns/:campaignId/open',
    access: 'tenant',
    summary: 'Opens a declaration for every active employee, also for those who joined since',
    calls: ['declaration.OpenCampaign'],
    answer: startedJob,
    success: 202,
    params: campaignParams,
    run: async ({ params, key }, call) =>
      jobAnswer('declaration', (await declaration.openCampaign({ ...params, idempotencyKey: key }, call)).jobId),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/campaigns/:campaignId/calculate',
    access: 'tenant',
    summary: 'Calculates everybody approved who has pay totals',
    calls: ['declaration.StartCalculation'],
    answer: startedJob,
    success: 202,
    params: campaignParams,
    run: async ({ params, key }, call) =>
      jobAnswer('declaration', (await declaration.startCalculation({ ...params, idempotencyKey: key }, call)).jobId),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/campaigns/:campaignId/finalise',
    access: 'tenant',
    summary: 'Locks everybody calculated; expectedCount is what the person was told',
    calls: ['declaration.StartFinalisation'],
    answer: startedJob,
    success: 202,
    params: campaignParams,
    body: z.strictObject({ allowPartial: z.boolean(), expectedCount: z.int().min(0) }),
    run: async ({ params, body, key }, call) => {
      const { jobId } = await declaration.startFinalisation({ ...params, ...body, idempotencyKey: key }, call);
      return jobAnswer('declaration', jobId);
    },
  }),
];

export const campaignRoutes = (backend: Backend): readonly Route[] => [
  ...reading(backend),
  ...working(backend),
  downloadRoute({
    path: '/api/v1/campaigns/:campaignId/results.csv',
    access: 'tenant',
    summary: 'Finalised results in scope as CSV (UTF-8 with BOM)',
    calls: ['document.ExportResultsCsv'],
    params: campaignParams,
    gives: 'text/csv',
    disposition: 'attachment',
    fileName: { ja: '年末調整結果.csv', ascii: 'results.csv' },
    deadlineMs: deadlines.export,
    run: (params, call) => backend.document.exportResultsCsv(params, call),
  }),
];
