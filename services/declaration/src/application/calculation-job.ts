import type { Clock, Violation } from '@nencho/kernel';
import { rulesVersion, type PayTotals } from '@nencho/tax-rules';
import { calculate, calculationFingerprintText } from '../domain/calculation.js';
import { withCalculation, type Declaration } from '../domain/declaration.js';
import type { RulesContext } from '../domain/submission-checks.js';
import { reachPartOfCampaign } from './access.js';
import type { ChunkOutcome, Fingerprint, ItemError, JobStep, PartsOf, Stores, StoredResult } from './ports.js';

const CHUNK = 50;

type Deps = { clock: Clock; fingerprint: Fingerprint };
type Person = {
  readonly declaration: Declaration;
  readonly pay: PayTotals | undefined;
  readonly known: StoredResult | undefined;
};
/** What one person's calculation came to; nothing to store when the result at hand is still good. */
type Outcome =
  | {
      readonly kind: 'problem';
      readonly code: ItemError['code'];
      readonly violations: readonly [Violation, ...Violation[]];
    }
  | { readonly kind: 'same' }
  | { readonly kind: 'new'; readonly stored: StoredResult };

const notReady = (rule: string): Outcome => ({
  kind: 'problem',
  code: 'illegal_state',
  violations: [{ path: '', rule }],
});

const calculatePerson = async (
  { clock, fingerprint }: Deps,
  { declaration, pay, known }: Person,
  context: RulesContext,
): Promise<Outcome> => {
  if (declaration.status !== 'approved') return notReady('not_approved');
  if (pay === undefined) return notReady('no_pay');
  const input = { facts: declaration.facts, pay };
  const inputFingerprint = await fingerprint(declaration.tenantId, calculationFingerprintText(input, context));
  if (known?.inputFingerprint === inputFingerprint) return { kind: 'same' };
  const outcome = calculate(input, context);
  return outcome.status === 'problem'
    ? { kind: 'problem', code: 'validation_failed', violations: outcome.violations }
    : { kind: 'new', stored: { result: outcome.result, rulesVersion, inputFingerprint, calculatedAt: clock.now() } };
};

type Calculated = { readonly declaration: Declaration; readonly outcome: Outcome };

/** Nothing is written of somebody whose result at hand is known to be good. */
const isNews = ({ declaration, outcome }: Calculated): boolean =>
  outcome.kind !== 'same' || declaration.resultStatus !== 'calculated';

/** Stores the outcomes of a chunk, in two round trips. */
const saveOutcomes = async (
  { declarations, results }: Stores,
  of: PartsOf,
  news: readonly Calculated[],
  now: Date,
): Promise<void> => {
  const stored = news.flatMap(({ declaration, outcome }) =>
    outcome.kind === 'new' ? [[declaration.id, outcome.stored] as const] : [],
  );
  await results.putMany(of, new Map(stored));
  await declarations.saveColumns(
    news.map(({ declaration, outcome }) =>
      withCalculation(
        declaration,
        outcome.kind === 'problem' ? { problem: outcome.violations[0].rule } : { calculatedAt: now },
      ),
    ),
  );
};

const errorsOf = (calculated: readonly Calculated[]): ItemError[] =>
  calculated.flatMap(({ declaration, outcome }) =>
    outcome.kind === 'problem' ? [{ item: declaration.id, code: outcome.code, violations: outcome.violations }] : [],
  );

const peopleOf = async (
  work: Stores,
  declarations: readonly Declaration[],
  of: PartsOf,
): Promise<readonly Person[]> => {
  const ids = declarations.map(({ id }) => id);
  const pays = await work.pay.findMany(of, ids);
  const results = await work.results.findMany(of, ids);
  return declarations.map((declaration) => ({
    declaration,
    pay: pays.get(declaration.id),
    known: results.get(declaration.id),
  }));
};

/**
 * Calculates at most 50 people in one transaction. Running it again changes nothing where facts, pay and rules are the
 * same; people who cannot be calculated are reported and do not stop the others.
 */
export const calculationChunk =
  (deps: Deps) =>
  async ({ actor, params, cursor }: JobStep, work: Stores): Promise<ChunkOutcome> => {
    const { tenantId } = actor;
    const part = await reachPartOfCampaign(work, actor, params['campaignId'] ?? '', 'result.calculate');
    const { campaign, scope } = part;
    const page = { tenantId, campaignId: campaign.id, scope, after: cursor, limit: CHUNK };
    const declarations = await work.declarations.pageToCalculate(page);
    const of = { tenantId, taxYear: campaign.taxYear };
    const people = await peopleOf(work, declarations, of);
    const calculated = await Promise.all(
      people.map(async (person) => ({
        declaration: person.declaration,
        outcome: await calculatePerson(deps, person, campaign),
      })),
    );
    const news = calculated.filter(isNews);
    await saveOutcomes(work, of, news, deps.clock.now());
    const errors = errorsOf(calculated);
    const changed = news.filter(({ outcome }) => outcome.kind !== 'problem').map(({ declaration }) => declaration.id);
    const last = declarations.length === CHUNK ? declarations.at(-1)?.id : undefined;
    return {
      ...(last === undefined ? {} : { cursor: last }),
      done: declarations.length - errors.length,
      errors,
      ...(changed.length === 0
        ? {}
        : {
            audit: {
              type: 'adjustment_calculated',
              subjectKind: 'declaration',
              subjectIds: changed,
              params: { stage: 'applied', count: `${changed.length}`, rulesVersion },
            },
          }),
    };
  };
