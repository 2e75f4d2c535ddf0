import type { UserActor } from '@nencho/auth';
import { requireOpened } from '../domain/campaign.js';
import { reachPartOfCampaign } from './access.js';
import type { CampaignCommand } from './open-campaign.js';
import type { Mutate } from './ports.js';

/** Starts the calculation of everybody within the actor's scope who is not finalised. */
export const startCalculation =
  ({ mutate }: { mutate: Mutate }) =>
  async ({ idempotencyKey, ...request }: CampaignCommand, actor: UserActor): Promise<{ readonly jobId: string }> => {
    const { ids } = await mutate({ actor, method: 'StartCalculation', idempotencyKey, request }, async (work) => {
      const { tenantId } = actor;
      const { campaign, scope } = await reachPartOfCampaign(work, actor, request.campaignId, 'result.calculate');
      requireOpened(campaign);
      const { total } = await work.reviewList.unfinished({ tenantId, campaignId: campaign.id, scope });
      const jobId = await work.startJob({ kind: 'calculate', total, params: { campaignId: campaign.id } });
      return {
        ids: { jobId },
        audit: {
          type: 'adjustment_calculated',
          subjectKind: 'campaign',
          subjectIds: [campaign.id],
          params: { stage: 'requested', jobId },
        },
      };
    });
    return { jobId: ids['jobId'] ?? '' };
  };
