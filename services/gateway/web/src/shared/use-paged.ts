import { useInfiniteQuery } from '@tanstack/react-query';
import { get, send } from '../api/client.js';

type PageOf<T> = { readonly items: readonly T[]; readonly nextCursor: string };

/** Reads a page. A list that is searched by name (`q`) is asked by POST, so that no name stands in an address. */
const readPage = async <T>(path: string, filters: Readonly<Record<string, string>>): Promise<PageOf<T>> => {
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
  return given['q'] === undefined
    ? get<PageOf<T>>(`${path}?${new URLSearchParams(given).toString()}`)
    : send<PageOf<T>>('POST', `${path}/search`, given);
};

/** A list of the API, page after page. `filters` that are empty are left out. */
export const usePaged = <T>(key: string, path: string, filters: Readonly<Record<string, string>>) => {
  const query = useInfiniteQuery({
    queryKey: [key, filters],
    queryFn: async ({ pageParam }) => readPage<T>(path, { ...filters, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => (nextCursor === '' ? undefined : nextCursor),
  });
  const more = {
    isThere: query.hasNextPage,
    isLoading: query.isFetchingNextPage,
    load: () => void query.fetchNextPage(),
  };
  return { query, items: query.data?.pages.flatMap(({ items }) => items) ?? [], more };
};
