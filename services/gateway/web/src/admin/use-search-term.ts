import { useQuery, useQueryClient } from '@tanstack/react-query';

/**
 * What was looked for in a list, by name: kept in memory while the page is open, since names do not belong into
 * addresses. The other filters stand in the URL.
 */
export const useSearchTerm = (list: 'employees' | 'declarations') => {
  const queries = useQueryClient();
  const queryKey = ['search-term', list];
  const { data: term } = useQuery({
    queryKey,
    queryFn: () => '',
    initialData: '',
    staleTime: Infinity,
    gcTime: Infinity,
  });
  const setTerm = (next: string): void => {
    queries.setQueryData(queryKey, next);
  };
  return { term, setTerm };
};
