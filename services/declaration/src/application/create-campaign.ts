import { requirePermission, type UserActor } from '@nencho/auth';
import { isId, notFound } from '@nencho/kernel';
import { newCampaign, requireRunnable, type Campaign, type CampaignRequest } from '../domain/campaign.js';
import { reachCampaign } from './access.js';
import type { Mutate, NewId, Stores } from './ports.js';

export type CreateCampaign = CampaignRequest & { readonly idempotencyKey: string };

type Deps = Pick<Stores, 'campaigns' | 'scopeRows'> & {
  mutate: Mutate;
  newId: NewId;
  /** Brings the scope rows of a tenant up to date with identity. */
  rebuildScopeRows: (tenantId: string) => Promise<number>;
};

/**
 * Companies are identity's; one is known here by its people, and one without people needs no campaign. Another tenant's
 * company is as unknown as none. People imported a second ago may not have arrived yet, hence the second look.
 */
const requireCompany = async (
  { scopeRows, rebuildScopeRows }: Pick<Deps, 'scopeRows' | 'rebuildScopeRows'>,
  tenantId: string,
  companyId: string,
): Promise<void> => {
  if (!isId(companyId)) throw notFound('company');
  if (await scopeRows.hasCompany(tenantId, companyId)) return;
  await rebuildScopeRows(tenantId);
  if (!(await scopeRows.hasCompany(tenantId, companyId))) throw notFound('company');
};

/** Draws up a campaign; its year must be one that can be run to the end. */
export const createCampaign =
  ({ mutate, campaigns, newId, ...people }: Deps) =>
  async ({ idempotencyKey, ...request }: CreateCampaign, actor: UserActor): Promise<Campaign> => {
    const { tenantId } = actor;
    requirePermission(actor, 'campaign.manage', { companyId: request.companyId });
    await requireCompany(people, tenantId, request.companyId);
    const { ids } = await mutate({ actor, method: 'CreateCampaign', idempotencyKey, request }, async (work) => {
      const campaign = newCampaign(request, { id: newId(), tenantId });
      requireRunnable(campaign);
      await work.campaigns.insert(campaign);
      return {
        ids: { campaignId: campaign.id },
        audit: { type: 'campaign_created', subjectKind: 'campaign', subjectIds: [campaign.id] },
      };
    });
    return reachCampaign({ campaigns }, actor, ids['campaignId'] ?? '', 'campaign.read');
  };
