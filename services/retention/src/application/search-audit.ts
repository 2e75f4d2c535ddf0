import { requirePermission, type UserActor } from '@nencho/auth';
import { validationFailed, type Violation } from '@nencho/kernel';
import type { Link } from '../domain/chain.js';
import type { AuditLine, ChainStore, Cursors, OpenLine, RecordSearch, SearchScope, SearchTerm } from './ports.js';

export type AuditQuery = {
  readonly cursor: string;
  readonly limit: number;
  readonly type: string;
  readonly subjectId: string;
  readonly actorSub: string;
  /** RFC 3339 instants, or '' */
  readonly from: string;
  readonly to: string;
};

export type AuditPage = {
  readonly items: readonly { readonly link: Link; readonly line: AuditLine }[];
  readonly nextCursor: string;
};

type Deps = {
  readonly chain: Pick<ChainStore, 'search'>;
  readonly open: OpenLine;
  readonly cursors: Cursors;
  readonly recordSearch: RecordSearch;
};

const defaultLimit = 50;
const largestPage = 200;

const instantOf = (path: string, text: string, violations: Violation[]): Date | undefined => {
  if (text === '') return undefined;
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) {
    violations.push({ path, rule: 'instant' });
    return undefined;
  }
  return instant;
};

const termsOf = ({ type, subjectId, actorSub }: AuditQuery): readonly SearchTerm[] =>
  (
    [
      { kind: 'type', value: type },
      { kind: 'subject', value: subjectId },
      { kind: 'actor', value: actorSub },
    ] as const
  ).filter(({ value }) => value !== '');

/** As given, in one order: what the first page was asked with, the next ones are. */
const scopeOf = ({ tenantId, sub }: UserActor, { type, subjectId, actorSub, from, to }: AuditQuery): SearchScope => ({
  tenantId,
  sub,
  filters: [type, subjectId, actorSub, from, to],
});

/**
 * The audit trail of the caller's tenant, newest first. The first page of a search is itself recorded; its cursor serves
 * the same person and filters only, so that nothing else is read without a record.
 */
export const searchAudit =
  ({ chain, open, cursors, recordSearch }: Deps) =>
  async (query: AuditQuery, actor: UserActor): Promise<AuditPage> => {
    requirePermission(actor, 'audit.read', 'tenant');
    const { tenantId } = actor;
    const violations: Violation[] = [];
    const from = instantOf('from', query.from, violations);
    const to = instantOf('to', query.to, violations);
    if (query.limit < 0 || query.limit > largestPage) {
      violations.push({ path: 'page.limit', rule: 'range', params: { min: '1', max: `${largestPage}` } });
    }
    if (violations.length > 0) throw validationFailed(violations);
    const limit = query.limit === 0 ? defaultLimit : query.limit;
    const scope = scopeOf(actor, query);
    const before = cursors.read(scope, query.cursor);
    const links = await chain.search(tenantId, { terms: termsOf(query), from, to, before, limit: limit + 1 });
    const page = links.slice(0, limit);
    const items = await Promise.all(page.map(async (link) => ({ link, line: await open(link) })));
    if (before === undefined) await recordSearch(actor);
    const last = page.at(-1);
    return { items, nextCursor: links.length > limit && last !== undefined ? cursors.sign(scope, last.index) : '' };
  };
