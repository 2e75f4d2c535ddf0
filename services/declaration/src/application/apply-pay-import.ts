import type { UserActor } from '@nencho/auth';
import type { Clock } from '@nencho/kernel';
import { requireApplicable } from '../domain/pay-import.js';
import { reachPayImport } from './get-pay-import.js';
import type { Mutate } from './ports.js';

export type ApplyPayImport = { readonly idempotencyKey: string; readonly importId: string };

/** Starts taking the rows of a dry run over into pay. */
export const applyPayImport =
  ({ mutate, clock }: { mutate: Mutate; clock: Clock }) =>
  async ({ idempotencyKey, ...request }: ApplyPayImport, actor: UserActor): Promise<{ readonly jobId: string }> => {
    const { ids } = await mutate({ actor, method: 'ApplyPayImport', idempotencyKey, request }, async (work) => {
      const payImport = await reachPayImport(work, actor, request.importId);
      const hasEnded = payImport.jobId !== undefined && (await work.jobHasEnded(payImport.jobId));
      requireApplicable(payImport, hasEnded, clock.now());
      const params = { importId: payImport.id, campaignId: payImport.campaignId };
      const jobId = await work.startJob({ kind: 'apply_pay', total: payImport.rows, params });
      await work.payImports.saveState({ ...payImport, state: 'applying', jobId }, payImport.state);
      return {
        ids: { jobId },
        audit: {
          type: 'pay_imported',
          subjectKind: 'pay_import',
          subjectIds: [payImport.id],
          params: { stage: 'requested', jobId, rows: `${payImport.rows}` },
        },
      };
    });
    return { jobId: ids['jobId'] ?? '' };
  };
