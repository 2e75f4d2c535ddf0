import { requirePermission, type UserActor } from '@nencho/auth';
import { isAppError } from '@nencho/kernel';
import type { EmployeeImport } from '../domain/employee-import.js';
import { auditUser } from './audit-actor.js';
import { found } from './found.js';
import { checkImportFile, type ImportCheck, type ImportCheckDeps } from './import-check.js';
import type { Audit, HitRate, ImportStore, Mutate, Outcome, Session, TenantStore, WithDigest } from './ports.js';

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

/** Reads the file; nothing stays staged of one that cannot be read or has wrong rows. */
const checked = async (
  deps: StartEmployeeImportDeps,
  file: Parameters<typeof checkImportFile>[1],
  actor: UserActor,
): Promise<ImportCheck> => {
  const drop = async () => deps.imports.dropStaged(actor.tenantId, file.importId);
  let check: ImportCheck;
  try {
    check = await checkImportFile(deps, file, actor);
  } catch (error) {
    await drop().catch(() => undefined);
    throw error;
  }
  if (check.errorCount > 0) await drop();
  return check;
};

/** True when `mutate` refused before it wrote. After any other error the import may exist and need its rows. */
const isRefusal = (error: unknown): boolean => isAppError(error) && error.code === 'validation_failed';

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
    const check = await checked(deps, { importId, seats: tenant.seats, content: upload.content }, actor);
    const state = check.errorCount > 0 ? 'invalid' : 'ready';
    const change = { tenantId, sub, method: 'StartEmployeeImport', key: idempotencyKey, content: upload.digest() };
    const begin = async (session: Session): Promise<Outcome> => {
      const createdAt = clock.now();
      const basedOn = tenant.peopleRevision;
      await imports.insert(session, { id: importId, tenantId, state, ...check, basedOn, createdBy: sub, createdAt });
      await audit.append(session, {
        tenantId,
        type: 'employee_import_checked',
        actor: auditUser(actor),
        subjectKind: 'import',
        subjectIds: [importId],
        outcome: state === 'ready' ? 'success' : 'failed',
        at: createdAt,
        params: { rows: String(check.rows), errors: String(check.errorCount) },
      });
      return { ids: { importId } };
    };
    const { ids } = await mutate(change, begin).catch(async (error: unknown) => {
      if (isRefusal(error)) await imports.dropStaged(tenantId, importId).catch(() => undefined);
      throw error;
    });
    const kept = ids['importId'] ?? importId;
    if (kept !== importId) await imports.dropStaged(tenantId, importId);
    return found('import', await imports.find(tenantId, kept));
  };
