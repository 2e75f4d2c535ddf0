import type { TaxYear, Violation } from '@nencho/kernel';
import type { PayTotals } from '@nencho/tax-rules';
import { notInThisState } from './rule-broken.js';

export type PayRowError = { readonly line: number; readonly violations: readonly Violation[] };

/** One good line of the file with the declaration that it belongs to. */
export type StagedPay = { readonly line: number; readonly declarationId: string; readonly pay: PayTotals };

/** Dry run of a pay file: what applying it would do. The rows themselves lie sealed in staging chunks. */
export type PayImport = {
  readonly id: string;
  readonly tenantId: string;
  readonly campaignId: string;
  readonly taxYear: TaxYear;
  readonly state: 'ready' | 'invalid' | 'applying' | 'applied';
  readonly rows: number;
  /** How many staging chunks hold the rows: one that is absent below this number is lost, not the end. */
  readonly chunks: number;
  readonly toCreate: number;
  readonly toUpdate: number;
  readonly unchanged: number;
  /** The first 200 wrong rows; `errorCount` counts all. */
  readonly errors: readonly PayRowError[];
  readonly errorCount: number;
  readonly createdAt: Date;
  /** The job that applies it or last did. */
  readonly jobId?: string;
};

/** After this time the sealed rows are gone and the file has to be uploaded again. */
export const STAGED_DAYS = 7;
/** The rows must outlive the job that applies them. */
const APPLICABLE_MS = (STAGED_DAYS - 1) * 86_400_000;

export const MAX_LISTED_ERRORS = 200;

/**
 * An import is applied once: a wrong one never, an applied one not again. One whose job was cancelled or stopped may be
 * taken up again, since rows that are in already stay as they are.
 */
export const requireApplicable = (payImport: PayImport, jobHasEnded: boolean, now: Date): void => {
  switch (payImport.state) {
    case 'invalid':
      throw notInThisState('import_invalid', { count: `${payImport.errorCount}` });
    case 'applied':
      throw notInThisState('import_applied');
    case 'applying':
      if (!jobHasEnded) throw notInThisState('import_applying');
      break;
    case 'ready':
  }
  if (now.getTime() - payImport.createdAt.getTime() > APPLICABLE_MS) throw notInThisState('import_expired');
};
