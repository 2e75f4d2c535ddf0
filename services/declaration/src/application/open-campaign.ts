import type { UserActor } from '@nencho/auth';
import { openCampaign as open } from '../domain/campaign.js';
import { reachCampaign } from './access.js';
import type { Mutate } from './ports.js';

export type CampaignCommand = { readonly idempotencyKey: string; readonly campaignId: string };

/** Starts opening a declaration for every active employee of the company; again for those who joined since. */
export const openCampaign =
  ({ mutate }: { mutate: Mutate }) =>
  async ({ idempotencyKey, ...request }: CampaignCommand, actor: UserActor): Promise<{ readonly jobId: string }> => {
    const { ids } = await mutate({ actor, method: 'OpenCampaign', idempotencyKey, request }, async (work) => {
      const campaign = open(await reachCampaign(work, actor, request.campaignId, 'campaign.manage'));
      await work.campaigns.save(campaign);
      const jobId = await work.startJob({
        kind: 'open_campaign',
        total: await work.scopeRows.countToOpen(actor.tenantId, campaign),
        params: { campaignId: campaign.id },
      });
      return {
        ids: { jobId },
        audit: {
          type: 'campaign_opened',
          subjectKind: 'campaign',
          subjectIds: [campaign.id],
          params: { stage: 'requested', jobId },
        },
      };
    });
    return { jobId: ids['jobId'] ?? '' };
  };
