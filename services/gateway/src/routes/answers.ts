import { CampaignStatus, DeclarationStatus, ResultStatus } from '@nencho/contracts/declaration/v1/declaration';
import type * as declaration from '@nencho/contracts/declaration/v1/declaration';
import type { Violation } from '@nencho/contracts/common/v1/error';
import { AttachmentState } from '@nencho/contracts/document/v1/attachment';
import type * as document from '@nencho/contracts/document/v1/attachment';
import { Role, ScopeKind } from '@nencho/contracts/identity/v1/identity';
import type * as identity from '@nencho/contracts/identity/v1/identity';
import { JobState } from '@nencho/contracts/jobs/v1/job_service';
import type * as jobs from '@nencho/contracts/jobs/v1/job_service';
import { wireFactsSchema } from '@nencho/tax-rules';
import { z } from 'zod';

/** What the routes answer, for OpenAPI. A message that gets a field which is not here does not compile. */
export const mirror =
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- given by the caller, to compare with
  <Message>() =>
    <S extends z.ZodObject>(schema: S & ([keyof Message] extends [keyof z.output<S>] ? unknown : never)): S =>
      schema;

const text = z.string();
const whole = z.int();

export const pageOfAnswers = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), nextCursor: text });
export const listOfAnswers = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item) });
export const startedJob = z.object({ jobId: text.meta({ description: '<service>.<id>, for /api/v1/jobs' }) });

const violation = mirror<Violation>()(z.object({ path: text, rule: text, params: z.record(text, text) }));

export const company = mirror<identity.Company>()(
  z.object({ id: text, code: text, name: text, address: text, corporateNumber: text, phone: text }),
);

export const department = mirror<identity.Department>()(
  z.object({ id: text, companyId: text, code: text, name: text, parentId: text, path: z.array(text) }),
);

export const employeeCard = mirror<identity.EmployeeCard>()(
  z.object({
    ...{ id: text, number: text, familyName: text, givenName: text, familyKana: text, givenKana: text },
    ...{ mail: text, loginId: text, companyId: text, departmentId: text, status: text, access: text, version: whole },
  }),
);

export const grant = mirror<identity.Grant>()(
  z.object({ id: text, employeeId: text, role: z.enum(Role), scopeKind: z.enum(ScopeKind), scopeId: text }),
);

export const invitation = mirror<identity.Invitation>()(
  z.object({ id: text, employeeId: text, state: text, issueNo: whole, expiresAt: text, createdAt: text }),
);

const importCounts = { rows: whole, toCreate: whole, toUpdate: whole, unchanged: whole, errorCount: whole };
const rowError = mirror<identity.ImportRowError>()(z.object({ line: whole, violations: z.array(violation) }));
const importState = { id: text, state: text, createdAt: text, errors: z.array(rowError) };

export const employeeImport = mirror<identity.EmployeeImport>()(z.object({ ...importState, ...importCounts }));
export const payImport = mirror<declaration.PayImport>()(
  z.object({ ...importState, ...importCounts, campaignId: text }),
);

export const campaign = mirror<declaration.Campaign>()(
  z.object({
    ...{ id: text, companyId: text, taxYear: whole, title: text, deadline: text, lastPaymentDate: text },
    ...{ status: z.enum(CampaignStatus), version: whole },
  }),
);

const statusCount = mirror<declaration.StatusCount>()(z.object({ status: z.enum(DeclarationStatus), count: whole }));
const departmentProgress = mirror<declaration.DepartmentProgress>()(
  z.object({ departmentId: text, counts: z.array(statusCount) }),
);
export const progress = z.object({
  ...{ counts: z.array(statusCount), departments: z.array(departmentProgress) },
  ...{ withPay: whole, calculated: whole, withProblem: whole, total: whole },
});

export const declarationSummary = mirror<declaration.DeclarationSummary>()(
  z.object({
    ...{ id: text, campaignId: text, employeeId: text, employeeNumber: text, companyId: text, departmentId: text },
    ...{ status: z.enum(DeclarationStatus), hasPay: z.boolean(), resultStatus: z.enum(ResultStatus) },
    ...{ submittedAt: text, version: whole, problem: text },
  }),
);

const receipt = mirror<declaration.Receipt>()(z.object({ number: text, submittedAt: text, contentHash: text }));
const comment = mirror<declaration.FieldComment>()(z.object({ path: text, comment: text }));
const facts = wireFactsSchema.nullable();
const revision = mirror<declaration.Revision>()(
  z.object({ number: whole, submittedAt: text, facts, attachmentIds: z.array(text) }),
);

export const wholeDeclaration = mirror<declaration.Declaration>()(
  z.object({
    ...{ summary: declarationSummary.optional(), taxYear: whole, campaignTitle: text, deadline: text },
    ...{ lastPaymentDate: text, facts, comments: z.array(comment), receipt: receipt.optional() },
    ...{ revisions: z.array(revision), attachmentIds: z.array(text) },
  }),
);
export const attachment = mirror<document.Attachment>()(
  z.object({
    ...{ id: text, declarationId: text, certificate: text, state: z.enum(AttachmentState), media: text },
    ...{ fileName: text, bytes: whole, pages: whole, width: whole, height: whole, resolution: whole },
    ...{ warnings: z.array(text), uploadedAt: text, inRevision: z.boolean() },
  }),
);
export const submitted = z.object({ version: whole, receipt: receipt.optional() });
export const newVersion = z.object({ version: whole });
export const savedFacts = z.object({ version: whole, status: z.enum(DeclarationStatus) });
export const myDeclaration = z.object({
  ...{ summary: declarationSummary.optional(), taxYear: whole, title: text, deadline: text },
});

const payTotals = mirror<declaration.PayTotals>()(
  z.object({ salaryTotal: whole, withheldTaxTotal: whole, socialInsuranceWithheld: whole }),
);
const traceStep = mirror<declaration.TraceStep>()(
  z.object({
    ...{ ruleId: text, box: text, inputs: z.array(z.object({ name: text, value: whole })), value: whole },
    ...{ source: text, confidence: text },
  }),
);
const relativeResult = mirror<declaration.RelativeResult>()(
  z.object({
    ...{ relativeId: text, category: text, totalIncome: whole, dependantDeduction: whole },
    ...{ specialRelativeDeduction: whole, disabilityDeduction: whole },
  }),
);
const adjustmentResult = mirror<declaration.AdjustmentResult>()(
  z.object({
    ...{ boxes: z.record(text, whole), marks: z.record(text, text), rulesVersion: text, calculatedAt: text },
    ...{ trace: z.array(traceStep), relatives: z.array(relativeResult) },
  }),
);
export const result = z.object({
  ...{ result: adjustmentResult.optional(), pay: payTotals.optional(), status: z.enum(ResultStatus) },
});

export const job = mirror<jobs.Job>()(
  z.object({
    ...{ id: text, kind: text, state: z.enum(JobState), done: whole, failed: whole, total: whole },
    ...{ cancelRequested: z.boolean(), createdAt: text, finishedAt: text, stopCode: text },
  }),
);
export const jobError = mirror<jobs.JobItemError>()(
  z.object({ item: text, code: text, violations: z.array(violation) }),
);

const auditActor = z.object({ kind: text, sub: text, employeeId: text, jobId: text, service: text });
const auditEntry = z.object({
  ...{ eventId: text, type: text, actor: auditActor.optional(), subjectKind: text, subjectIds: z.array(text) },
  ...{ outcome: text, at: text, changedFields: z.array(text), params: z.record(text, text) },
});
export const chainedEntry = z.object({ index: whole, entry: auditEntry.optional(), hash: text });
