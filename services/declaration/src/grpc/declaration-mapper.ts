import {
  CampaignStatus as WireCampaignStatus,
  DeclarationStatus as WireStatus,
  ResultStatus as WireResultStatus,
  type AdjustmentResult as WireResult,
  type Campaign as WireCampaign,
  type Declaration as WireDeclaration,
  type DeclarationSummary,
  type FieldComment as WireComment,
  type PayImport as WirePayImport,
  type PayTotals as WirePay,
  type Receipt as WireReceipt,
  type StatusCount,
} from '@nencho/contracts/declaration/v1/declaration';
import type {
  GetProgressResponse,
  MyDeclaration as WireMine,
  SlipData,
} from '@nencho/contracts/declaration/v1/declaration_service';
import { factsToWire } from '@nencho/contracts/facts';
import { formatInstant, validationFailed, type Violation } from '@nencho/kernel';
import type { AdjustmentResult, PayTotals } from '@nencho/tax-rules';
import type { DeclarationView } from '../application/get-declaration.js';
import type { Slip } from '../application/get-slip-data.js';
import type { MyDeclaration } from '../application/list-my-declarations.js';
import type { DeclarationLine, Progress, StatusCounts, StoredResult } from '../application/ports.js';
import type { Campaign, CampaignStatus } from '../domain/campaign.js';
import type { Declaration, DeclarationStatus, Receipt, ResultStatus } from '../domain/declaration.js';
import type { FieldComment } from '../domain/field-comments.js';
import type { PayImport } from '../domain/pay-import.js';

const campaignStatuses: Readonly<Record<CampaignStatus, WireCampaignStatus>> = {
  draft: WireCampaignStatus.CAMPAIGN_STATUS_DRAFT,
  open: WireCampaignStatus.CAMPAIGN_STATUS_OPEN,
  finalised: WireCampaignStatus.CAMPAIGN_STATUS_FINALISED,
};

const statuses: Readonly<Record<DeclarationStatus, WireStatus>> = {
  open: WireStatus.DECLARATION_STATUS_OPEN,
  draft: WireStatus.DECLARATION_STATUS_DRAFT,
  submitted: WireStatus.DECLARATION_STATUS_SUBMITTED,
  sent_back: WireStatus.DECLARATION_STATUS_SENT_BACK,
  approved: WireStatus.DECLARATION_STATUS_APPROVED,
  finalised: WireStatus.DECLARATION_STATUS_FINALISED,
};

const resultStatuses: Readonly<Record<ResultStatus, WireResultStatus>> = {
  none: WireResultStatus.RESULT_STATUS_NONE,
  calculated: WireResultStatus.RESULT_STATUS_CALCULATED,
  outdated: WireResultStatus.RESULT_STATUS_OUTDATED,
  finalised: WireResultStatus.RESULT_STATUS_FINALISED,
};

export const statusToWire = (status: DeclarationStatus): WireStatus => statuses[status];
export const resultStatusToWire = (status: ResultStatus): WireResultStatus => resultStatuses[status];

/** A status to filter by; unspecified for none. */
export const statusFromWire = (wire: WireStatus): DeclarationStatus | undefined => {
  switch (wire) {
    case WireStatus.DECLARATION_STATUS_UNSPECIFIED:
      return undefined;
    case WireStatus.DECLARATION_STATUS_OPEN:
      return 'open';
    case WireStatus.DECLARATION_STATUS_DRAFT:
      return 'draft';
    case WireStatus.DECLARATION_STATUS_SUBMITTED:
      return 'submitted';
    case WireStatus.DECLARATION_STATUS_SENT_BACK:
      return 'sent_back';
    case WireStatus.DECLARATION_STATUS_APPROVED:
      return 'approved';
    case WireStatus.DECLARATION_STATUS_FINALISED:
      return 'finalised';
    case WireStatus.UNRECOGNIZED:
      throw validationFailed([{ path: 'status', rule: 'choice' }]);
  }
};

export const campaignToWire = (campaign: Campaign): WireCampaign => ({
  id: campaign.id,
  companyId: campaign.companyId,
  taxYear: campaign.taxYear,
  title: campaign.title,
  deadline: campaign.deadline,
  lastPaymentDate: campaign.lastPaymentDate,
  status: campaignStatuses[campaign.status],
  version: campaign.version,
});

export const summaryToWire = (line: DeclarationLine): DeclarationSummary => ({
  id: line.id,
  campaignId: line.campaignId,
  employeeId: line.employeeId,
  employeeNumber: line.place.employeeNumber,
  companyId: line.place.companyId,
  departmentId: line.place.departmentId,
  status: statusToWire(line.status),
  hasPay: line.hasPay,
  resultStatus: resultStatusToWire(line.resultStatus),
  submittedAt: line.submittedAt === undefined ? '' : formatInstant(line.submittedAt),
  version: line.version,
  problem: line.problem,
});

const summaryOf = (declaration: Declaration): DeclarationSummary =>
  summaryToWire({
    ...declaration,
    ...('receipt' in declaration ? { submittedAt: declaration.receipt.submittedAt } : {}),
  });

export const receiptToWire = ({ number, submittedAt, contentHash }: Receipt): WireReceipt => ({
  number,
  submittedAt: formatInstant(submittedAt),
  contentHash,
});

export const commentsFromWire = (comments: readonly WireComment[]): readonly FieldComment[] =>
  comments.map(({ path, comment }) => ({ path, comment }));

export const declarationToWire = ({
  declaration,
  campaign,
  revisions,
  attachmentIds,
}: DeclarationView): WireDeclaration => ({
  summary: summaryOf(declaration),
  taxYear: declaration.taxYear,
  deadline: campaign.deadline,
  lastPaymentDate: campaign.lastPaymentDate,
  facts: factsToWire(declaration.facts),
  comments: declaration.status === 'sent_back' ? declaration.comments.map((comment) => ({ ...comment })) : [],
  receipt: 'receipt' in declaration ? receiptToWire(declaration.receipt) : undefined,
  revisions: revisions.map(({ receipt, facts, ...revision }) => ({
    number: receipt.revision,
    submittedAt: formatInstant(receipt.submittedAt),
    facts: factsToWire(facts),
    attachmentIds: [...revision.attachmentIds],
  })),
  campaignTitle: campaign.title,
  attachmentIds: [...attachmentIds],
});

export const mineToWire = ({ line, campaign }: MyDeclaration): WireMine => ({
  summary: summaryToWire(line),
  taxYear: line.taxYear,
  title: campaign.title,
  deadline: campaign.deadline,
});

const countsToWire = (counts: StatusCounts): StatusCount[] =>
  (Object.keys(statuses) as DeclarationStatus[]).flatMap((status) => {
    const count = counts[status];
    return count === undefined ? [] : [{ status: statusToWire(status), count }];
  });

export const progressToWire = ({ counts, departments, ...sums }: Progress): GetProgressResponse => ({
  ...sums,
  counts: countsToWire(counts),
  departments: departments.map(({ departmentId, counts: ofDepartment }) => ({
    departmentId,
    counts: countsToWire(ofDepartment),
  })),
});

const violationToWire = ({ path, rule, params = {} }: Violation) => ({ path, rule, params: { ...params } });

export const payImportToWire = (payImport: PayImport): WirePayImport => ({
  id: payImport.id,
  campaignId: payImport.campaignId,
  state: payImport.state,
  rows: payImport.rows,
  toCreate: payImport.toCreate,
  toUpdate: payImport.toUpdate,
  unchanged: payImport.unchanged,
  errors: payImport.errors.map(({ line, violations }) => ({ line, violations: violations.map(violationToWire) })),
  errorCount: payImport.errorCount,
  createdAt: formatInstant(payImport.createdAt),
});

export const payToWire = ({ salaryTotal, withheldTaxTotal, socialInsuranceWithheld }: PayTotals): WirePay => ({
  salaryTotal,
  withheldTaxTotal,
  socialInsuranceWithheld,
});

/** Figures go into `boxes`, words into `marks`, under the names of packages/tax-rules; the relatives have a list of their own. */
const figuresOf = (result: AdjustmentResult): Pick<WireResult, 'boxes' | 'marks'> => {
  const boxes: Record<string, number> = {};
  const marks: Record<string, string> = {};
  for (const [name, value] of Object.entries(result)) {
    if (typeof value === 'number') boxes[name] = value;
    else if (typeof value !== 'object') marks[name] = String(value);
  }
  return { boxes, marks };
};

export const resultToWire = ({ result, rulesVersion, calculatedAt, trace = [] }: StoredResult): WireResult => ({
  ...figuresOf(result),
  rulesVersion,
  calculatedAt: formatInstant(calculatedAt),
  trace: trace.map((step) => ({ ...step, inputs: step.inputs.map((input) => ({ ...input })) })),
  relatives: result.relatives.map((relative) => ({
    relativeId: relative.relativeId,
    category: relative.category,
    totalIncome: relative.totalIncome,
    dependantDeduction: relative.dependantDeduction,
    specialRelativeDeduction: relative.specialRelativeDeduction,
    disabilityDeduction: relative.disabilityDeduction,
  })),
});

export const slipToWire = ({ declaration, campaign, pay, stored }: Slip): SlipData => ({
  summary: summaryOf(declaration),
  taxYear: declaration.taxYear,
  lastPaymentDate: campaign.lastPaymentDate,
  facts: factsToWire(declaration.facts),
  pay: payToWire(pay),
  result: resultToWire({ ...stored, trace: [] }),
});
