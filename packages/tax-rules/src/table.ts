import type { Yen } from '@nencho/kernel';

/** The first row of an ascending table whose `upTo` (以下) the amount does not exceed; undefined above the table. */
export const rowFor = <Row extends { readonly upTo: Yen }>(rows: readonly Row[], amount: Yen): Row | undefined => {
  for (const row of rows) if (amount <= row.upTo) return row;
  return undefined;
};
