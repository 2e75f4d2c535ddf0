import type { UserActor } from '@nencho/auth';
import type { Campaign } from '../domain/campaign.js';
import { reachPartOfCampaign } from './access.js';
import type { Stores } from './ports.js';

export const getCampaign =
  (stores: Pick<Stores, 'campaigns' | 'reviewList'>) =>
  async (campaignId: string, actor: UserActor): Promise<Campaign> =>
    (await reachPartOfCampaign(stores, actor, campaignId, 'campaign.read')).campaign;
