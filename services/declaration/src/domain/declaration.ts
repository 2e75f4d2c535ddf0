import { versionConflict, type LocalDate, type TaxYear } from '@nencho/kernel';
import { emptyFacts, type AdjustmentFacts } from '@nencho/tax-rules';
import { isPastDeadline, type Campaign } from './campaign.js';
import { checkComments, type FieldComment } from './field-comments.js';
import { checkEditable } from './facts.js';
import { checkBeforeSubmitting } from './submission-checks.js';
import type { Place, ScopeRow } from './place.js';
import { notInThisState } from './rule-broken.js';

export type ResultStatus = 'none' | 'calculated' | 'outdated' | 'finalised';

/** 受領の控え: what the person gets for a submission (所令319条の2, record of a proper receipt). */
export type Receipt = {
  readonly number: string;
  readonly submittedAt: Date;
  /** SHA-256 (hex) over the salted canonical facts. */
  readonly contentHash: string;
  /** Number of the revision that holds these facts. */
  readonly revision: number;
};

type State =
  | { readonly status: 'open' | 'draft' }
  | { readonly status: 'submitted' | 'approved' | 'finalised'; readonly receipt: Receipt }
  | { readonly status: 'sent_back'; readonly receipt: Receipt; readonly comments: readonly FieldComment[] };

export type DeclarationStatus = State['status'];

/** 給与所得者の各種申告書 of one person in one campaign, as facts. */
export type Declaration = {
  readonly id: string;
  readonly tenantId: string;
  readonly campaignId: string;
  readonly employeeId: string;
  readonly taxYear: TaxYear;
  readonly place: Place;
  readonly facts: AdjustmentFacts;
  /** identity's version of the employee from which birth date was copied when the declaration was opened. */
  readonly profileVersion: number;
  readonly hasPay: boolean;
  readonly resultStatus: ResultStatus;
  /** When the result was last calculated; absent without one. */
  readonly calculatedAt?: Date;
  /** Rule that the last calculation broke; empty once facts, status or pay changed. */
  readonly problem: string;
  readonly version: number;
} & State;

export type Submitted = Declaration & { readonly status: 'submitted'; readonly receipt: Receipt };

/** A fresh declaration: nothing stated but the birth date, which is the employer's record. */
export const openDeclaration = (
  campaign: Pick<Campaign, 'id' | 'tenantId' | 'taxYear'>,
  { employeeId, employeeNumber, companyId, departmentId, departmentPath }: ScopeRow,
  profile: { readonly birthDate: LocalDate; readonly version: number },
  id: string,
): Declaration => ({
  id,
  tenantId: campaign.tenantId,
  campaignId: campaign.id,
  employeeId,
  taxYear: campaign.taxYear,
  place: { employeeNumber, companyId, departmentId, departmentPath },
  facts: emptyFacts(profile.birthDate),
  profileVersion: profile.version,
  hasPay: false,
  resultStatus: 'none',
  problem: '',
  version: 1,
  status: 'open',
});

/** What stays the same over a transition; the version goes up by one with each. */
const next = ({
  id,
  tenantId,
  campaignId,
  employeeId,
  taxYear,
  place,
  facts,
  profileVersion,
  ...rest
}: Declaration) => ({
  id,
  tenantId,
  campaignId,
  employeeId,
  taxYear,
  place,
  facts,
  profileVersion,
  hasPay: rest.hasPay,
  resultStatus: rest.resultStatus,
  ...(rest.calculatedAt === undefined ? {} : { calculatedAt: rest.calculatedAt }),
  problem: '',
  version: rest.version + 1,
});

/** Someone saved in between when the caller's version is not the stored one. */
export const requireVersion = (declaration: Declaration, version: number): void => {
  if (declaration.version !== version) throw versionConflict('declaration');
};

const notFrom = (declaration: Declaration, act: string) => notInThisState(act, { status: declaration.status });

/** In the person's hands: facts can be saved and certificates attached. */
export const isEditable = ({ status }: Pick<Declaration, 'status'>): boolean =>
  status === 'open' || status === 'draft' || status === 'sent_back';

/** Autosave of one's own facts, while nobody else has them in hand. */
export const saveFacts = (declaration: Declaration, facts: AdjustmentFacts): Declaration => {
  switch (declaration.status) {
    case 'open':
    case 'draft':
      checkEditable(declaration.facts, facts);
      return { ...next(declaration), facts, status: 'draft' };
    case 'sent_back':
      checkEditable(declaration.facts, facts);
      return {
        ...next(declaration),
        facts,
        status: 'sent_back',
        receipt: declaration.receipt,
        comments: declaration.comments,
      };
    case 'submitted':
    case 'approved':
    case 'finalised':
      throw notFrom(declaration, 'not_editable');
  }
};

export type SubmissionTerms = {
  readonly campaign: Campaign;
  readonly now: Date;
  /** Made by the caller: number and hash depend on randomness. */
  readonly receipt: Pick<Receipt, 'number' | 'contentHash'>;
};

/**
 * 提出. All violations of the facts are reported at once. After the deadline only what was sent back may come in:
 * the reviewer asked for it.
 */
export const submit = (declaration: Declaration, { campaign, now, receipt }: SubmissionTerms): Submitted => {
  if (declaration.status === 'open') throw notInThisState('nothing_saved', { status: 'open' });
  if (declaration.status !== 'draft' && declaration.status !== 'sent_back')
    throw notFrom(declaration, 'not_submittable');
  if (declaration.status === 'draft' && isPastDeadline(campaign, now)) {
    throw notInThisState('deadline_passed', { deadline: campaign.deadline });
  }
  checkBeforeSubmitting(declaration.facts, campaign);
  const revision = declaration.status === 'sent_back' ? declaration.receipt.revision + 1 : 1;
  return { ...next(declaration), status: 'submitted', receipt: { ...receipt, submittedAt: now, revision } };
};

/** 差戻し of single fields. An approved declaration can be reopened in the same way until it is finalised. */
export const sendBack = (declaration: Declaration, comments: readonly FieldComment[]): Declaration => {
  if (declaration.status !== 'submitted' && declaration.status !== 'approved')
    throw notFrom(declaration, 'not_reviewable');
  checkComments(declaration.facts, comments);
  return { ...outdated(next(declaration)), status: 'sent_back', receipt: declaration.receipt, comments };
};

/** 承認. */
export const approve = (declaration: Declaration): Declaration => {
  if (declaration.status !== 'submitted') throw notFrom(declaration, 'not_reviewable');
  return { ...next(declaration), status: 'approved', receipt: declaration.receipt };
};

/** 確定: locks the declaration together with its result. */
export const finalise = (declaration: Declaration): Declaration => {
  if (declaration.status !== 'approved') throw notFrom(declaration, 'not_approved');
  if (declaration.resultStatus !== 'calculated') throw notInThisState('not_calculated');
  return { ...next(declaration), resultStatus: 'finalised', status: 'finalised', receipt: declaration.receipt };
};

/** A result that was calculated from other facts or pay no longer holds. */
const outdated = <T extends { readonly resultStatus: ResultStatus }>(declaration: T): T => ({
  ...declaration,
  resultStatus: declaration.resultStatus === 'calculated' ? 'outdated' : declaration.resultStatus,
});

/** Pay totals arrived or changed; the facts are untouched, so the version stays and no tab of the person conflicts. */
export const withPay = (declaration: Declaration): Declaration => {
  if (declaration.status === 'finalised') throw notInThisState('finalised');
  return { ...outdated(declaration), hasPay: true, problem: '' };
};

/** What the last calculation said of this person; the version stays. */
export const withCalculation = (
  declaration: Declaration,
  outcome: { readonly calculatedAt: Date } | { readonly problem: string },
): Declaration =>
  'problem' in outcome
    ? { ...outdated(declaration), problem: outcome.problem }
    : { ...declaration, resultStatus: 'calculated', problem: '', calculatedAt: outcome.calculatedAt };
