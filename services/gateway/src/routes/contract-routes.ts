import type * as retention from '@nencho/contracts/retention/v1/erasure';
import { z } from 'zod';
import { type Backend } from '../clients/backend.js';
import { dateSchema } from '../http/fields.js';
import { jsonRoute, type Route } from '../http/route.js';
import { mirror } from './answers.js';
import { deadline, tenantContract } from './operator-answers.js';

const text = z.string();

const contractEnd = mirror<retention.ContractEnd>()(
  z.object({
    ...{ state: text, endDate: text, businessDay: z.int(), graceEnds: deadline.optional() },
    ...{ certificateDue: deadline.optional(), limit: deadline.optional(), exportState: text },
    ...{ waivedBy: z.array(text), cancelledBy: z.array(text), contactRecorded: z.boolean() },
    ...{ erasingSince: text, keyDestroyedAt: text, certifiedAt: text },
    ...{ waivedByMe: z.boolean(), cancelledByMe: z.boolean() },
  }),
);

const state = z.object({ contractEnd: contractEnd.optional() });
const contract = z.object({ contract: tenantContract.optional() });

const notice = ({ identity, retention: clock }: Backend): readonly Route[] => [
  jsonRoute({
    method: 'get',
    path: '/api/v1/contract-end',
    access: 'tenant',
    summary: 'Where the end of the contract stands',
    calls: ['retention.GetContractEnd'],
    answer: state,
    run: async (_input, call) => clock.getContractEnd({}, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/contract-end/notice',
    access: 'tenant',
    summary: 'Gives notice, or moves the day; needs a sign-in of the last ten minutes',
    calls: ['identity.GiveContractNotice'],
    answer: contract,
    body: z.strictObject({ endDate: dateSchema }),
    run: async ({ body, key }, call) => identity.giveContractNotice({ ...body, idempotencyKey: key }, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/contract-end/withdraw',
    access: 'tenant',
    summary: 'Takes the notice back before the contract has ended; needs a sign-in of the last ten minutes',
    calls: ['identity.WithdrawContractNotice'],
    answer: contract,
    run: async ({ key }, call) => identity.withdrawContractNotice({ idempotencyKey: key }, call),
  }),
];

const afterwards = ({ retention: clock }: Backend): readonly Route[] => [
  jsonRoute({
    method: 'post',
    path: '/api/v1/contract-end/contact',
    access: 'tenant',
    summary: 'Whom the certificate is for; answers with the text of the letter with the one-time code',
    calls: ['retention.RecordTerminationContact'],
    answer: z.object({ letter: text }),
    body: z.strictObject({
      organisation: z.string().min(1).max(200),
      contactName: z.string().min(1).max(100),
      postalCode: z.string().min(1).max(20),
      address: z.string().min(1).max(300),
    }),
    run: async ({ body, key }, call) => clock.recordTerminationContact({ ...body, idempotencyKey: key }, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/contract-end/export-acknowledgement',
    access: 'tenant',
    summary: 'States that the exports were received and can be read',
    calls: ['retention.AcknowledgeExport'],
    answer: state,
    run: async ({ key }, call) => clock.acknowledgeExport({ idempotencyKey: key }, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/contract-end/export-waiver',
    access: 'tenant',
    summary: 'Waives the exports; two administrators are needed',
    calls: ['retention.WaiveExport'],
    answer: state,
    run: async ({ key }, call) => clock.waiveExport({ idempotencyKey: key }, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/contract-end/cancel',
    access: 'tenant',
    summary: 'Cancels the end of the contract within the grace; two administrators are needed',
    calls: ['retention.CancelContractEnd'],
    answer: state,
    run: async ({ key }, call) => clock.cancelContractEnd({ idempotencyKey: key }, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/certificate',
    access: 'public',
    summary: 'The certificate of erasure for the one-time code of the letter: signed JSON, and PDF in base64',
    calls: ['retention.GetErasureCertificate'],
    answer: z.object({ certified: z.boolean(), contractEnd: contractEnd.optional(), json: text, pdf: text }),
    keyed: false,
    body: z.strictObject({ code: z.string().min(1).max(100) }),
    run: async ({ body }, call) => {
      const { json, pdf, ...where } = await clock.getErasureCertificate(body, call);
      return { ...where, json: Buffer.from(json).toString('utf8'), pdf: Buffer.from(pdf).toString('base64') };
    },
  }),
];

/** 契約の終了: the notice is identity's, the clock afterwards retention's. */
export const contractRoutes = (backend: Backend): readonly Route[] => [...notice(backend), ...afterwards(backend)];
