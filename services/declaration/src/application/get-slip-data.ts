import type { UserActor } from '@nencho/auth';
import type { PayTotals } from '@nencho/tax-rules';
import type { Campaign } from '../domain/campaign.js';
import type { Declaration } from '../domain/declaration.js';
import { notInThisState } from '../domain/rule-broken.js';
import { reachResult } from './get-result.js';
import type { Stores, StoredResult } from './ports.js';

/** What a 源泉徴収票 shows, but for the names, which identity owns. */
export type Slip = {
  readonly declaration: Declaration;
  readonly campaign: Campaign;
  readonly pay: PayTotals;
  readonly stored: StoredResult;
};

/** The slip of a finalised declaration. */
export const getSlipData =
  (stores: Pick<Stores, 'campaigns' | 'declarations' | 'pay' | 'results'>) =>
  async (declarationId: string, actor: UserActor): Promise<Slip> => {
    const { declaration, campaign, pay, stored } = await reachResult(stores, actor, declarationId);
    if (declaration.status !== 'finalised' || pay === undefined || stored === undefined) {
      throw notInThisState('not_finalised');
    }
    return { declaration, campaign, pay, stored };
  };
