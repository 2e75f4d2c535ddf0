import type { UserActor } from '@nencho/auth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { key, startHarness, type Harness, type TenantHandle } from '../testing/harness.js';
import {
  addCompany,
  addDepartment,
  becomeUser,
  cellsOf,
  checkImport,
  goodPassword,
  importEmployees,
  inviteOne,
  personId,
} from '../testing/people.js';

let harness: Harness;
let tenant: TenantHandle;

beforeAll(async () => {
  harness = await startHarness('identity_audit');
}, 120_000);
afterAll(async () => harness.stop());

beforeEach(async () => {
  tenant = await harness.tenant();
  await addCompany(harness, tenant.admin);
  await importEmployees(harness, tenant.admin, [cellsOf('E1'), cellsOf('E2')]);
});

const use = () => harness.app.useCases;
const employee = async (number = 'E1') => personId(harness, tenant.tenantId, number);
const hrGrant = async () =>
  use().addGrant(
    { idempotencyKey: key(), employeeId: await employee(), role: 'hr', scope: { kind: 'tenant' } },
    tenant.admin,
  );

/** One scenario for each RPC that changes something: what leads up to it, then the act itself. */
/** The same person, signed in at this moment. */
const justSignedIn = (actor: UserActor): UserActor => ({
  ...actor,
  credential: { kind: 'token', token: 't', amr: ['pwd'], authTime: Math.floor(Date.now() / 1_000) },
});

const mutations: Record<string, () => Promise<() => Promise<unknown>>> = {
  createTenant: async () => Promise.resolve(async () => harness.tenant()),
  createCompany: async () => Promise.resolve(async () => addCompany(harness, tenant.admin, 'SUB')),
  createDepartment: async () => {
    const [company] = await use().listCompanies(tenant.admin);
    return async () => addDepartment(harness, tenant.admin, company?.id ?? '', 'D1');
  },
  startEmployeeImport: async () => Promise.resolve(async () => checkImport(harness, tenant.admin, [cellsOf('E3')])),
  applyEmployeeImport: async () => {
    const { id } = await checkImport(harness, tenant.admin, [cellsOf('E3')]);
    return async () => use().applyEmployeeImport({ idempotencyKey: key(), importId: id }, tenant.admin);
  },
  addGrant: async () => Promise.resolve(hrGrant),
  removeGrant: async () => {
    const { grant } = await hrGrant();
    return async () => use().removeGrant({ idempotencyKey: key(), grantId: grant.id }, tenant.admin);
  },
  disableUser: async () => {
    await becomeUser(harness, tenant, 'E1');
    const employeeId = await employee();
    return async () => use().disableUser({ idempotencyKey: key(), employeeId }, tenant.admin);
  },
  issueInvitations: async () =>
    Promise.resolve(async () => use().issueInvitations({ idempotencyKey: key(), employeeIds: [] }, tenant.admin)),
  resendInvitation: async () => {
    const { invitationId } = await inviteOne(harness, tenant, await employee());
    return async () => use().resendInvitation({ idempotencyKey: key(), invitationId }, tenant.admin);
  },
  redeemInvitation: async () => {
    const link = await inviteOne(harness, tenant, await employee());
    return async () => use().redeemInvitation({ ...link, password: goodPassword });
  },
  giveContractNotice: async () =>
    Promise.resolve(async () =>
      use().giveContractNotice({ idempotencyKey: key(), endDate: '2027-03-31' }, justSignedIn(tenant.admin)),
    ),
  withdrawContractNotice: async () => {
    await use().giveContractNotice({ idempotencyKey: key(), endDate: '2027-03-31' }, justSignedIn(tenant.admin));
    return async () => use().withdrawContractNotice({ idempotencyKey: key() }, justSignedIn(tenant.admin));
  },
  recordContractEnd: async () => {
    const { tenantId } = tenant;
    const written = { tenantId, endDate: '2027-03-31', reason: '書面', ticket: '' };
    return Promise.resolve(async () =>
      use().recordContractEnd({ ...written, idempotencyKey: key() }, { kind: 'operator', sub: 'o', token: '' }),
    );
  },
};

const recorded: Record<string, string> = {
  createTenant: 'tenant_created',
  createCompany: 'company_created',
  createDepartment: 'department_created',
  startEmployeeImport: 'employee_import_checked',
  applyEmployeeImport: 'employees_imported',
  addGrant: 'grant_added',
  removeGrant: 'grant_removed',
  disableUser: 'user_disabled',
  issueInvitations: 'invitations_issued',
  resendInvitation: 'invitation_resent',
  redeemInvitation: 'invitation_redeemed',
  giveContractNotice: 'contract_notice_given',
  withdrawContractNotice: 'contract_notice_withdrawn',
  recordContractEnd: 'contract_notice_given',
};

/** About keys, not about people: told to the administrators by the access-transparency ledger. */
const transparencyOnly = ['rotateTenantKeys'];
const readsOnly = /^(?:list|get|batchGet|search|preview|resolve|stream)/;

describe('audit', () => {
  test('every RPC that is no read has a scenario here', () => {
    const changing = Object.keys(IdentityServiceService).filter(
      (name) => !readsOnly.test(name) && !transparencyOnly.includes(name),
    );
    expect(changing.sort()).toEqual(Object.keys(mutations).sort());
  });

  test.each(Object.keys(mutations))('%s writes exactly one entry, in the transaction of the change', async (name) => {
    const act = await mutations[name]?.();
    await harness.written();
    await act?.();
    const entries = (await harness.written()).filter((type) => type.startsWith('audit:'));
    expect(entries).toEqual([`audit:${recorded[name] ?? ''}`]);
  });
});
