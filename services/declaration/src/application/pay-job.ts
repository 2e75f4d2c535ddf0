import type { UserActor } from '@nencho/auth';
import type { PayTotals } from '@nencho/tax-rules';
import { withPay, type Declaration } from '../domain/declaration.js';
import { samePay } from '../domain/pay.js';
import type { PayImport, StagedPay } from '../domain/pay-import.js';
import { mayReach } from './access.js';
import { reachPayImport } from './get-pay-import.js';
import type { ChunkOutcome, ItemError, JobStep, Stores } from './ports.js';

const CHUNK = 50;

type Position = { readonly sequence: number; readonly offset: number };

const readPosition = (cursor: string | undefined): Position => {
  const [sequence = 0, offset = 0] = (cursor ?? '0/0').split('/').map(Number);
  return { sequence, offset };
};

const refused = (line: number, code: ItemError['code'], rule: string): ItemError => ({
  item: `row ${line}`,
  code,
  violations: [{ path: '', rule }],
});

const refusalOf = (
  actor: UserActor,
  { line }: StagedPay,
  declaration: Declaration | undefined,
): ItemError | undefined => {
  if (declaration === undefined) return refused(line, 'not_found', 'employee_unknown');
  if (!mayReach(actor, 'pay.import', declaration)) return refused(line, 'forbidden', 'out_of_scope');
  return declaration.status === 'finalised' ? refused(line, 'illegal_state', 'finalised') : undefined;
};

/** Only pay that is new or different outdates the result, if there is one. */
const isKnown = (before: PayTotals | undefined, pay: PayTotals): boolean =>
  before !== undefined && samePay(before, pay);

const applyRows = async (
  work: Stores,
  actor: UserActor,
  payImport: PayImport,
  rows: readonly StagedPay[],
): Promise<{ readonly changed: readonly string[]; readonly errors: readonly ItemError[] }> => {
  const ids = rows.map(({ declarationId }) => declarationId);
  const declarations = await work.declarations.findMany(actor.tenantId, ids);
  const declarationOf = new Map(declarations.map((declaration) => [declaration.id, declaration]));
  const known = await work.pay.findMany(payImport, ids);
  const changed = new Map<string, PayTotals>();
  const errors: ItemError[] = [];
  for (const row of rows) {
    const declaration = declarationOf.get(row.declarationId);
    const refusal = refusalOf(actor, row, declaration);
    if (refusal !== undefined) errors.push(refusal);
    else if (!isKnown(known.get(row.declarationId), row.pay)) changed.set(row.declarationId, row.pay);
  }
  await work.pay.putMany(payImport, changed);
  await work.declarations.saveColumns(declarations.filter(({ id }) => changed.has(id)).map(withPay));
  return { changed: [...changed.keys()], errors };
};

/** Where the next chunk begins; undefined when no row is left. */
const nextCursor = ({ chunks }: PayImport, { sequence, offset }: Position, staged: number): string | undefined => {
  if (offset + CHUNK < staged) return `${sequence}/${offset + CHUNK}`;
  return sequence + 1 < chunks ? `${sequence + 1}/0` : undefined;
};

/**
 * Takes at most 50 rows of a dry run over into pay, in one transaction. Rows that should be staged and are gone stop the
 * job (`import_expired`): what was taken over stays, and the import is not said to be applied.
 */
export const payChunk =
  () =>
  async ({ actor, params, cursor }: JobStep, work: Stores): Promise<ChunkOutcome> => {
    const payImport = await reachPayImport(work, actor, params['importId'] ?? '');
    const position = readPosition(cursor);
    const { chunks } = payImport;
    const staged = position.sequence < chunks ? await work.payImports.stagedChunk(payImport, position.sequence) : [];
    const rows = staged.slice(position.offset, position.offset + CHUNK);
    const { changed, errors } = await applyRows(work, actor, payImport, rows);
    const next = nextCursor(payImport, position, staged.length);
    if (next === undefined) {
      await work.payImports.saveState({ ...payImport, state: 'applied' }, 'applying');
      await work.payImports.dropStaged(payImport);
    }
    return {
      ...(next === undefined ? {} : { cursor: next }),
      done: rows.length - errors.length,
      errors,
      ...(changed.length === 0
        ? {}
        : {
            audit: {
              type: 'pay_imported',
              subjectKind: 'declaration',
              subjectIds: changed,
              params: { stage: 'applied', importId: payImport.id, count: `${changed.length}` },
            },
          }),
    };
  };
