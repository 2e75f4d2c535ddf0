import type { EmployeeCard } from '@nencho/contracts/identity/v1/identity';
import { useParams, useSearchParams } from 'react-router';
import type { Plain, SummaryView } from '../../api/types.js';
import { usePaged } from '../../shared/use-paged.js';
import { useSearchTerm } from '../use-search-term.js';

export type ReviewRow = SummaryView & { readonly card?: Plain<EmployeeCard> };

/** The filters of the list stand in the URL (but for a name that is looked for), so that the way back from a person finds the same list. */
export const useReviewRows = (campaignId: string) => {
  const [search] = useSearchParams();
  const { term } = useSearchTerm('declarations');
  return usePaged<ReviewRow>('declarations', '/api/v1/declarations', {
    campaignId,
    status: search.get('status') ?? '',
    q: term,
    problem: search.get('problem') ?? '',
  });
};

/** Addresses of the list and of a person within it, both with the filters. */
export const useReviewPlace = () => {
  const { campaignId = '' } = useParams();
  const [search] = useSearchParams();
  const list = `/admin/campaigns/${campaignId}/review`;
  const query = search.toString();
  const withQuery = (path: string): string => (query === '' ? path : `${path}?${query}`);
  return { listPath: withQuery(list), pathOf: (id: string): string => withQuery(`${list}/${id}`) };
};
