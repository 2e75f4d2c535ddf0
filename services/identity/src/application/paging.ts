import { validationFailed } from '@nencho/kernel';
import type { Cursors } from './ports.js';

export type PageQuery = { readonly cursor: string; readonly limit: number };

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

type List<T> = {
  readonly cursors: Cursors;
  /** Names the tenant and the list: a cursor is good nowhere else. */
  readonly scope: string;
  /** Sort key and id of an item. */
  readonly position: (item: T) => readonly [string, string];
  readonly read: (page: {
    readonly limit: number;
    readonly after?: readonly [string, string];
  }) => Promise<readonly T[]>;
};

/** One page; it asks for one item more than the page holds to know whether there is another. */
export const readPage = async <T>(
  { cursor, limit }: PageQuery,
  { cursors, scope, position, read }: List<T>,
): Promise<{ readonly items: readonly T[]; readonly nextCursor: string }> => {
  if (!Number.isInteger(limit) || limit < 0 || limit > MAX_LIMIT) {
    throw validationFailed([{ path: 'page.limit', rule: 'range', params: { min: '1', max: String(MAX_LIMIT) } }]);
  }
  const size = limit === 0 ? DEFAULT_LIMIT : limit;
  const after = cursors.read(scope, cursor);
  const found = await read({ limit: size + 1, ...(after === undefined ? {} : { after }) });
  const items = found.slice(0, size);
  const last = items.at(-1);
  return { items, nextCursor: found.length > size && last !== undefined ? cursors.sign(scope, position(last)) : '' };
};
