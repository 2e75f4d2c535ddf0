import { notInThisState } from './rule-broken.js';

/**
 * 確定 is not undone: it happens only to exactly as many people as the caller was shown, and not while anybody lacks a
 * result unless the caller accepts that.
 */
export const checkFinalisable = (
  { total, finalisable }: { readonly total: number; readonly finalisable: number },
  { allowPartial, expectedCount }: { readonly allowPartial: boolean; readonly expectedCount: number },
): void => {
  if (finalisable === 0) throw notInThisState('nothing_to_finalise');
  if (!allowPartial && finalisable < total) {
    throw notInThisState('not_all_calculated', { missing: `${total - finalisable}` });
  }
  if (finalisable !== expectedCount) {
    throw notInThisState('expected_count_changed', { expected: `${expectedCount}`, actual: `${finalisable}` });
  }
};
