import { canonicalJson } from '@nencho/kernel';
import type { Digest } from './chain.js';
import type { DryRun, Erasure } from './erasure.js';

/** What an operator approves: this tenant, and this list of what will be deleted. */
export const dryRunHash = (
  { id, tenantId }: Pick<Erasure, 'id' | 'tenantId'>,
  { no, answers }: DryRun,
  digest: Digest,
): string => {
  const stores = answers
    .flatMap(({ service, stores: counts }) => counts.map(({ name, count }) => ({ service, name, count })))
    .map((store) => canonicalJson(store))
    .sort();
  return digest(canonicalJson({ dryRun: 'nencho dry run 1', erasureId: id, tenantId, no, stores }));
};
