import type { ScopeFilter, UserActor } from '@nencho/auth';
import { notFound, type Clock, type Violation } from '@nencho/kernel';
import type { PayTotals } from '@nencho/tax-rules';
import { requireOpened, type Campaign } from '../domain/campaign.js';
import { parsePayRecord, payColumns, samePay, type PayRow } from '../domain/pay.js';
import { MAX_LISTED_ERRORS, type PayImport, type PayRowError, type StagedPay } from '../domain/pay-import.js';
import { mayReach, reachPartOfCampaign } from './access.js';
import type {
  CountImport,
  DeclarationLine,
  Mutate,
  NewId,
  PayFileRecord,
  ReadPayFile,
  Sha256,
  Stores,
} from './ports.js';

export type StartPayImport = {
  readonly idempotencyKey: string;
  readonly campaignId: string;
  readonly content: Uint8Array;
};

type Deps = {
  mutate: Mutate;
  stores: Pick<Stores, 'campaigns' | 'reviewList' | 'pay' | 'payImports'>;
  readPayFile: ReadPayFile;
  countImport: CountImport;
  clock: Clock;
  newId: NewId;
  sha256: Sha256;
};

const BATCH = 500;

type GoodRow = PayRow & { readonly line: number };
type Checked = {
  readonly errors: PayRowError[];
  readonly staged: StagedPay[];
  toCreate: number;
  toUpdate: number;
  unchanged: number;
};

const parseRecords = (
  records: readonly PayFileRecord[],
): { readonly rows: readonly GoodRow[]; readonly errors: readonly PayRowError[] } => {
  const firstLines = new Map<string, number>();
  const rows: GoodRow[] = [];
  const errors: PayRowError[] = [];
  const refuse = (line: number, violations: readonly Violation[]): void => void errors.push({ line, violations });
  for (const { line, record } of records) {
    if (record === 'column_count') {
      refuse(line, [{ path: '', rule: 'column_count' }]);
      continue;
    }
    const parsed = parsePayRecord(record);
    if ('violations' in parsed) {
      refuse(line, parsed.violations);
      continue;
    }
    const first = firstLines.get(parsed.employeeNumber);
    if (first === undefined) {
      firstLines.set(parsed.employeeNumber, line);
      rows.push({ ...parsed, line });
    } else {
      refuse(line, [{ path: payColumns.employeeNumber, rule: 'duplicate_in_file', params: { line: `${first}` } }]);
    }
  }
  return { rows, errors };
};

/** Which rule stands against taking pay for this person, if any. */
const refusalOf = (actor: UserActor, line: DeclarationLine | undefined): string | undefined => {
  if (line === undefined) return 'employee_unknown';
  if (!mayReach(actor, 'pay.import', line)) return 'out_of_scope';
  return line.status === 'finalised' ? 'finalised' : undefined;
};

const countChange = (checked: Checked, before: PayTotals | undefined, after: PayTotals): void => {
  if (before === undefined) checked.toCreate += 1;
  else if (samePay(before, after)) checked.unchanged += 1;
  else checked.toUpdate += 1;
};

/** Matches rows with the campaign's declarations by employee number and compares them with the pay known so far. */
const checkBatch = async (
  { reviewList, pay }: Pick<Stores, 'reviewList' | 'pay'>,
  actor: UserActor,
  campaign: Campaign,
  rows: readonly GoodRow[],
  checked: Checked,
): Promise<void> => {
  const numbers = rows.map(({ employeeNumber }) => employeeNumber);
  const lines = await reviewList.byNumbers(campaign.tenantId, campaign.id, numbers);
  // A finalised declaration keeps a number that may belong to somebody else since: the other one counts, then.
  const finalisedFirst = lines.toSorted((a, b) => Number(b.status === 'finalised') - Number(a.status === 'finalised'));
  const lineOf = new Map(finalisedFirst.map((line) => [line.place.employeeNumber, line]));
  const known = await pay.findMany(
    campaign,
    lines.filter(({ hasPay }) => hasPay).map(({ id }) => id),
  );
  for (const row of rows) {
    const line = lineOf.get(row.employeeNumber);
    const rule = refusalOf(actor, line);
    if (line === undefined || rule !== undefined) {
      checked.errors.push({
        line: row.line,
        violations: [{ path: payColumns.employeeNumber, rule: rule ?? 'employee_unknown' }],
      });
      continue;
    }
    countChange(checked, known.get(line.id), row.pay);
    checked.staged.push({ line: row.line, declarationId: line.id, pay: row.pay });
  }
};

const checkFile = async (
  deps: Pick<Deps, 'readPayFile' | 'stores'>,
  actor: UserActor,
  campaign: Campaign,
  content: Uint8Array,
): Promise<Checked & { readonly rows: number }> => {
  const records = deps.readPayFile(content);
  const { rows, errors } = parseRecords(records);
  const checked: Checked = { errors: [...errors], staged: [], toCreate: 0, toUpdate: 0, unchanged: 0 };
  for (let from = 0; from < rows.length; from += BATCH) {
    await checkBatch(deps.stores, actor, campaign, rows.slice(from, from + BATCH), checked);
  }
  checked.errors.sort((a, b) => a.line - b.line);
  return { ...checked, rows: records.length };
};

/** Dry run: says what applying the file would do, and every wrong row. Changes no pay. */
export const startPayImport =
  ({ mutate, stores, countImport, clock, newId, sha256, readPayFile }: Deps) =>
  async ({ idempotencyKey, campaignId, content }: StartPayImport, actor: UserActor): Promise<PayImport> => {
    const reached: { readonly campaign: Campaign; readonly scope: ScopeFilter } = await reachPartOfCampaign(
      stores,
      actor,
      campaignId,
      'pay.import',
    );
    requireOpened(reached.campaign);
    await countImport(actor.tenantId);
    const { staged, errors, ...counts } = await checkFile({ readPayFile, stores }, actor, reached.campaign, content);
    const identity = { id: newId(), tenantId: actor.tenantId, taxYear: reached.campaign.taxYear };
    const payImport: PayImport = {
      ...counts,
      ...identity,
      chunks: errors.length === 0 ? await stores.payImports.stage(identity, staged) : 0,
      campaignId,
      state: errors.length === 0 ? 'ready' : 'invalid',
      errors: errors.slice(0, MAX_LISTED_ERRORS),
      errorCount: errors.length,
      createdAt: clock.now(),
    };
    const request = { campaignId, content: sha256(content) };
    const { ids } = await mutate({ actor, method: 'StartPayImport', idempotencyKey, request }, async (work) => {
      await work.payImports.insert(payImport);
      return {
        ids: { importId: payImport.id },
        audit: {
          type: 'pay_import_checked',
          subjectKind: 'pay_import',
          subjectIds: [payImport.id],
          params: { rows: `${payImport.rows}`, errors: `${payImport.errorCount}` },
        },
      };
    });
    const saved = await stores.payImports.find(actor.tenantId, ids['importId'] ?? '');
    if (saved === undefined) throw notFound('pay_import');
    return saved;
  };
