import type { ScopeFilter } from '@nencho/auth';
import { isAppError, limitExceeded, type Clock } from '@nencho/kernel';
import type { Card, Employment } from '../domain/person.js';
import { searchForm } from '../domain/text.js';
import type { PersonStore, TenantStore } from './ports.js';

/** Answers that a search may give before it asks to be narrowed. */
export const MAX_SEARCH_RESULTS = 1_000;
const MAX_TENANTS = 8;
const MAX_CHARACTERS = 128 * 1024 * 1024; // 256 MiB at two bytes a character
const IDLE_MS = 60_000;

export type DirectoryDeps = {
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly people: Pick<PersonStore, 'cardsChangedAfter'>;
  readonly clock: Clock;
};

export type Directory = {
  /** Ids of employees within scope whose name, kana, number or mail contains the query. */
  readonly search: (tenantId: string, query: string, scope: ScopeFilter) => Promise<readonly string[]>;
  /** Forgets what was not asked for within a minute. */
  readonly dropIdle: () => void;
  readonly drop: (tenantId: string) => void;
  /** Tenants held opened, the one asked for last at the end. */
  readonly held: () => readonly string[];
};

type Listed = { readonly text: string; readonly place: Pick<Employment, 'companyId' | 'departmentPath'> };
type Entry = { readonly people: Map<string, Listed>; revision: number; characters: number; usedAt: number };

/** Parts are kept apart by a sign that no query contains, so that no match runs over their border. */
const textOf = (number: string, card: Card): string =>
  [`${card.familyName}${card.givenName}`, `${card.familyKana}${card.givenKana}`, number, card.mail]
    .map(searchForm)
    .join('\n');

const isWithin = (scope: ScopeFilter, id: string, { companyId, departmentPath }: Listed['place']): boolean =>
  scope.all ||
  scope.companyIds.includes(companyId) ||
  scope.departmentIds.some((departmentId) => departmentPath.includes(departmentId)) ||
  scope.employeeIds.includes(id);

const refresh = async (entry: Entry, tenantId: string, revision: number, { people }: DirectoryDeps): Promise<void> => {
  if (entry.revision === revision) return;
  for await (const { person, card } of people.cardsChangedAfter(tenantId, entry.revision)) {
    const { employment } = person;
    if (employment === undefined) continue;
    const text = textOf(employment.number, card);
    entry.characters += text.length - (entry.people.get(person.id)?.text.length ?? 0);
    const { companyId, departmentPath } = employment;
    entry.people.set(person.id, { text, place: { companyId, departmentPath } });
  }
  entry.revision = revision;
};

/**
 * The one place where many names lie opened in memory: at most 8 tenants and 256 MiB, for as long as they are searched
 * and a minute more; a key that is gone takes its tenant out at once. Changes of other instances are seen by the
 * tenant's revision, which every search asks for.
 */
export const createDirectory = (deps: DirectoryDeps): Directory => {
  const { tenants, clock } = deps;
  const entries = new Map<string, Entry>();

  const makeRoom = (): void => {
    const total = () => [...entries.values()].reduce((sum, { characters }) => sum + characters, 0);
    for (const oldest of entries.keys()) {
      if (entries.size <= MAX_TENANTS && (total() <= MAX_CHARACTERS || entries.size === 1)) return;
      entries.delete(oldest);
    }
  };

  const opened = async (tenantId: string): Promise<Entry> => {
    const tenant = await tenants.find(tenantId);
    // A copy is refreshed and put back whole: searches at the same time never see half of it.
    const known = entries.get(tenantId);
    const entry: Entry =
      known === undefined
        ? { people: new Map(), revision: -1, characters: 0, usedAt: 0 }
        : { ...known, people: known.revision === tenant?.peopleRevision ? known.people : new Map(known.people) };
    try {
      await refresh(entry, tenantId, tenant?.peopleRevision ?? 0, deps);
    } catch (error) {
      if (isAppError(error) && (error.code === 'forbidden' || error.code === 'unavailable')) entries.delete(tenantId);
      throw error;
    }
    entry.usedAt = clock.now().getTime();
    entries.delete(tenantId);
    entries.set(tenantId, entry);
    makeRoom();
    return entry;
  };

  return {
    search: async (tenantId, query, scope) => {
      const wanted = searchForm(query);
      if (wanted === '') return [];
      const { people } = await opened(tenantId);
      const ids = [...people]
        .filter(([id, { text, place }]) => text.includes(wanted) && isWithin(scope, id, place))
        .map(([id]) => id);
      if (ids.length > MAX_SEARCH_RESULTS) throw limitExceeded('search_results');
      return ids;
    },
    dropIdle: () => {
      const now = clock.now().getTime();
      for (const [tenantId, { usedAt }] of entries) if (now - usedAt >= IDLE_MS) entries.delete(tenantId);
    },
    drop: (tenantId) => void entries.delete(tenantId),
    held: () => [...entries.keys()],
  };
};
