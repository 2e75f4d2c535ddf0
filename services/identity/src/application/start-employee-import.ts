import { requirePermission, type UserActor } from '@nencho/auth';
import type { EmployeeImport } from '../domain/employee-import.js';
import { auditUser } from './audit-actor.js';
import { found } from './found.js';
import { checkImportFile, type ImportCheckDeps } from './import-check.js';
import type { Audit, HitRate, ImportStore, Mutate, TenantStore, WithDigest } from './ports.js';

export type StartEmployeeImportDeps = ImportCheckDeps & {
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly imports: Pick<ImportStore, 'insert' | 'find' | 'dropStaged'>;
  readonly mutate: Mutate;
  readonly audit: Audit;
  readonly hitRate: HitRate;
  readonly withDigest: WithDigest;
};

export type StartEmployeeImportCommand = {
  readonly idempotencyKey: string;
  readonly content: AsyncIterable<Uint8Array>;
};

const IMPORTS_PER_HOUR = 20;
const HOUR_MS = 3_600_000;

/**
 * 取込の検証: reads the whole file, compares it with what is stored, and keeps the differences sealed until they are
 * applied. Changes no employee. Every wrong row is counted, the first 200 are answered.
 */
export const startEmployeeImport =
  (deps: StartEmployeeImportDeps) =>
  async ({ idempotencyKey, content }: StartEmployeeImportCommand, actor: UserActor): Promise<EmployeeImport> => {
    requirePermission(actor, 'employee.import', 'anywhere');
    const { tenantId, sub } = actor;
    const { clock, imports, audit, mutate } = deps;
    await deps.hitRate({ tenantId, actor: 'tenant', bucket: 'import', limit: IMPORTS_PER_HOUR, windowMs: HOUR_MS });
    const tenant = found('tenant', await deps.tenants.find(tenantId));
    const importId = deps.newId();
    const upload = deps.withDigest(content);
    try {
      const file = { importId, seats: tenant.seats, content: upload.content };
      const check = await checkImportFile(deps, file, actor);
      const state = check.errorCount > 0 ? 'invalid' : 'ready';
      if (state === 'invalid') await imports.dropStaged(tenantId, importId);
      const change = { tenantId, sub, method: 'StartEmployeeImport', key: idempotencyKey, content: upload.digest() };
      const { ids } = await mutate(change, async (session) => {
        const now = clock.now();
        const basedOn = tenant.peopleRevision;
        await imports.insert(session, {
          id: importId,
          tenantId,
          state,
          ...check,
          basedOn,
          createdBy: sub,
          createdAt: now,
        });
        await audit.append(session, {
          tenantId,
          type: 'employee_import_checked',
          actor: auditUser(actor),
          subjectKind: 'import',
          subjectIds: [importId],
          outcome: state === 'ready' ? 'success' : 'failed',
          at: now,
          params: { rows: String(check.rows), errors: String(check.errorCount) },
        });
        return { ids: { importId } };
      });
      const kept = ids['importId'] ?? importId;
      if (kept !== importId) await imports.dropStaged(tenantId, importId);
      return found('import', await imports.find(tenantId, kept));
    } catch (error) {
      await imports.dropStaged(tenantId, importId).catch(() => undefined);
      throw error;
    }
  };
