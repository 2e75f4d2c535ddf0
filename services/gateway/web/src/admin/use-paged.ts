import { useInfiniteQuery } from '@tanstack/react-query';
import { get } from '../api/client.js';

type PageOf<T> = { readonly items: readonly T[]; readonly nextCursor: string };

/** A list of the API, page after page. `filters` that are empty are left out. */
export const usePaged = <T>(key: string, path: string, filters: Readonly<Record<string, string>>) => {
  const query = useInfiniteQuery({
    queryKey: [key, filters],
    queryFn: async ({ pageParam }) => {
      const search = new URLSearchParams(
        Object.entries({ ...filters, cursor: pageParam }).filter(([, value]) => value !== ''),
      );
      return get<PageOf<T>>(`${path}?${search.toString()}`);
    },
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
