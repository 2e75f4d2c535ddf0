import type { UserActor } from '@nencho/auth';
import { reachPartOfCampaign } from './access.js';
import type { Slip } from './get-slip-data.js';
import type { Stores } from './ports.js';

export type StreamResults = { readonly campaignId: string; readonly afterEmployeeNumber: string };

const BATCH = 100;

type Needed = Pick<Stores, 'campaigns' | 'declarations' | 'pay' | 'results' | 'reviewList'>;

const slipsOf = async (
  stores: Needed,
  campaign: Slip['campaign'],
  ids: readonly string[],
): Promise<readonly Slip[]> => {
  const declarations = await stores.declarations.findMany(campaign.tenantId, ids);
  const pays = await stores.pay.findMany(campaign, ids);
  const results = await stores.results.findMany(campaign, ids);
  const declarationOf = new Map(declarations.map((declaration) => [declaration.id, declaration]));
  return ids.flatMap((id) => {
    const [declaration, pay, stored] = [declarationOf.get(id), pays.get(id), results.get(id)];
    return declaration === undefined || pay === undefined || stored === undefined
      ? []
      : [{ declaration, campaign, pay, stored }];
  });
};

/** Finalised results of the people within the actor's scope, by employee number; resumes after a number. */
export const streamResults = (stores: Needed) =>
  async function* (query: StreamResults, actor: UserActor): AsyncGenerator<Slip> {
    const { campaign, scope } = await reachPartOfCampaign(stores, actor, query.campaignId, 'result.export');
    // A finalised declaration keeps a number that may belong to somebody else since: the number alone is no position.
    let after: Parameters<Needed['reviewList']['finalisedIds']>[1] = { employeeNumber: query.afterEmployeeNumber };
    for (;;) {
      const place = { tenantId: actor.tenantId, campaignId: campaign.id, scope };
      const batch = await stores.reviewList.finalisedIds(place, after, BATCH);
      yield* await slipsOf(
        stores,
        campaign,
        batch.map(({ id }) => id),
      );
      const last = batch.at(-1);
      if (batch.length < BATCH || last === undefined) return;
      after = last;
    }
  };
