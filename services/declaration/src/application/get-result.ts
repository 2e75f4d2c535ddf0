import type { UserActor } from '@nencho/auth';
import { notFound } from '@nencho/kernel';
import type { PayTotals } from '@nencho/tax-rules';
import { calculate, calculationFingerprintText } from '../domain/calculation.js';
import type { Campaign } from '../domain/campaign.js';
import type { Declaration, ResultStatus } from '../domain/declaration.js';
import { notInThisState } from '../domain/rule-broken.js';
import { mayReach, reachDeclaration } from './access.js';
import type { Fingerprint, Stores, StoredResult } from './ports.js';

export type ResultView = {
  readonly status: ResultStatus;
  readonly pay: PayTotals | undefined;
  readonly stored: StoredResult | undefined;
};

type Needed = Pick<Stores, 'campaigns' | 'declarations' | 'pay' | 'results'>;

/** The declaration and its result, for the reviewer at any time and for the person after finalising. */
export const reachResult = async (
  stores: Needed,
  actor: UserActor,
  declarationId: string,
): Promise<ResultView & { readonly declaration: Declaration; readonly campaign: Campaign }> => {
  const declaration = await reachDeclaration(stores, actor, declarationId, ['result.own', 'result.read']);
  if (declaration.status !== 'finalised' && !mayReach(actor, 'result.read', declaration)) {
    throw notInThisState('not_finalised');
  }
  const campaign = await stores.campaigns.find(declaration.tenantId, declaration.campaignId);
  if (campaign === undefined) throw notFound('campaign');
  const pays = await stores.pay.findMany(declaration, [declarationId]);
  const results = await stores.results.findMany(declaration, [declarationId]);
  return {
    declaration,
    campaign,
    status: declaration.resultStatus,
    pay: pays.get(declarationId),
    stored: results.get(declarationId),
  };
};

/** The result with its trace: kept for a finalised one, else computed again if facts, pay and rules still are the same. */
export const getResult =
  ({ fingerprint, ...stores }: Needed & { fingerprint: Fingerprint }) =>
  async (declarationId: string, actor: UserActor): Promise<ResultView> => {
    const { declaration, campaign, status, pay, stored } = await reachResult(stores, actor, declarationId);
    if (stored === undefined || stored.trace !== undefined || pay === undefined) return { status, pay, stored };
    const input = { facts: declaration.facts, pay };
    const now = await fingerprint(declaration.tenantId, calculationFingerprintText(input, campaign));
    const outcome = now === stored.inputFingerprint ? calculate(input, campaign) : undefined;
    return {
      status,
      pay,
      stored: outcome?.status === 'calculated' ? { ...stored, trace: outcome.trace } : stored,
    };
  };
