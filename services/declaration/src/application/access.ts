import { can, requirePermission, scopeFilter, type Permission, type ScopeFilter, type UserActor } from '@nencho/auth';
import { forbidden, isId, notFound } from '@nencho/kernel';
import type { Campaign } from '../domain/campaign.js';
import type { Declaration } from '../domain/declaration.js';
import type { Place } from '../domain/place.js';
import type { Stores } from './ports.js';

type Placed = { readonly employeeId: string; readonly place: Place };

const placeOf = ({ employeeId, place: { companyId, departmentPath } }: Placed) => ({
  employeeId,
  companyId,
  departmentPath,
});

export const mayReach = (actor: UserActor, permissions: Permission | readonly Permission[], line: Placed): boolean =>
  can(actor, permissions, placeOf(line));

/** The declaration, for an actor who may do this with it. Absent and another tenant's are `not_found` alike. */
export const reachDeclaration = async (
  { declarations }: Pick<Stores, 'declarations'>,
  actor: UserActor,
  id: string,
  permissions: Permission | readonly Permission[],
): Promise<Declaration> => {
  const declaration = isId(id) ? await declarations.find(actor.tenantId, id) : undefined;
  if (declaration === undefined) throw notFound('declaration');
  requirePermission(actor, permissions, placeOf(declaration));
  return declaration;
};

const findCampaign = async (
  { campaigns }: Pick<Stores, 'campaigns'>,
  tenantId: string,
  id: string,
): Promise<Campaign> => {
  const campaign = isId(id) ? await campaigns.find(tenantId, id) : undefined;
  if (campaign === undefined) throw notFound('campaign');
  return campaign;
};

/** The campaign, for an actor who may do this with the whole company. */
export const reachCampaign = async (
  stores: Pick<Stores, 'campaigns'>,
  actor: UserActor,
  id: string,
  permission: Permission,
): Promise<Campaign> => {
  const campaign = await findCampaign(stores, actor.tenantId, id);
  requirePermission(actor, permission, { companyId: campaign.companyId });
  return campaign;
};

/**
 * The campaign with the part of it that the actor may reach: everybody for a grant on the company, some for a grant on a
 * department. `forbidden` when that is nobody.
 */
export const reachPartOfCampaign = async (
  stores: Pick<Stores, 'campaigns' | 'reviewList'>,
  actor: UserActor,
  id: string,
  permission: Permission,
): Promise<{ readonly campaign: Campaign; readonly scope: ScopeFilter }> => {
  const campaign = await findCampaign(stores, actor.tenantId, id);
  const scope = scopeFilter(actor, permission);
  if (!scope.all && !can(actor, permission, { companyId: campaign.companyId })) {
    const within = await stores.reviewList.campaignIds(actor.tenantId, scope);
    if (!within.includes(campaign.id)) throw forbidden(permission);
  }
  return { campaign, scope };
};
