import type { UserActor } from '@nencho/auth';
import { notFound } from '@nencho/kernel';
import type { Campaign } from '../domain/campaign.js';
import type { Declaration } from '../domain/declaration.js';
import { reachDeclaration } from './access.js';
import type { Revision, Stores } from './ports.js';

export type DeclarationView = {
  readonly declaration: Declaration;
  readonly campaign: Campaign;
  /** As submitted, newest first. */
  readonly revisions: readonly Revision[];
  /** Certificates that are attached now. */
  readonly attachmentIds: readonly string[];
};

/** One's own declaration, or one within the actor's scope. */
export const getDeclaration =
  (stores: Pick<Stores, 'attachments' | 'campaigns' | 'declarations' | 'revisions'>) =>
  async (declarationId: string, actor: UserActor): Promise<DeclarationView> => {
    const declaration = await reachDeclaration(stores, actor, declarationId, ['declaration.own', 'declaration.read']);
    const { tenantId, campaignId } = declaration;
    const campaign = await stores.campaigns.find(tenantId, campaignId);
    if (campaign === undefined) throw notFound('campaign');
    return {
      declaration,
      campaign,
      revisions: await stores.revisions.list(tenantId, declarationId),
      attachmentIds: await stores.attachments.idsOf(tenantId, declarationId),
    };
  };
