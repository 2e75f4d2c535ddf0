import type { UserActor } from '@nencho/auth';
import type { Campaign } from '../domain/campaign.js';
import type { DeclarationLine, Stores } from './ports.js';

export type MyDeclaration = { readonly line: DeclarationLine; readonly campaign: Campaign };

/** One's own declarations with their deadlines, newest year first. */
export const listMyDeclarations =
  ({ campaigns, reviewList }: Pick<Stores, 'campaigns' | 'reviewList'>) =>
  async (actor: UserActor): Promise<readonly MyDeclaration[]> => {
    if (actor.employeeId === undefined) return [];
    const lines = await reviewList.mine(actor.tenantId, actor.employeeId);
    const joined = await Promise.all(
      lines.map(async (line) => ({ line, campaign: await campaigns.find(actor.tenantId, line.campaignId) })),
    );
    return joined.flatMap(({ line, campaign }) => (campaign === undefined ? [] : [{ line, campaign }]));
  };
