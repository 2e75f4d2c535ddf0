import type { UserActor } from '@nencho/auth';
import type { Slip } from '../forms/2026/withholding-slip/slip.js';
import type { FormDocument } from '../forms/form.js';

/** For whom and until when; handed on to the peers. */
export type Caller = { readonly actor: UserActor; readonly deadline: Date; readonly signal: AbortSignal };

/** One person's result with the name that belongs to it; empty for a person who has left the caller's scope. */
export type NamedResult = {
  readonly employeeNumber: string;
  readonly name: string;
  readonly kana: string;
  readonly taxYear: number;
  readonly salaryTotal: number;
  readonly withheldTaxTotal: number;
  /** The figures of the ledger by the names of packages/tax-rules. */
  readonly boxes: Readonly<Record<string, number>>;
  readonly rulesVersion: string;
};

export type Sources = {
  /** The slip of a finalised declaration that the caller may see. */
  readonly slipOf: (
    declarationId: string,
    caller: Caller,
  ) => Promise<{ readonly slip: Slip; readonly employeeId: string }>;
  /** Finalised results within the caller's scope, by employee number, some hundred at a time. */
  readonly resultsOf: (campaignId: string, caller: Caller) => AsyncIterable<readonly NamedResult[]>;
};

/** Draws a form as PDF/A-2b; see rendering/renderer.ts for its errors. */
export type Render = (form: FormDocument, signal: AbortSignal) => Promise<Uint8Array>;

/** What the audit trail says of an act: ids and figures, no personal data. */
export type Act = {
  readonly type: 'withholding_slip_rendered' | 'results_exported';
  readonly subjectKind: 'declaration' | 'campaign';
  readonly subjectIds: readonly string[];
  readonly outcome: 'success' | 'failed';
  readonly params?: Readonly<Record<string, string>>;
};

/** Adds one line to the tenant's audit trail, by itself: this service changes nothing else. */
export type RecordAct = (actor: UserActor, act: Act) => Promise<void>;

/** Counts one export of the person; throws `limit_exceeded`. */
export type CountExport = (actor: UserActor) => Promise<void>;
