import { notFound } from '@nencho/kernel';
import type { Campaign } from '../domain/campaign.js';
import { openDeclaration, type Declaration } from '../domain/declaration.js';
import { reachCampaign } from './access.js';
import type { ChunkOutcome, Directory, JobStep, NewId, Stores, TaxProfile } from './ports.js';

const CHUNK = 50;

/** What a chunk needs of identity, fetched before its transaction. */
export type OpeningProfiles = { readonly employeeIds: readonly string[]; readonly profiles: readonly TaxProfile[] };

/** The first step brings the projection up to date, so that people imported a second ago are not missed. */
export const prepareOpening =
  ({
    stores,
    directory,
    rebuildScopeRows,
  }: {
    stores: Pick<Stores, 'campaigns' | 'scopeRows'>;
    directory: Pick<Directory, 'taxProfiles'>;
    rebuildScopeRows: (tenantId: string) => Promise<number>;
  }) =>
  async ({ actor: { tenantId }, params, cursor }: JobStep): Promise<OpeningProfiles> => {
    if (cursor === undefined) {
      await rebuildScopeRows(tenantId);
      return { employeeIds: [], profiles: [] };
    }
    const campaign = await stores.campaigns.find(tenantId, params['campaignId'] ?? '');
    if (campaign === undefined) throw notFound('campaign');
    const rows = await stores.scopeRows.pageToOpen(tenantId, campaign, cursor, CHUNK);
    const employeeIds = rows.map(({ employeeId }) => employeeId);
    const profiles = employeeIds.length === 0 ? [] : await directory.taxProfiles(tenantId, employeeIds);
    return { employeeIds, profiles };
  };

const openPeople = async (
  work: Stores,
  campaign: Campaign,
  newId: NewId,
  { employeeIds, profiles }: OpeningProfiles,
): Promise<Pick<ChunkOutcome, 'errors'> & { readonly opened: readonly Declaration[] }> => {
  const rows = await work.scopeRows.stillToOpen(campaign.tenantId, campaign, employeeIds);
  const profileOf = new Map(profiles.map((profile) => [profile.employeeId, profile]));
  const opened = rows.flatMap((row) => {
    const profile = profileOf.get(row.employeeId);
    return profile === undefined ? [] : [openDeclaration(campaign, row, profile, newId())];
  });
  const errors = rows
    .filter(({ employeeId }) => !profileOf.has(employeeId))
    .map(({ employeeId }) => ({
      item: employeeId,
      code: 'validation_failed' as const,
      violations: [{ path: 'birthDate', rule: 'required' }],
    }));
  return { opened, errors };
};

/** Opens the declarations of at most 50 people in one transaction with the event that they can begin. */
export const openingChunk =
  ({ newId }: { newId: NewId }) =>
  async ({ actor, params, cursor }: JobStep, work: Stores, prepared: OpeningProfiles): Promise<ChunkOutcome> => {
    const campaign = await reachCampaign(work, actor, params['campaignId'] ?? '', 'campaign.manage');
    if (cursor === undefined) {
      return { cursor: '', total: await work.scopeRows.countToOpen(actor.tenantId, campaign), done: 0, errors: [] };
    }
    const { opened, errors } = await openPeople(work, campaign, newId, prepared);
    const last = prepared.employeeIds.length === CHUNK ? prepared.employeeIds.at(-1) : undefined;
    const progress = { ...(last === undefined ? {} : { cursor: last }), done: opened.length, errors };
    if (opened.length === 0) return progress;
    const employeeIds = opened.map(({ employeeId }) => employeeId);
    const next = { ...campaign, version: campaign.version + 1 };
    await work.campaigns.save(next);
    await work.declarations.insertMany(opened);
    await work.scopeRows.markOpened(actor.tenantId, campaign.id, employeeIds);
    return {
      ...progress,
      audit: {
        type: 'campaign_opened',
        subjectKind: 'declaration',
        subjectIds: opened.map(({ id }) => id),
        params: { stage: 'applied', count: `${opened.length}` },
      },
      events: [
        {
          type: 'CampaignOpened',
          aggregateId: campaign.id,
          aggregateVersion: next.version,
          payload: { campaignId: campaign.id, employeeIds },
        },
      ],
    };
  };
