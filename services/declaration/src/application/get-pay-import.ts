import type { UserActor } from '@nencho/auth';
import { isId, notFound } from '@nencho/kernel';
import type { PayImport } from '../domain/pay-import.js';
import { reachPartOfCampaign } from './access.js';
import type { Stores } from './ports.js';

type Needed = Pick<Stores, 'campaigns' | 'reviewList' | 'payImports'>;

/** The import, for an actor who may import pay into its campaign. */
export const reachPayImport = async (stores: Needed, actor: UserActor, id: string): Promise<PayImport> => {
  const payImport = isId(id) ? await stores.payImports.find(actor.tenantId, id) : undefined;
  if (payImport === undefined) throw notFound('pay_import');
  await reachPartOfCampaign(stores, actor, payImport.campaignId, 'pay.import');
  return payImport;
};

export const getPayImport =
  (stores: Needed) =>
  async (importId: string, actor: UserActor): Promise<PayImport> =>
    reachPayImport(stores, actor, importId);
