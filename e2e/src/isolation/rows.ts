import { factsToWire } from '@nencho/contracts/facts';
import { DeclarationStatus } from '@nencho/contracts/declaration/v1/declaration';
import { Role, ScopeKind } from '@nencho/contracts/identity/v1/identity';
import type { ServiceClients } from '@nencho/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { employeesCsv, payCsv } from '../season/people.js';
import type { Target } from './cast.js';
import type { Row } from './rule.js';
import { smallestPng } from './smallest-png.js';

type Clients = ServiceClients;
type Rows = Readonly<Record<string, Row<Clients>>>;
type Options = Parameters<Row<Clients>['call']>[2];

const page = { cursor: '', limit: 200 };
const key = (): { readonly idempotencyKey: string } => ({ idempotencyKey: randomUUID() });
const oncePerCompany = ['ownDepartment', 'otherCompany', 'otherTenant', 'missing'] as const;

const upload = async function* <H>(header: H, content: string | Uint8Array) {
  yield await Promise.resolve({ part: { $case: 'header' as const, value: header } });
  yield { part: { $case: 'chunk' as const, value: Buffer.from(content) } };
};

const drain = async (stream: AsyncIterable<unknown>): Promise<void> => {
  const parts = stream[Symbol.asyncIterator]();
  while ((await parts.next()).done !== true);
};

/** Waits for the job; answers with the employees that it was allowed to look at. */
const reachedByJob = async (clients: Clients, jobId: string, employeeId: string, options: Options) => {
  for (let look = 0; look < 100; look += 1) {
    const { job, itemErrors } = await clients.identityJobs.getJob({ id: jobId, errorCursor: '' }, options);
    if (job?.finishedAt !== undefined && job.finishedAt !== '') {
      return itemErrors.some(({ code }) => code === 'not_found') ? [] : [employeeId];
    }
    await pause(200);
  }
  throw new Error(`job ${jobId} does not end`);
};

const importRow = async (clients: Clients, { person, companyCode, ids }: Target, options: Options) => {
  const { import: checked } = await clients.identity.startEmployeeImport(
    upload(key(), employeesCsv([person], companyCode)),
    options,
  );
  return checked?.errorCount === 0 ? [ids.employeeId] : [];
};

const identityRows: Rows = {
  GetMe: { about: 'nothing', call: async ({ identity }, _target, options) => identity.getMe({}, options) },
  CreateCompany: {
    about: 'tenant',
    call: async ({ identity }, _target, options) =>
      identity.createCompany({ ...key(), code: '', name: '', address: '', corporateNumber: '', phone: '' }, options),
  },
  ListCompanies: {
    about: 'companyListed',
    listedAs: ({ ids }) => ids.companyId,
    call: async ({ identity }, _target, options) =>
      (await identity.listCompanies({}, options)).items.map(({ id }) => id),
  },
  CreateDepartment: {
    about: 'tenantObject',
    call: async ({ identity }, { ids }, options) => {
      const department = { code: `M${randomUUID().slice(0, 6).toUpperCase()}`, name: '新設部', parentId: '' };
      return identity.createDepartment({ ...key(), ...department, companyId: ids.companyId }, options);
    },
  },
  ListDepartments: {
    about: 'listed',
    listedAs: ({ ids }) => ids.departmentPath.at(-1) ?? ids.employeeId,
    call: async ({ identity }, { ids }, options) =>
      (await identity.listDepartments({ companyId: ids.companyId }, options)).items.map(({ id }) => id),
  },
  ListEmployees: {
    about: 'listed',
    call: async ({ identity }, _target, options) => {
      const all = { page, companyId: '', departmentId: '', query: '' };
      return (await identity.listEmployees(all, options)).items.map(({ id }) => id);
    },
  },
  BatchGetCards: {
    about: 'listed',
    call: async ({ identity }, { ids }, options) =>
      (await identity.batchGetCards({ employeeIds: [ids.employeeId] }, options)).items.map(({ id }) => id),
  },
  SearchEmployeeIds: {
    about: 'listed',
    call: async ({ identity }, { person }, options) =>
      (await identity.searchEmployeeIds({ query: person.number }, options)).employeeIds,
  },
  StartEmployeeImport: {
    about: 'listed',
    only: ['ownDepartment', 'otherDepartment', 'otherCompany', 'otherTenant'],
    call: async (clients, target, options) => importRow(clients, target, options),
  },
  GetEmployeeImport: {
    about: 'uploader',
    call: async ({ identity }, { ids }, options) =>
      identity.getEmployeeImport({ importId: ids.employeeImportId }, options),
  },
  ApplyEmployeeImport: {
    about: 'uploader',
    call: async ({ identity }, { ids }, options) =>
      identity.applyEmployeeImport({ ...key(), importId: ids.employeeImportId }, options),
  },
  ListGrants: {
    about: 'listedOrNotFound',
    listedAs: ({ ids }) => ids.grantId,
    call: async ({ identity }, { ids }, options) =>
      (await identity.listGrants({ employeeId: ids.employeeId }, options)).items.map(({ id }) => id),
  },
  AddGrant: {
    about: 'object',
    call: async ({ identity }, { ids }, options) => {
      const grant = { role: Role.ROLE_HR, scopeKind: ScopeKind.SCOPE_KIND_COMPANY, scopeId: ids.companyId };
      return identity.addGrant({ ...key(), ...grant, employeeId: ids.employeeId }, options);
    },
  },
  GiveContractNotice: {
    about: 'tenant',
    call: async ({ identity }, _target, options) => identity.giveContractNotice({ ...key(), endDate: '' }, options),
  },
  WithdrawContractNotice: {
    about: 'tenant',
    call: async ({ identity }, _target, options) => identity.withdrawContractNotice(key(), options),
  },
  IssueInvitations: {
    about: 'listed',
    call: async (clients, { ids }, options) => {
      const { jobId } = await clients.identity.issueInvitations({ ...key(), employeeIds: [ids.employeeId] }, options);
      return reachedByJob(clients, jobId, ids.employeeId, options);
    },
  },
  ResendInvitation: {
    about: 'object',
    call: async ({ identity }, { ids }, options) =>
      identity.resendInvitation({ ...key(), invitationId: ids.invitationId }, options),
  },
  ListInvitations: {
    about: 'listed',
    listedAs: ({ ids }) => ids.invitationId,
    call: async ({ identity }, _target, options) =>
      (await identity.listInvitations({ page, state: '' }, options)).items.map(({ id }) => id),
  },
};

/** What ends something for the target; these come last. */
const endingRows: Rows = {
  RemoveGrant: {
    about: 'object',
    call: async ({ identity }, { ids }, options) => identity.removeGrant({ ...key(), grantId: ids.grantId }, options),
  },
  DisableUser: {
    about: 'object',
    call: async ({ identity }, { ids }, options) =>
      identity.disableUser({ ...key(), employeeId: ids.employeeId }, options),
  },
};

const campaignRequest = ({ ids }: Target) => ({ campaignId: ids.campaignId });
const declarationRequest = ({ ids }: Target) => ({ declarationId: ids.declarationId });

const declarationRows: Rows = {
  CreateCampaign: {
    about: 'namedCompany',
    call: async ({ declaration }, { ids }, options) => {
      const dates = { taxYear: 2026, title: '', deadline: '2026-12-15', lastPaymentDate: '2026-12-25' };
      return declaration.createCampaign({ ...key(), ...dates, companyId: ids.companyId }, options);
    },
  },
  ListCampaigns: {
    about: 'campaignListed',
    listedAs: ({ ids }) => ids.campaignId,
    call: async ({ declaration }, _target, options) =>
      (await declaration.listCampaigns({}, options)).items.map(({ id }) => id),
  },
  GetCampaign: {
    about: 'partOfCampaign',
    call: async ({ declaration }, target, options) => declaration.getCampaign(campaignRequest(target), options),
  },
  OpenCampaign: {
    about: 'company',
    call: async ({ declaration }, target, options) =>
      declaration.openCampaign({ ...key(), ...campaignRequest(target) }, options),
  },
  GetProgress: {
    about: 'partOfCampaign',
    call: async ({ declaration }, target, options) => declaration.getProgress(campaignRequest(target), options),
  },
  ListMyDeclarations: {
    about: 'listed',
    listedAs: ({ ids }) => ids.declarationId,
    call: async ({ declaration }, _target, options) =>
      (await declaration.listMyDeclarations({}, options)).items.map(({ summary }) => summary?.id),
  },
  GetDeclaration: {
    about: 'object',
    call: async ({ declaration }, target, options) => declaration.getDeclaration(declarationRequest(target), options),
  },
  SaveFacts: {
    about: 'object',
    call: async ({ declaration }, target, options) => {
      const facts = factsToWire(target.person.facts);
      return declaration.saveFacts({ ...key(), ...declarationRequest(target), version: 0, facts }, options);
    },
  },
  SubmitDeclaration: {
    about: 'object',
    call: async ({ declaration }, target, options) =>
      declaration.submitDeclaration(
        { ...key(), ...declarationRequest(target), version: 0, attachments: undefined },
        options,
      ),
  },
  ListDeclarations: {
    about: 'partOfCampaign',
    call: async ({ declaration }, target, options) => {
      const all = { page, status: DeclarationStatus.DECLARATION_STATUS_UNSPECIFIED, departmentId: '', employeeIds: [] };
      return declaration.listDeclarations({ ...all, ...campaignRequest(target), withProblem: false }, options);
    },
  },
  SendBackDeclaration: {
    about: 'object',
    call: async ({ declaration }, target, options) => {
      const comments = [{ path: 'otherIncome', comment: 'ご確認ください' }];
      return declaration.sendBackDeclaration(
        { ...key(), ...declarationRequest(target), version: 0, comments },
        options,
      );
    },
  },
  ApproveDeclaration: {
    about: 'object',
    call: async ({ declaration }, target, options) =>
      declaration.approveDeclaration({ ...key(), ...declarationRequest(target), version: 0 }, options),
  },
  StartPayImport: {
    about: 'partOfCampaign',
    only: oncePerCompany,
    call: async ({ declaration }, target, options) =>
      declaration.startPayImport(upload({ ...key(), ...campaignRequest(target) }, payCsv([target.person])), options),
  },
  GetPayImport: {
    about: 'partOfCampaign',
    call: async ({ declaration }, { ids }, options) => declaration.getPayImport({ importId: ids.payImportId }, options),
  },
  ApplyPayImport: {
    about: 'partOfCampaign',
    call: async ({ declaration }, { ids }, options) =>
      declaration.applyPayImport({ ...key(), importId: ids.payImportId }, options),
  },
  StartCalculation: {
    about: 'partOfCampaign',
    call: async ({ declaration }, target, options) =>
      declaration.startCalculation({ ...key(), ...campaignRequest(target) }, options),
  },
  GetResult: {
    about: 'object',
    call: async ({ declaration }, target, options) => declaration.getResult(declarationRequest(target), options),
  },
  StartFinalisation: {
    about: 'company',
    call: async ({ declaration }, target, options) => {
      const nobody = { allowPartial: true, expectedCount: 9_999 };
      return declaration.startFinalisation({ ...key(), ...campaignRequest(target), ...nobody }, options);
    },
  },
};

const documentRows: Rows = {
  RenderWithholdingSlip: {
    about: 'object',
    call: async ({ document }, target, options) =>
      drain(document.renderWithholdingSlip(declarationRequest(target), options)),
  },
  ExportResultsCsv: {
    about: 'partOfCampaign',
    only: oncePerCompany,
    call: async ({ document }, target, options) => drain(document.exportResultsCsv(campaignRequest(target), options)),
  },
  UploadAttachment: {
    about: 'object',
    call: async ({ document }, target, options) => {
      const header = { ...key(), ...declarationRequest(target), certificate: 'other', fileName: 'certificate.png' };
      return document.uploadAttachment(upload(header, smallestPng()), options);
    },
  },
  ListAttachments: {
    about: 'object',
    call: async ({ document }, target, options) => document.listAttachments(declarationRequest(target), options),
  },
  GetAttachmentPreview: {
    about: 'object',
    call: async ({ document }, { ids: { attachmentId } }, options) =>
      drain(document.getAttachmentPreview({ attachmentId, page: 1 }, options)),
  },
  DownloadAttachment: {
    about: 'object',
    call: async ({ document }, { ids: { attachmentId } }, options) =>
      drain(document.downloadAttachment({ attachmentId }, options)),
  },
  RemoveAttachment: {
    about: 'object',
    call: async ({ document }, { ids: { attachmentId } }, options) =>
      document.removeAttachment({ ...key(), attachmentId }, options),
  },
};

const otherRows: Rows = {
  'notification.v1.NotificationService/GetDeliverySummary': {
    about: 'tenant',
    call: async ({ notification }, target, options) =>
      notification.getDeliverySummary(campaignRequest(target), options),
  },
  'retention.v1.RetentionService/SearchAudit': {
    about: 'tenant',
    call: async ({ retention }, { ids }, options) => {
      const all = { page, type: '', actorSub: '', from: '', to: '' };
      return retention.searchAudit({ ...all, subjectId: ids.employeeId }, options);
    },
  },
  'retention.v1.RetentionService/VerifyAudit': {
    about: 'tenant',
    call: async ({ retention }, _target, options) => retention.verifyAudit({}, options),
  },
  'retention.v1.RetentionService/ExportAudit': {
    about: 'tenant',
    call: async ({ retention }, _target, options) => drain(retention.exportAudit({}, options)),
  },
  'retention.v1.RetentionService/ListTransparency': {
    about: 'tenant',
    call: async ({ retention }, _target, options) => retention.listTransparency({ page }, options),
  },
  'retention.v1.RetentionService/GetContractEnd': {
    about: 'tenant',
    call: async ({ retention }, _target, options) => retention.getContractEnd({}, options),
  },
  'retention.v1.RetentionService/RecordTerminationContact': {
    about: 'tenant',
    call: async ({ retention }, _target, options) => {
      const nobody = { organisation: '', contactName: '', postalCode: '', address: '' };
      return retention.recordTerminationContact({ ...key(), ...nobody }, options);
    },
  },
  'retention.v1.RetentionService/AcknowledgeExport': {
    about: 'tenant',
    call: async ({ retention }, _target, options) => retention.acknowledgeExport(key(), options),
  },
  'retention.v1.RetentionService/WaiveExport': {
    about: 'tenant',
    call: async ({ retention }, _target, options) => retention.waiveExport(key(), options),
  },
  'retention.v1.RetentionService/CancelContractEnd': {
    about: 'tenant',
    call: async ({ retention }, _target, options) => retention.cancelContractEnd(key(), options),
  },
  'jobs.v1.JobService/GetJob': {
    about: 'starter',
    call: async ({ identityJobs, declarationJobs }, { ids }, options) => {
      await identityJobs.getJob({ id: ids.identityJobId, errorCursor: '' }, options);
      await declarationJobs.getJob({ id: ids.declarationJobId, errorCursor: '' }, options);
    },
  },
  'jobs.v1.JobService/CancelJob': {
    about: 'starter',
    call: async ({ identityJobs, declarationJobs }, { ids }, options) => {
      await identityJobs.cancelJob({ ...key(), id: ids.identityJobId }, options);
      await declarationJobs.cancelJob({ ...key(), id: ids.declarationJobId }, options);
    },
  },
};

const prefixed = (service: string, rows: Rows): Rows =>
  Object.fromEntries(Object.entries(rows).map(([name, row]) => [`/nencho.${service}${name}`, row]));

/** For `internalWithUser`: called by the document service for a person. */
export const rowsForServices: Rows = {
  '/nencho.identity.v1.IdentityService/BatchGetCardsForJob': {
    about: 'tenantListed',
    call: async ({ identity }, { ids, tenantId }, options) => {
      const { items } = await identity.batchGetCardsForJob({ tenantId, employeeIds: [ids.employeeId] }, options);
      return items.map(({ id }) => id);
    },
  },
  '/nencho.declaration.v1.DeclarationService/GetSlipData': {
    about: 'object',
    call: async ({ declaration }, target, options) => declaration.getSlipData(declarationRequest(target), options),
  },
  '/nencho.declaration.v1.DeclarationService/GetAttachmentTerms': {
    about: 'object',
    call: async ({ declaration }, target, options) =>
      declaration.getAttachmentTerms(declarationRequest(target), options),
  },
  '/nencho.declaration.v1.DeclarationService/StreamResults': {
    about: 'partOfCampaign',
    call: async ({ declaration }, target, options) =>
      drain(declaration.streamResults({ ...campaignRequest(target), afterEmployeeNumber: '' }, options)),
  },
};

/** A row for every method that people call through the gateway, in the order of the run. */
export const userRows: Rows = {
  ...prefixed('identity.v1.IdentityService/', identityRows),
  ...prefixed('declaration.v1.DeclarationService/', declarationRows),
  ...prefixed('document.v1.DocumentService/', documentRows),
  ...prefixed('', otherRows),
  ...prefixed('identity.v1.IdentityService/', endingRows),
};
