import { requirePermission, type UserActor } from '@nencho/auth';
import { validationFailed, type Clock } from '@nencho/kernel';
import { companyViolations, type Company } from '../domain/company.js';
import { auditUser } from './audit-actor.js';
import { found } from './found.js';
import type { Audit, CompanyStore, Mutate } from './ports.js';

export type CreateCompanyDeps = {
  readonly companies: Pick<CompanyStore, 'insert' | 'find'>;
  readonly mutate: Mutate;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly newId: () => string;
};

export type CreateCompanyCommand = Omit<Company, 'id' | 'tenantId'> & { readonly idempotencyKey: string };

export const createCompany =
  ({ companies, mutate, audit, clock, newId }: CreateCompanyDeps) =>
  async ({ idempotencyKey, ...content }: CreateCompanyCommand, actor: UserActor): Promise<Company> => {
    requirePermission(actor, 'company.manage', 'tenant');
    const violations = companyViolations(content);
    if (violations.length > 0) throw validationFailed(violations);
    const { tenantId, sub } = actor;
    const change = { tenantId, sub, method: 'CreateCompany', key: idempotencyKey, content };
    const { ids } = await mutate(change, async (session) => {
      const companyId = newId();
      await companies.insert(session, { id: companyId, tenantId, ...content });
      await audit.append(session, {
        tenantId,
        type: 'company_created',
        actor: auditUser(actor),
        subjectKind: 'company',
        subjectIds: [companyId],
        outcome: 'success',
        at: clock.now(),
        changedFields: Object.keys(content),
      });
      return { ids: { companyId } };
    });
    return found('company', await companies.find(tenantId, ids['companyId'] ?? ''));
  };
