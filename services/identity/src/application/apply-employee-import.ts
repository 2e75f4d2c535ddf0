import { requirePermission, type UserActor } from '@nencho/auth';
import { AppError, illegalState, type Clock } from '@nencho/kernel';
import { auditUser } from './audit-actor.js';
import { ownImport } from './get-employee-import.js';
import type { Audit, ImportStore, JobEnded, Mutate, PersonStore, Session, StartJob, TenantStore } from './ports.js';

export const APPLY_IMPORT = 'apply_employee_import';

export type ApplyEmployeeImportDeps = {
  readonly tenants: Pick<TenantStore, 'guardImports'>;
  readonly people: Pick<PersonStore, 'countActive'>;
  readonly imports: Pick<ImportStore, 'find' | 'findApplying' | 'setState'>;
  readonly startJob: StartJob;
  readonly jobEnded: JobEnded;
  readonly mutate: Mutate;
  readonly audit: Audit;
  readonly clock: Clock;
};

export type ApplyEmployeeImportCommand = { readonly idempotencyKey: string; readonly importId: string };

/** One import at a time: what another one changes would make the dry run untrue. A job that ended holds nobody up. */
const refuseSecondImport = async (deps: ApplyEmployeeImportDeps, tenantId: string, session: Session): Promise<void> => {
  for (const { jobId } of await deps.imports.findApplying(tenantId, session)) {
    if (jobId !== undefined && !(await deps.jobEnded(tenantId, jobId))) throw illegalState('import_in_progress');
  }
};

/**
 * Begins to apply a dry run. All that could stop it half way is asked before: state, whether employees were changed
 * since, and seats. Only imports change employees and only one runs, so the answers hold until the job ends.
 */
export const applyEmployeeImport =
  (deps: ApplyEmployeeImportDeps) =>
  async ({ idempotencyKey, importId }: ApplyEmployeeImportCommand, actor: UserActor): Promise<string> => {
    requirePermission(actor, 'employee.import', 'anywhere');
    const { tenantId, sub, grantsVersion } = actor;
    const { imports, people, tenants, startJob, audit, clock } = deps;
    const wanted = await ownImport({ imports })(importId, actor);
    const change = { tenantId, sub, method: 'ApplyEmployeeImport', key: idempotencyKey, content: { importId } };
    const { ids } = await deps.mutate(change, async (session) => {
      const tenant = await tenants.guardImports(session, tenantId);
      if (wanted.state !== 'ready') throw illegalState(`import_${wanted.state}`);
      await refuseSecondImport(deps, tenantId, session);
      if (tenant.peopleRevision !== wanted.basedOn) throw illegalState('import_outdated');
      const needed = (await people.countActive(tenantId, session)) + wanted.seatsDelta;
      if (wanted.seatsDelta > 0 && needed > tenant.seats) {
        const details = { limit: 'seats', seats: String(tenant.seats), needed: String(needed) };
        throw new AppError('limit_exceeded', 'more employees than seats', { details });
      }
      const jobId = await startJob(session, {
        kind: APPLY_IMPORT,
        tenantId,
        startedBy: { sub, grantsVersion },
        total: wanted.toCreate + wanted.toUpdate,
        params: { importId },
      });
      await imports.setState(session, wanted, { state: 'applying', jobId });
      await audit.append(session, {
        tenantId,
        type: 'employees_imported',
        actor: auditUser(actor),
        subjectKind: 'import',
        subjectIds: [importId],
        outcome: 'success',
        at: clock.now(),
        params: { toCreate: String(wanted.toCreate), toUpdate: String(wanted.toUpdate) },
      });
      return { ids: { jobId } };
    });
    return ids['jobId'] ?? '';
  };
