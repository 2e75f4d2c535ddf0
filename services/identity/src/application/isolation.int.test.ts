import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isAppError } from '@nencho/kernel';
import { key, startHarness, type Harness, type TenantHandle } from '../testing/harness.js';
import {
  addCompany,
  addDepartment,
  becomeUser,
  cellsOf,
  checkImport,
  importEmployees,
  inviteOne,
  personId,
} from '../testing/people.js';

let harness: Harness;
let mine: TenantHandle;
let theirs: { readonly [kind: string]: string };
let otherTenantId: string;
let employee: string;

/** Everything that another tenant has an id for. */
const foreignIds = async (other: TenantHandle) => {
  const company = await addCompany(harness, other.admin);
  const department = await addDepartment(harness, other.admin, company.id, 'D1');
  await importEmployees(harness, other.admin, [cellsOf('E1'), cellsOf('E2')]);
  const person = await personId(harness, other.tenantId, 'E1');
  const { invitationId } = await inviteOne(harness, other, person);
  const imported = await checkImport(harness, other.admin, [cellsOf('E3')]);
  const command = { idempotencyKey: key(), employeeId: person, role: 'hr', scope: { kind: 'tenant' } } as const;
  const { grant } = await harness.app.useCases.addGrant(command, other.admin);
  const admin = await harness.app.stores.people.findBySub(other.tenantId, other.admin.sub);
  return {
    ...{ company: company.id, department: department.id, person, invitation: invitationId, import: imported.id },
    ...{ grant: grant.id, admin: admin?.id ?? '', sub: other.admin.sub },
  };
};

beforeAll(async () => {
  harness = await startHarness('identity_isolation');
  mine = await harness.tenant();
  await addCompany(harness, mine.admin);
  await importEmployees(harness, mine.admin, [cellsOf('E1')]);
  employee = await personId(harness, mine.tenantId, 'E1');
  const other = await harness.tenant();
  otherTenantId = other.tenantId;
  theirs = await foreignIds(other);
}, 120_000);
afterAll(async () => harness.stop());

const use = () => harness.app.useCases;
const missing = '00000000-0000-4000-8000-000000000000';
const page = { cursor: '', limit: 0 };

/** Each way in that takes an id of one's own tenant: with `id` it must behave as with an id that does not exist. */
const waysIn: Record<string, { readonly kind: string; readonly call: (id: string) => Promise<unknown> }> = {
  createDepartment: {
    kind: 'company',
    call: async (id) => addDepartment(harness, mine.admin, id, 'X'),
  },
  'createDepartment under': {
    kind: 'department',
    call: async (id) => {
      const [company] = await use().listCompanies(mine.admin);
      return addDepartment(harness, mine.admin, company?.id ?? '', 'X', id);
    },
  },
  'addGrant to': {
    kind: 'person',
    call: async (id) =>
      use().addGrant({ idempotencyKey: key(), employeeId: id, role: 'hr', scope: { kind: 'tenant' } }, mine.admin),
  },
  'addGrant to an administrator': {
    kind: 'admin',
    call: async (id) =>
      use().addGrant({ idempotencyKey: key(), employeeId: id, role: 'hr', scope: { kind: 'tenant' } }, mine.admin),
  },
  'addGrant over a company': {
    kind: 'company',
    call: async (id) =>
      use().addGrant(
        { idempotencyKey: key(), employeeId: employee, role: 'hr', scope: { kind: 'company', companyId: id } },
        mine.admin,
      ),
  },
  'addGrant over a department': {
    kind: 'department',
    call: async (id) =>
      use().addGrant(
        { idempotencyKey: key(), employeeId: employee, role: 'hr', scope: { kind: 'department', departmentId: id } },
        mine.admin,
      ),
  },
  removeGrant: {
    kind: 'grant',
    call: async (id) => use().removeGrant({ idempotencyKey: key(), grantId: id }, mine.admin),
  },
  listGrants: { kind: 'person', call: async (id) => use().listGrants(id, mine.admin) },
  disableUser: {
    kind: 'person',
    call: async (id) => use().disableUser({ idempotencyKey: key(), employeeId: id }, mine.admin),
  },
  resendInvitation: {
    kind: 'invitation',
    call: async (id) => use().resendInvitation({ idempotencyKey: key(), invitationId: id }, mine.admin),
  },
  getEmployeeImport: { kind: 'import', call: async (id) => use().getEmployeeImport(id, mine.admin) },
  applyEmployeeImport: {
    kind: 'import',
    call: async (id) => use().applyEmployeeImport({ idempotencyKey: key(), importId: id }, mine.admin),
  },
  getPayer: { kind: 'company', call: async (id) => use().getPayer(mine.tenantId, id) },
  resolveActor: { kind: 'sub', call: async (id) => use().resolveActor(mine.tenantId, id) },
  batchGetCards: { kind: 'person', call: async (id) => use().batchGetCards([id], mine.admin) },
  batchGetPlaces: { kind: 'person', call: async (id) => use().batchGetPlaces(mine.tenantId, [id]) },
  batchGetTaxProfiles: { kind: 'person', call: async (id) => use().batchGetTaxProfiles(mine.tenantId, [id]) },
  batchGetContacts: {
    kind: 'person',
    call: async (id) => (await use().batchGetContacts(mine.tenantId, [id])).contacts,
  },
  batchGetCardsForJob: {
    kind: 'person',
    call: async (id) => use().batchGetCardsForJob(mine.tenantId, [id], mine.admin),
  },
  getInvitationMail: {
    kind: 'invitation',
    call: async (id) => use().getInvitationMail(mine.tenantId, id, 1),
  },
  listDepartments: { kind: 'company', call: async (id) => use().listDepartments({ companyId: id }, mine.admin) },
  'listEmployees of a company': {
    kind: 'company',
    call: async (id) => use().listEmployees({ page, companyId: id, departmentId: '', query: '' }, mine.admin),
  },
  'listEmployees of a department': {
    kind: 'department',
    call: async (id) => use().listEmployees({ page, companyId: '', departmentId: id, query: '' }, mine.admin),
  },
};

const answerOf = async (call: () => Promise<unknown>): Promise<unknown> => {
  try {
    return { answer: await call() };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, message, details, violations } = error;
    return { code, message, details, violations };
  }
};

describe('another tenant', () => {
  test.each(Object.keys(waysIn))('%s: its id is answered like one that does not exist', async (name) => {
    const way = waysIn[name];
    if (way === undefined) throw new Error('no such way');
    const foreignId = theirs[way.kind];
    if (foreignId === undefined) throw new Error(`no foreign ${way.kind}`);
    const absent = await answerOf(async () => way.call(missing));
    expect(await answerOf(async () => way.call(foreignId))).toEqual(absent);
    expect(await answerOf(async () => way.call('{"$gt":""}'))).toEqual(absent);
    expect(await answerOf(async () => way.call('__proto__'))).toEqual(absent);
    expect(JSON.stringify(absent)).not.toContain('見本');
  });

  test('cannot be named by a job either', async () => {
    expect(
      await answerOf(async () => use().batchGetCardsForJob(otherTenantId, [theirs['person'] ?? ''], mine.admin)),
    ).toMatchObject({
      code: 'not_found',
    });
  });

  test('has cursors of its own', async () => {
    const query = { page: { cursor: '', limit: 1 }, companyId: '', departmentId: '', query: '' };
    const other = await harness.actor(otherTenantId, theirs['sub'] ?? '');
    const first = await use().listEmployees(query, other);
    expect(first.nextCursor).not.toBe('');
    const borrowed = { ...query, page: { cursor: first.nextCursor, limit: 1 } };
    await expect(use().listEmployees(borrowed, mine.admin)).rejects.toMatchObject({ code: 'validation_failed' });
    expect((await use().listEmployees(borrowed, other)).items.map(({ person }) => person.employment?.number)).toEqual([
      'E2',
    ]);
  });

  test('streams its places to nobody else', async () => {
    const places = [];
    for await (const person of use().streamPlaces(mine.tenantId, '')) places.push(person.tenantId);
    expect(places).toEqual([mine.tenantId]);
  });
});

test('an employee sees the own card by a job and no list', async () => {
  const user = await becomeUser(harness, mine, 'E1');
  expect((await use().batchGetCardsForJob(mine.tenantId, [employee], user)).map(({ person }) => person.id)).toEqual([
    employee,
  ]);
  expect(await use().batchGetCards([employee], user)).toEqual([]);
  expect(await use().listGrants('', user)).toEqual([]);
  await expect(checkImport(harness, user, [])).rejects.toMatchObject({ code: 'forbidden' });
  await expect(use().issueInvitations({ idempotencyKey: key(), employeeIds: [] }, user)).rejects.toMatchObject({
    code: 'forbidden',
  });
});
