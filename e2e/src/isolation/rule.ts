import { can, methodPolicies, type Permission } from '@nencho/auth';
import { asUser, type CastActor, type Ids, type Target, type TargetName } from './cast.js';

/**
 * What a method's request is about, beyond its row in methodPolicies:
 * - nothing: whoever has the permission anywhere
 * - tenant: a thing of the whole tenant
 * - tenantObject: a thing of the whole tenant that is named by the target's company
 * - object: the target's own thing
 * - company: a thing of the target's company
 * - namedCompany: the request names the company itself: whoever may not act there is refused, whether it exists or not
 * - partOfCampaign: the target's campaign, as far as anybody in it is within reach
 * - uploader: an import, which is its uploader's and of those who may import into the whole tenant; nobody else sees it
 * - starter: a job, which is its starter's and the administrators'
 * - listed …: a list; the target stands in it or not
 * - tenantListed: a list for another service, which has looked at the scope itself: everybody of the tenant
 */
export type About =
  | 'nothing'
  | 'tenant'
  | 'tenantObject'
  | 'object'
  | 'company'
  | 'namedCompany'
  | 'partOfCampaign'
  | 'uploader'
  | 'starter'
  | 'listed'
  | 'listedOrNotFound'
  | 'tenantListed'
  | 'campaignListed'
  | 'companyListed';

/** `allowed`: any answer but a refusal, since most requests are made so that they change nothing. */
export type Outcome = 'allowed' | 'forbidden' | 'not_found' | 'listed' | 'left_out';

const placeOf = ({ employeeId, companyId, departmentPath }: Ids) => ({ employeeId, companyId, departmentPath });

const reachesCampaign = (actor: CastActor, need: readonly Permission[], target: Target, everybody: readonly Ids[]) =>
  can(asUser(actor), need, { companyId: target.ids.companyId }) ||
  everybody.some((ids) => ids.campaignId === target.ids.campaignId && can(asUser(actor), need, placeOf(ids)));

const reaches = (
  about: About,
  actor: CastActor,
  need: readonly Permission[],
  target: Target,
  everybody: readonly Ids[],
): boolean => {
  const user = asUser(actor);
  switch (about) {
    case 'nothing':
    case 'tenantListed':
      return true;
    case 'tenant':
    case 'tenantObject':
    case 'uploader':
      return can(user, need, 'tenant');
    case 'object':
    case 'listed':
    case 'listedOrNotFound':
      return can(user, need, placeOf(target.ids));
    case 'company':
    case 'namedCompany':
      return can(user, need, { companyId: target.ids.companyId });
    case 'partOfCampaign':
    case 'campaignListed':
    case 'companyListed':
      return reachesCampaign(actor, need, target, everybody);
    case 'starter':
      return can(user, 'job.any', 'tenant');
  }
};

const needOf = (path: string): readonly Permission[] => {
  const policy = methodPolicies[path];
  if (policy === undefined || !('permissions' in policy)) throw new Error(`${path} is not for people`);
  return policy.permissions;
};

/** What packages/auth and the tree of the tenant say about a call. */
export const expectedOutcome = (
  path: string,
  about: About,
  actor: CastActor,
  target: Target,
  everybody: readonly Ids[],
): Outcome => {
  const need = needOf(path);
  if (need.length > 0 && !can(asUser(actor), need, 'anywhere')) return 'forbidden';
  const isWithin = target.exists && reaches(about, actor, need, target, everybody);
  switch (about) {
    case 'nothing':
      return 'allowed';
    case 'tenant':
      return reaches(about, actor, need, target, everybody) ? 'allowed' : 'forbidden';
    case 'tenantObject':
    case 'namedCompany':
      if (!reaches(about, actor, need, target, everybody)) return 'forbidden';
      return target.exists ? 'allowed' : 'not_found';
    case 'uploader':
      return isWithin ? 'allowed' : 'not_found';
    case 'listed':
    case 'tenantListed':
    case 'campaignListed':
    case 'companyListed':
      return isWithin ? 'listed' : 'left_out';
    case 'listedOrNotFound':
      if (!target.exists) return 'not_found';
      return isWithin ? 'listed' : 'left_out';
    case 'object':
    case 'company':
    case 'partOfCampaign':
    case 'starter':
      if (!target.exists) return 'not_found';
      return isWithin ? 'allowed' : 'forbidden';
  }
};

/** One method: what it is about, how it is called, and for which targets where its rate is limited. */
export type Row<Clients> = {
  readonly about: About;
  readonly only?: readonly TargetName[];
  /** Answers with the ids that a list shows; of the same kind as `listedAs` of the target. */
  readonly call: (
    clients: Clients,
    target: Target,
    options: { readonly token: string; readonly deadlineMs: number },
  ) => Promise<unknown>;
  /** The id of the target that a list would show; the employee's unless told. */
  readonly listedAs?: (target: Target) => string;
};
