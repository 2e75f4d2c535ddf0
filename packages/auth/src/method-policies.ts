import type { OperatorPermission, Permission } from './permissions.js';
import type { ServiceName } from './service-names.js';

/**
 * Who may call a method at all. Which object it may be called for is decided behind it, with `requirePermission` and
 * `scopeFilter`; `permissions` says what the person must have somewhere, any one of them.
 */
export type MethodPolicy =
  | {
      readonly kind: 'user';
      readonly callers: readonly ServiceName[];
      /** Empty: anybody signed in. */
      readonly permissions: readonly Permission[];
    }
  | {
      readonly kind: 'operator';
      readonly callers: readonly ServiceName[];
      readonly permission: OperatorPermission;
    }
  | { readonly kind: 'internal'; readonly callers: readonly ServiceName[] }
  | {
      /** A service for a person: with the person's token, or on behalf of the person who started a job. */
      readonly kind: 'internalWithUser';
      readonly callers: readonly ServiceName[];
      readonly permissions: readonly Permission[];
    }
  | { readonly kind: 'anonymous'; readonly callers: readonly ServiceName[] };

const user = (...permissions: Permission[]): MethodPolicy => ({ kind: 'user', callers: ['gateway'], permissions });
const operator = (permission: OperatorPermission): MethodPolicy => ({
  kind: 'operator',
  callers: ['gateway'],
  permission,
});
const anonymous: MethodPolicy = { kind: 'anonymous', callers: ['gateway'] };
const internal = (...callers: ServiceName[]): MethodPolicy => ({ kind: 'internal', callers });
const internalWithUser = (callers: ServiceName[], ...permissions: Permission[]): MethodPolicy => ({
  kind: 'internalWithUser',
  callers,
  permissions,
});

/** One row for every RPC of proto/; a method without a row cannot be served, and a test compares both lists. */
export const methodPolicies: Readonly<Record<string, MethodPolicy>> = {
  '/nencho.identity.v1.IdentityService/CreateTenant': operator('tenant.create'),
  '/nencho.identity.v1.IdentityService/ListTenants': operator('tenant.list'),
  '/nencho.identity.v1.IdentityService/RecordContractEnd': operator('contract.end'),
  '/nencho.identity.v1.IdentityService/RotateTenantKeys': operator('key.rotate'),
  '/nencho.identity.v1.IdentityService/ListKeyRotations': operator('key.rotate'),
  '/nencho.identity.v1.IdentityService/GetMe': user(),
  '/nencho.identity.v1.IdentityService/GiveContractNotice': user('contract.manage'),
  '/nencho.identity.v1.IdentityService/WithdrawContractNotice': user('contract.manage'),
  '/nencho.identity.v1.IdentityService/CreateCompany': user('company.manage'),
  '/nencho.identity.v1.IdentityService/ListCompanies': user('company.read'),
  '/nencho.identity.v1.IdentityService/CreateDepartment': user('company.manage'),
  '/nencho.identity.v1.IdentityService/ListDepartments': user('company.read'),
  '/nencho.identity.v1.IdentityService/ListEmployees': user('employee.read'),
  '/nencho.identity.v1.IdentityService/BatchGetCards': user('employee.read'),
  '/nencho.identity.v1.IdentityService/SearchEmployeeIds': user('employee.read'),
  '/nencho.identity.v1.IdentityService/StartEmployeeImport': user('employee.import'),
  '/nencho.identity.v1.IdentityService/GetEmployeeImport': user('employee.import'),
  '/nencho.identity.v1.IdentityService/ApplyEmployeeImport': user('employee.import'),
  '/nencho.identity.v1.IdentityService/ListGrants': user('grant.manage'),
  '/nencho.identity.v1.IdentityService/AddGrant': user('grant.manage'),
  '/nencho.identity.v1.IdentityService/RemoveGrant': user('grant.manage'),
  '/nencho.identity.v1.IdentityService/DisableUser': user('user.disable'),
  '/nencho.identity.v1.IdentityService/IssueInvitations': user('invitation.manage'),
  '/nencho.identity.v1.IdentityService/ResendInvitation': user('invitation.manage'),
  '/nencho.identity.v1.IdentityService/ListInvitations': user('invitation.manage'),
  '/nencho.identity.v1.IdentityService/PreviewInvitation': anonymous,
  '/nencho.identity.v1.IdentityService/RedeemInvitation': anonymous,
  '/nencho.identity.v1.IdentityService/ResolveActor': internal(
    'gateway',
    'declaration',
    'document',
    'notification',
    'retention',
  ),
  '/nencho.identity.v1.IdentityService/GetTenantContract': internal('retention'),
  '/nencho.identity.v1.IdentityService/GetTenantRoot': internal('declaration', 'document', 'notification', 'retention'),
  '/nencho.identity.v1.IdentityService/GetInvitationMail': internal('notification'),
  '/nencho.identity.v1.IdentityService/BatchGetContacts': internal('notification'),
  '/nencho.identity.v1.IdentityService/BatchGetPlaces': internal('declaration'),
  '/nencho.identity.v1.IdentityService/BatchGetTaxProfiles': internal('declaration'),
  '/nencho.identity.v1.IdentityService/BatchGetCardsForJob': internalWithUser(
    ['document', 'declaration'],
    'result.own',
    'employee.read',
  ),
  '/nencho.identity.v1.IdentityService/GetPayer': internal('document'),
  '/nencho.identity.v1.IdentityService/StreamPlaces': internal('declaration'),

  '/nencho.declaration.v1.DeclarationService/CreateCampaign': user('campaign.manage'),
  '/nencho.declaration.v1.DeclarationService/ListCampaigns': user('campaign.read'),
  '/nencho.declaration.v1.DeclarationService/GetCampaign': user('campaign.read'),
  '/nencho.declaration.v1.DeclarationService/OpenCampaign': user('campaign.manage'),
  '/nencho.declaration.v1.DeclarationService/GetProgress': user('declaration.read'),
  '/nencho.declaration.v1.DeclarationService/ListMyDeclarations': user('declaration.own'),
  '/nencho.declaration.v1.DeclarationService/GetDeclaration': user('declaration.own', 'declaration.read'),
  '/nencho.declaration.v1.DeclarationService/SaveFacts': user('declaration.own'),
  '/nencho.declaration.v1.DeclarationService/SubmitDeclaration': user('declaration.own'),
  '/nencho.declaration.v1.DeclarationService/ListDeclarations': user('declaration.read'),
  '/nencho.declaration.v1.DeclarationService/SendBackDeclaration': user('declaration.review'),
  '/nencho.declaration.v1.DeclarationService/ApproveDeclaration': user('declaration.review'),
  '/nencho.declaration.v1.DeclarationService/StartPayImport': user('pay.import'),
  '/nencho.declaration.v1.DeclarationService/GetPayImport': user('pay.import'),
  '/nencho.declaration.v1.DeclarationService/ApplyPayImport': user('pay.import'),
  '/nencho.declaration.v1.DeclarationService/StartCalculation': user('result.calculate'),
  '/nencho.declaration.v1.DeclarationService/GetResult': user('result.own', 'result.read'),
  '/nencho.declaration.v1.DeclarationService/StartFinalisation': user('result.finalise'),
  '/nencho.declaration.v1.DeclarationService/GetSlipData': internalWithUser(['document'], 'result.own', 'result.read'),
  '/nencho.declaration.v1.DeclarationService/GetAttachmentTerms': internalWithUser(
    ['document'],
    'declaration.own',
    'declaration.read',
  ),
  '/nencho.declaration.v1.DeclarationService/ListSubmittedAttachments': internal('document'),
  '/nencho.declaration.v1.DeclarationService/StreamResults': internalWithUser(['document'], 'result.export'),

  '/nencho.document.v1.DocumentService/RenderWithholdingSlip': user('result.own', 'result.read'),
  '/nencho.document.v1.DocumentService/ExportResultsCsv': user('result.export'),
  '/nencho.document.v1.DocumentService/UploadAttachment': user('declaration.own'),
  '/nencho.document.v1.DocumentService/ListAttachments': user('declaration.own', 'declaration.read'),
  '/nencho.document.v1.DocumentService/GetAttachmentPreview': user('declaration.own', 'declaration.read'),
  '/nencho.document.v1.DocumentService/DownloadAttachment': user('declaration.own'),
  '/nencho.document.v1.DocumentService/RemoveAttachment': user('declaration.own'),

  '/nencho.notification.v1.NotificationService/GetDeliverySummary': user('delivery.read'),

  '/nencho.retention.v1.RetentionService/SearchAudit': user('audit.read'),
  '/nencho.retention.v1.RetentionService/VerifyAudit': user('audit.read'),
  '/nencho.retention.v1.RetentionService/ExportAudit': user('audit.read'),
  '/nencho.retention.v1.RetentionService/ListTransparency': user('audit.read'),
  '/nencho.retention.v1.RetentionService/GetContractEnd': user('contract.manage'),
  '/nencho.retention.v1.RetentionService/RecordTerminationContact': user('contract.manage'),
  '/nencho.retention.v1.RetentionService/AcknowledgeExport': user('contract.manage'),
  '/nencho.retention.v1.RetentionService/WaiveExport': user('contract.manage'),
  '/nencho.retention.v1.RetentionService/CancelContractEnd': user('contract.manage'),
  '/nencho.retention.v1.RetentionService/ListErasures': operator('contract.end'),
  '/nencho.retention.v1.RetentionService/GetErasure': operator('contract.end'),
  '/nencho.retention.v1.RetentionService/OrderDryRun': operator('contract.end'),
  '/nencho.retention.v1.RetentionService/ApproveErasure': operator('contract.end'),
  '/nencho.retention.v1.RetentionService/IssueCertificateLetter': operator('contract.end'),
  '/nencho.retention.v1.RetentionService/ListOperatorActions': operator('contract.end'),
  '/nencho.retention.v1.RetentionService/GetErasureCertificate': anonymous,

  '/nencho.jobs.v1.JobService/GetJob': user('job.own', 'job.any'),
  '/nencho.jobs.v1.JobService/CancelJob': user('job.own', 'job.any'),
};
