import type { UserActor } from '@nencho/auth';
import type { Clock } from '@nencho/kernel';
import { requireOpened } from '../domain/campaign.js';
import { checkFinalisable } from '../domain/finalisation.js';
import { reachCampaign } from './access.js';
import type { CampaignCommand } from './open-campaign.js';
import type { Mutate } from './ports.js';

export type StartFinalisation = CampaignCommand & {
  readonly allowPartial: boolean;
  /** How many people the caller was told will be locked. */
  readonly expectedCount: number;
};

/** Starts locking everybody whose result is calculated, provided that the number is the one that the caller saw. */
export const startFinalisation =
  ({ mutate, clock }: { mutate: Mutate; clock: Clock }) =>
  async ({ idempotencyKey, ...request }: StartFinalisation, actor: UserActor): Promise<{ readonly jobId: string }> => {
    const { ids } = await mutate({ actor, method: 'StartFinalisation', idempotencyKey, request }, async (work) => {
      const { tenantId } = actor;
      const campaign = await reachCampaign(work, actor, request.campaignId, 'result.finalise');
      requireOpened(campaign);
      const counts = await work.reviewList.unfinished({ tenantId, campaignId: campaign.id, scope: { all: true } });
      checkFinalisable(counts, request);
      const jobId = await work.startJob({
        kind: 'finalise',
        total: counts.finalisable,
        params: { campaignId: campaign.id, calculatedBy: clock.now().toISOString() },
      });
      return {
        ids: { jobId },
        audit: {
          type: 'adjustment_finalised',
          subjectKind: 'campaign',
          subjectIds: [campaign.id],
          params: { stage: 'requested', jobId, count: `${counts.finalisable}` },
        },
      };
    });
    return { jobId: ids['jobId'] ?? '' };
  };
