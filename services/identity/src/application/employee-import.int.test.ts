import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { withTransaction } from '@nencho/mongo';
import { invite } from '../domain/person.js';
import { fromMongo } from '../store/session.js';
import { key, startHarness, type Harness, type TenantHandle } from '../testing/harness.js';
import {
  addCompany,
  addDepartment,
  becomeUser,
  cellsOf,
  checkImport,
  csvOf,
  importEmployees,
  personId,
  streamOf,
  type Cells,
} from '../testing/people.js';
import type { Session } from './ports.js';

let harness: Harness;
let tenant: TenantHandle;

beforeAll(async () => {
  harness = await startHarness('identity_import');
}, 120_000);
afterAll(async () => harness.stop());

beforeEach(async () => {
  tenant = await harness.tenant({ seats: 200 });
  await addCompany(harness, tenant.admin);
});

const check = async (rows: readonly Cells[]) => checkImport(harness, tenant.admin, rows);
const apply = async (importId: string, idempotencyKey = key()) =>
  harness.app.useCases.applyEmployeeImport({ idempotencyKey, importId }, tenant.admin);
const people = async () => harness.connection.collection('people').countDocuments({ tenantId: tenant.tenantId });
const staged = async () => harness.connection.collection('import_chunks').countDocuments({ tenantId: tenant.tenantId });
const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, index) => `E${index + from}`);

describe('dry run', () => {
  test('counts what would be created, updated and left, and changes nobody', async () => {
    await importEmployees(
      harness,
      tenant.admin,
      numbers(3).map((number) => cellsOf(number)),
    );
    await harness.written();
    const before = await people();
    const checked = await check([cellsOf('E1'), cellsOf('E2', { address: '大阪府大阪市' }), cellsOf('E9')]);
    expect(checked).toMatchObject({ state: 'ready', rows: 3, toCreate: 1, toUpdate: 1, unchanged: 1, errorCount: 0 });
    expect(await people()).toBe(before);
    expect(await harness.written()).toEqual(['audit:employee_import_checked']);
  });

  test('names every wrong row by line, column and rule, keeps 200 of them and stages nothing', async () => {
    const rows = [
      cellsOf('E1'),
      cellsOf('E1', { loginId: 'other' }),
      cellsOf('E2', { loginId: 'e1' }),
      cellsOf('E3', { companyCode: 'XX' }),
      cellsOf('E4', { departmentCode: 'D9' }),
      cellsOf('E5', { familyName: '山\u0000田' }),
      ...numbers(250, 100).map((number) => cellsOf(number, { birthDate: 'x' })),
    ];
    const checked = await check(rows);
    expect(checked).toMatchObject({ state: 'invalid', rows: 256, errorCount: 255 });
    expect(checked.errors).toHaveLength(200);
    expect(checked.errors).toEqual(
      expect.arrayContaining([
        { line: 3, violations: [{ path: '従業員番号', rule: 'duplicate_in_file', params: { line: '2' } }] },
        { line: 4, violations: [{ path: 'ログインID', rule: 'duplicate_in_file', params: { line: '2' } }] },
        { line: 5, violations: [{ path: '会社コード', rule: 'company_unknown' }] },
        { line: 6, violations: [{ path: '部署コード', rule: 'department_unknown' }] },
        { line: 7, violations: [{ path: '姓', rule: 'control_character' }] },
      ]),
    );
    expect(await staged()).toBe(0);
    await expect(apply(checked.id)).rejects.toMatchObject({
      code: 'illegal_state',
      details: { reason: 'import_invalid' },
    });
  });

  test('a file that cannot be read leaves nothing behind', async () => {
    const content = () => streamOf(`${csvOf(numbers(120).map((number) => cellsOf(number)))}"E999`);
    await expect(
      harness.app.useCases.startEmployeeImport({ idempotencyKey: key(), content: content() }, tenant.admin),
    ).rejects.toMatchObject({ code: 'validation_failed', violations: [{ path: 'file', rule: 'csv_malformed' }] });
    expect(await staged()).toBe(0);
    expect(await harness.connection.collection('imports').countDocuments({ tenantId: tenant.tenantId })).toBe(0);
  });

  test('the same key answers the same import; with another file it is refused', async () => {
    const idempotencyKey = key();
    const first = await checkImport(harness, tenant.admin, [cellsOf('E1')], idempotencyKey);
    const again = await checkImport(harness, tenant.admin, [cellsOf('E1')], idempotencyKey);
    expect(again).toEqual(first);
    expect(await staged()).toBe(1);
    await expect(checkImport(harness, tenant.admin, [cellsOf('E2')], idempotencyKey)).rejects.toMatchObject({
      violations: [{ path: 'idempotencyKey', rule: 'idempotency_key_reused' }],
    });
    expect(await staged()).toBe(1);
  });

  test('more than the seats of the contract are refused as a whole', async () => {
    const checked = await check(numbers(201).map((number) => cellsOf(number)));
    expect(checked).toMatchObject({
      state: 'invalid',
      errors: [{ line: 0, violations: [{ rule: 'seats_exceeded', params: { seats: '200', needed: '201' } }] }],
    });
    const leaving = numbers(201).map((number) => cellsOf(number, number === 'E7' ? { leftOn: '2026-12-01' } : {}));
    expect(await check(leaving)).toMatchObject({ state: 'ready' });
  });

  test('twenty an hour, then limit_exceeded', async () => {
    for (let times = 0; times < 20; times += 1) await check([cellsOf('E1')]);
    await expect(check([cellsOf('E1')])).rejects.toMatchObject({ code: 'limit_exceeded' });
    harness.clock.advance(3_600_001);
    expect(await check([cellsOf('E1')])).toMatchObject({ state: 'ready' });
  });

  test('is its uploader’s and the tenant’s administrators’', async () => {
    const checked = await check([cellsOf('E1')]);
    const { useCases } = harness.app;
    expect(await useCases.getEmployeeImport(checked.id, tenant.admin)).toEqual(checked);
    const other = await harness.tenant();
    for (const importId of [checked.id, '00000000-0000-4000-8000-000000000000', '{"$gt":""}']) {
      await expect(useCases.getEmployeeImport(importId, other.admin)).rejects.toMatchObject({
        code: 'not_found',
        message: 'no such import',
        details: { kind: 'import' },
      });
    }
  });
});

describe('apply', () => {
  test('creates and updates in chunks of 50, tells of each, and drops the staged copy', async () => {
    const company = (await harness.app.useCases.listCompanies(tenant.admin))[0];
    const department = await addDepartment(harness, tenant.admin, company?.id ?? '', 'D1');
    const checked = await check(numbers(120).map((number) => cellsOf(number, { departmentCode: 'D1' })));
    await harness.written();
    const jobId = await apply(checked.id);
    expect(await harness.finish(tenant.tenantId, jobId)).toMatchObject({ state: 'succeeded', done: 120, failed: 0 });
    const written = await harness.written();
    expect(written.filter((type) => type === 'EmployeesChanged')).toHaveLength(3);
    expect(written.filter((type) => type === 'audit:employees_imported')).toHaveLength(4);
    expect(await people()).toBe(121);
    expect(await staged()).toBe(0);
    const page = await harness.app.useCases.listEmployees(
      { page: { cursor: '', limit: 200 }, companyId: '', departmentId: department.id, query: '' },
      tenant.admin,
    );
    expect(page.items).toHaveLength(120);
    expect(page.items[0]).toMatchObject({
      person: {
        loginId: 'e1',
        access: 'none',
        version: 1,
        employment: { number: 'E1', departmentPath: [department.id] },
      },
      card: { familyName: '見本', birthDate: '1985-04-01' },
    });
    expect(await harness.app.useCases.getEmployeeImport(checked.id, tenant.admin)).toMatchObject({ state: 'applied' });
    expect(await check(numbers(120).map((number) => cellsOf(number, { departmentCode: 'D1' })))).toMatchObject({
      unchanged: 120,
    });
  });

  test('stores no name, address or mail in clear', async () => {
    await importEmployees(harness, tenant.admin, [cellsOf('E1', { familyName: 'カナリア', address: '金糸雀町1-2-3' })]);
    await check([cellsOf('E1', { familyName: 'カナリア二世', address: '金糸雀町1-2-3' })]);
    for (const { name } of (await harness.connection.db?.listCollections().toArray()) ?? []) {
      for (const row of await harness.connection.collection(name).find().toArray()) {
        expect(JSON.stringify(row)).not.toMatch(/カナリア|金糸雀|@example\.test/);
        const bytes = Object.values(row).map((value: unknown) =>
          Buffer.isBuffer(value) ? value.toString('utf8') : '',
        );
        expect(bytes.join('')).not.toMatch(/カナリア|金糸雀|@example\.test/);
      }
    }
  });

  test('is done once per key and once per import', async () => {
    const checked = await check([cellsOf('E1')]);
    const idempotencyKey = key();
    const jobId = await apply(checked.id, idempotencyKey);
    expect(await apply(checked.id, idempotencyKey)).toBe(jobId);
    await expect(apply(checked.id)).rejects.toMatchObject({ code: 'illegal_state' });
    await harness.finish(tenant.tenantId, jobId);
    await expect(apply(checked.id)).rejects.toMatchObject({ details: { reason: 'import_applied' } });
    expect(await people()).toBe(2);
  });

  test('a second one waits for the first, and is outdated after it', async () => {
    const [first, second] = [await check([cellsOf('E1')]), await check([cellsOf('E1', { address: '京都府' })])];
    const results = await Promise.allSettled([apply(first.id), apply(second.id)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused).toMatchObject({ reason: { code: 'illegal_state', details: { reason: 'import_in_progress' } } });
    const begun = results.find((result) => result.status === 'fulfilled');
    await harness.finish(tenant.tenantId, begun?.value ?? '');
    const late = results[0].status === 'rejected' ? first : second;
    await expect(apply(late.id)).rejects.toMatchObject({ details: { reason: 'import_outdated' } });
  });

  test('seats are asked again when it is applied', async () => {
    const checked = await check(numbers(150).map((number) => cellsOf(number)));
    await harness.connection
      .collection<{ _id: string }>('tenants')
      .updateOne({ _id: tenant.tenantId }, { $set: { seats: 149 } });
    await expect(apply(checked.id)).rejects.toMatchObject({
      code: 'limit_exceeded',
      details: { limit: 'seats', seats: '149', needed: '150' },
    });
    expect(await people()).toBe(1);
  });

  test('leaves the login id of somebody who became a user since the dry run, and says so', async () => {
    await importEmployees(harness, tenant.admin, [cellsOf('E1', { loginId: 'taro' }), cellsOf('E2')]);
    const checked = await check([cellsOf('E1', { loginId: 'x2' }), cellsOf('E2', { loginId: 'jiro' })]);
    await becomeUser(harness, tenant, 'E1');
    const jobId = await apply(checked.id);
    expect(await harness.finish(tenant.tenantId, jobId)).toMatchObject({
      ...{ state: 'finished_with_errors', done: 1, failed: 1 },
    });
    const { items } = await harness.app.jobs.listErrors(tenant.tenantId, jobId, '');
    const item = await personId(harness, tenant.tenantId, 'E1');
    const violations = [{ path: 'ログインID', rule: 'login_id_fixed' }];
    expect(items).toEqual([{ item, code: 'validation_failed', violations }]);
    const loginIds = await harness.connection.collection('people').distinct('loginId', { tenantId: tenant.tenantId });
    expect(loginIds).toEqual(['admin', 'jiro', 'taro']);
    expect(await staged()).toBe(0);
  });

  test('the login id and the access of a person are never written past each other', async () => {
    await importEmployees(harness, tenant.admin, [cellsOf('E1', { loginId: 'taro' })]);
    const { people: store } = harness.app.stores;
    const { tenantId } = tenant;
    const id = await personId(harness, tenantId, 'E1');
    const seen = await store.find(tenantId, id);
    if (seen?.employment === undefined) throw new Error('no employee');
    await importEmployees(harness, tenant.admin, [cellsOf('E1', { loginId: 'x2' })]);
    const inTransaction = async (work: (session: Session) => Promise<void>) =>
      withTransaction(harness.connection, async (session) => work(fromMongo(session)));
    const conflict = { code: 'version_conflict' };
    await expect(inTransaction(async (session) => store.saveAccess(session, invite(seen)))).rejects.toMatchObject(
      conflict,
    );
    await becomeUser(harness, tenant, 'E1');
    const [found] = await store.cardsByIds(tenantId, [id], { all: true });
    if (found === undefined) throw new Error('no card');
    const { version: seenVersion, grantsVersion } = found.person;
    const row = { line: 2, action: 'update', personId: id, seenVersion, employment: seen.employment } as const;
    const write = async (loginId: string, seenGrantsVersion: number) =>
      inTransaction(async (session) =>
        store.applyRows(session, tenantId, [{ ...row, loginId, card: found.card, seenGrantsVersion }], 9),
      );
    await expect(write('taro', grantsVersion)).rejects.toMatchObject(conflict);
    await expect(write('x2', grantsVersion - 1)).rejects.toMatchObject(conflict);
    await write('x2', grantsVersion);
  });

  test('stops when the grant of whoever started it is gone', async () => {
    await importEmployees(harness, tenant.admin, [cellsOf('E1')]);
    const checked = await check([cellsOf('E2')]);
    const jobId = await apply(checked.id);
    await harness.connection
      .collection('people')
      .updateOne({ tenantId: tenant.tenantId, loginId: 'admin' }, { $set: { grants: [] }, $inc: { grantsVersion: 1 } });
    expect(await harness.finish(tenant.tenantId, jobId)).toMatchObject({
      state: 'stopped',
      stopCode: 'forbidden',
      done: 0,
    });
    expect(await people()).toBe(2);
  });

  test('the administrator’s own row makes the same account an employee', async () => {
    await importEmployees(harness, tenant.admin, [cellsOf('E1', { loginId: 'admin' })]);
    expect(await people()).toBe(1);
    const admin = await harness.actor(tenant.tenantId, tenant.admin.sub);
    expect(admin.employeeId).toBe(await personId(harness, tenant.tenantId, 'E1'));
    expect(admin.grants.map(({ role }) => role)).toEqual(['admin', 'employee']);
  });
});
