/**
 * Every act that the audit trail records: a closed list. A mutating use case appends exactly one of these in the
 * transaction of its change; a bulk act appends one for at most 500 people.
 */
export const auditEventTypes = [
  'tenant_created',
  'contract_notice_given',
  'contract_notice_withdrawn',
  'contract_ended',
  'contract_reactivated',
  'company_created',
  'department_created',
  'employee_import_checked',
  'employees_imported',
  'grant_added',
  'grant_removed',
  'user_disabled',
  'invitations_issued',
  'invitation_resent',
  'invitation_redeemed',
  'campaign_created',
  'campaign_opened',
  'facts_saved',
  'declaration_submitted',
  'declaration_sent_back',
  'declaration_approved',
  'pay_import_checked',
  'pay_imported',
  'adjustment_calculated',
  'adjustment_finalised',
  'withholding_slip_rendered',
  'results_exported',
  'attachment_uploaded',
  'attachment_viewed',
  'attachment_downloaded',
  'attachment_removed',
  'job_cancelled',
  'mail_sent',
  'audit_searched',
] as const;

export type AuditEventType = (typeof auditEventTypes)[number];
