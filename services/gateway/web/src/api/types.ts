import type { Attachment } from '@nencho/contracts/document/v1/attachment';
import type { DeclarationSummary, FieldComment, Receipt } from '@nencho/contracts/declaration/v1/declaration';
import type { AdjustmentFacts } from '@nencho/tax-rules';

/** A message as JSON: enums are their words. */
export type Plain<T> = T extends string
  ? `${T}`
  : T extends readonly (infer U)[]
    ? readonly Plain<U>[]
    : T extends object
      ? { readonly [K in keyof T]: Plain<T[K]> }
      : T;

export type AttachmentView = Plain<Attachment>;

export type SummaryView = Plain<DeclarationSummary>;

/** A declaration as the REST API answers: facts in the shape of the tax rules. */
export type DeclarationView = {
  readonly summary: SummaryView;
  readonly taxYear: number;
  readonly deadline: string;
  readonly lastPaymentDate: string;
  readonly campaignTitle: string;
  readonly facts: AdjustmentFacts;
  readonly comments: readonly FieldComment[];
  readonly receipt?: Receipt;
  readonly revisions: readonly {
    readonly number: number;
    readonly submittedAt: string;
    readonly facts: AdjustmentFacts;
    readonly attachmentIds: readonly string[];
  }[];
  /** Certificates that are attached now. */
  readonly attachmentIds: readonly string[];
};

export type GetDeclarationView = { readonly declaration: DeclarationView };
