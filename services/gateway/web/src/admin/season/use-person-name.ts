import type { EmployeeCard } from '@nencho/contracts/identity/v1/identity';
import { useQuery } from '@tanstack/react-query';
import { send } from '../../api/client.js';
import type { Plain, SummaryView } from '../../api/types.js';
import type { ReviewRow } from './review-rows.js';

type Cards = { readonly items: readonly Plain<EmployeeCard>[] };

/** The name of a declaration's person: from the list that is open, else looked up by number. */
export const usePersonName = (rows: readonly ReviewRow[], summary: SummaryView | undefined): string => {
  const listed = rows.find(({ id }) => id === summary?.id)?.card;
  const number = summary?.employeeNumber ?? '';
  const found = useQuery({
    queryKey: ['employees', { q: number, name: true }],
    queryFn: async () => send<Cards>('POST', '/api/v1/employees/search', { q: number }),
    enabled: summary !== undefined && listed === undefined,
    staleTime: Infinity,
  });
  const card = listed ?? found.data?.items.find(({ id }) => id === summary?.employeeId);
  return card === undefined ? '' : `${card.familyName} ${card.givenName}`;
};
