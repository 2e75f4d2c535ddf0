import type { PayTotals } from '@nencho/tax-rules';
import { calculate, calculationFingerprintText } from '../domain/calculation.js';
import { finaliseCampaign, type Campaign } from '../domain/campaign.js';
import { finalise, type Declaration } from '../domain/declaration.js';
import { reachCampaign } from './access.js';
import type { ChunkOutcome, Fingerprint, ItemError, JobStep, Stores, StoredResult } from './ports.js';

const CHUNK = 50;

type Person = {
  readonly declaration: Declaration;
  readonly pay: PayTotals | undefined;
  readonly known: StoredResult | undefined;
};

/** The result with its trace, if it is still what facts, pay and rules of today give; undefined otherwise. */
const confirmed = async (
  fingerprint: Fingerprint,
  { declaration, pay, known }: Person,
  campaign: Campaign,
): Promise<StoredResult | undefined> => {
  if (pay === undefined || known === undefined) return undefined;
  const input = { facts: declaration.facts, pay };
  const now = await fingerprint(declaration.tenantId, calculationFingerprintText(input, campaign));
  if (now !== known.inputFingerprint) return undefined;
  const outcome = calculate(input, campaign);
  return outcome.status === 'calculated' ? { ...known, trace: outcome.trace } : undefined;
};

const outdated = ({ id }: Declaration): ItemError => ({
  item: id,
  code: 'illegal_state',
  violations: [{ path: '', rule: 'result_outdated' }],
});

const finalisePage = async (
  fingerprint: Fingerprint,
  work: Stores,
  declarations: readonly Declaration[],
  campaign: Campaign,
): Promise<{ readonly locked: readonly Declaration[]; readonly errors: readonly ItemError[] }> => {
  const ids = declarations.map(({ id }) => id);
  const pays = await work.pay.findMany(campaign, ids);
  const results = await work.results.findMany(campaign, ids);
  const stored = new Map<string, StoredResult>();
  for (const declaration of declarations) {
    const person = { declaration, pay: pays.get(declaration.id), known: results.get(declaration.id) };
    const result = await confirmed(fingerprint, person, campaign);
    if (result !== undefined) stored.set(declaration.id, result);
  }
  const locked = declarations.filter(({ id }) => stored.has(id));
  await work.results.putMany(campaign, stored);
  await work.declarations.saveMany(locked.map(finalise));
  return { locked, errors: declarations.filter(({ id }) => !stored.has(id)).map(outdated) };
};

/** The campaign goes up a version with each chunk of people; when nobody is left open it is finalised itself. */
const saveCampaign = async (
  work: Stores,
  campaign: Campaign,
  hasLocked: boolean,
  isLast: boolean,
): Promise<Campaign> => {
  const { tenantId, id: campaignId } = campaign;
  const whole = { tenantId, campaignId, scope: { all: true } } as const;
  const isComplete = isLast && (await work.reviewList.unfinished(whole)).total === 0;
  if (!hasLocked && !isComplete) return campaign;
  const next = isComplete ? finaliseCampaign(campaign) : { ...campaign, version: campaign.version + 1 };
  await work.campaigns.save(next);
  return next;
};

/** Locks at most 50 people in one transaction, each with the trace of the result. */
export const finalisationChunk =
  ({ fingerprint }: { fingerprint: Fingerprint }) =>
  async ({ actor, params, cursor }: JobStep, work: Stores): Promise<ChunkOutcome> => {
    const { tenantId } = actor;
    const campaign = await reachCampaign(work, actor, params['campaignId'] ?? '', 'result.finalise');
    const page = { tenantId, campaignId: campaign.id, scope: { all: true }, after: cursor, limit: CHUNK } as const;
    const calculatedBy = new Date(params['calculatedBy'] ?? 0);
    const declarations = await work.declarations.pageToFinalise({ ...page, calculatedBy });
    const { locked, errors } = await finalisePage(fingerprint, work, declarations, campaign);
    const last = declarations.length === CHUNK ? declarations.at(-1)?.id : undefined;
    const progress = { ...(last === undefined ? {} : { cursor: last }), done: locked.length, errors };
    const { version } = await saveCampaign(work, campaign, locked.length > 0, last === undefined);
    if (locked.length === 0) return progress;
    return {
      ...progress,
      audit: {
        type: 'adjustment_finalised',
        subjectKind: 'declaration',
        subjectIds: locked.map(({ id }) => id),
        params: { stage: 'applied', count: `${locked.length}` },
      },
      events: [
        {
          type: 'AdjustmentFinalised',
          aggregateId: campaign.id,
          aggregateVersion: version,
          payload: { campaignId: campaign.id, employeeIds: locked.map(({ employeeId }) => employeeId) },
        },
      ],
    };
  };
