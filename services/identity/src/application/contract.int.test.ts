import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { UserActor } from '@nencho/auth';
import { newId } from '@nencho/kernel';
import { collectionStores, eraseTenant, inventoryOf, withTransaction } from '@nencho/mongo';
import { fromMongo } from '../store/session.js';
import { key, startHarness, type Harness, type TenantHandle } from '../testing/harness.js';
import { addCompany, becomeUser, cellsOf, importEmployees, inviteOne, personId } from '../testing/people.js';

jest.setTimeout(180_000);

let harness: Harness;
let tenant: TenantHandle;
beforeAll(async () => {
  harness = await startHarness('contract');
});
afterAll(async () => harness.stop());
beforeEach(async () => {
  tenant = await harness.tenant();
  await harness.written();
});

const use = () => harness.app.useCases;
const operator = { kind: 'operator', sub: 'operator-1', token: '' } as const;

/** The same person, signed in so many seconds ago. */
const signedIn = (actor: UserActor, secondsAgo = 5): UserActor => ({
  ...actor,
  credential: { kind: 'token', token: 't', amr: ['pwd'], authTime: Math.floor(Date.now() / 1_000) - secondsAgo },
});
const give = async (endDate: string, actor = signedIn(tenant.admin)) =>
  use().giveContractNotice({ idempotencyKey: key(), endDate }, actor);

describe('the notice that a contract ends', () => {
  test('is given, moved and taken back by an administrator who signed in just now', async () => {
    expect(await give('2026-12-31')).toMatchObject({ state: 'notice', contractEnd: '2026-12-31' });
    expect(await give('2027-03-31')).toMatchObject({ state: 'notice', contractEnd: '2027-03-31' });
    const withdrawn = await use().withdrawContractNotice({ idempotencyKey: key() }, signedIn(tenant.admin));
    expect(withdrawn).toMatchObject({ state: 'active', contractEnd: '' });
    expect(await harness.written()).toEqual([
      ...['ContractNoticed', 'audit:contract_notice_given'],
      ...['ContractNoticed', 'audit:contract_notice_given'],
      ...['ContractNoticeWithdrawn', 'audit:contract_notice_withdrawn'],
    ]);
    await expect(use().withdrawContractNotice({ idempotencyKey: key() }, signedIn(tenant.admin))).rejects.toMatchObject(
      { details: { reason: 'no_contract_notice' } },
    );
  });

  test('asks for the sign-in again when that was more than 10 minutes ago', async () => {
    await expect(give('2026-12-31', signedIn(tenant.admin, 660))).rejects.toMatchObject({
      code: 'illegal_state',
      details: { reason: 'sign_in_not_recent' },
    });
    expect(await harness.written()).toEqual([]);
  });

  test.each([
    ['2026-12-09', 'date_range'],
    ['2040-01-01', 'date_range'],
    ['2026-02-30', 'date'],
  ])('for %s is refused', async (endDate, rule) => {
    await expect(give(endDate)).rejects.toMatchObject({ violations: [{ path: 'endDate', rule }] });
  });

  test('is written down by an operator, and the tenant’s administrators will read of it', async () => {
    const command = {
      idempotencyKey: key(),
      tenantId: tenant.tenantId,
      endDate: '2026-12-31',
      reason: '書面',
      ticket: 'T-1',
    };
    expect(await use().recordContractEnd(command, operator)).toMatchObject({ state: 'notice' });
    expect((await harness.written()).sort()).toEqual([
      'ContractNoticed',
      'OperatorActed',
      'audit:contract_notice_given',
    ]);
  });

  test('finds nothing under the id of a company, and retention is told what it is', async () => {
    const { id } = await addCompany(harness, tenant.admin);
    const command = { idempotencyKey: key(), tenantId: id, endDate: '2026-12-31', reason: 'x', ticket: '' };
    await expect(use().recordContractEnd(command, operator)).rejects.toMatchObject({ code: 'not_found' });
    expect(await use().getTenantContract(id)).toEqual({ given: 'company' });
    await expect(use().getTenantContract(newId())).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('when its day has come', () => {
  test('only administrators are let in, nobody becomes a user, and nothing happens a day before', async () => {
    await addCompany(harness, tenant.admin);
    await importEmployees(harness, tenant.admin, [cellsOf('E1'), cellsOf('E2')]);
    const { tenantId, admin } = tenant;
    const { sub } = await becomeUser(harness, tenant, 'E1');
    const open = await inviteOne(harness, tenant, await personId(harness, tenantId, 'E2'));
    expect(await harness.app.resolve(tenantId, sub)).toMatchObject({ disabled: false });
    await give('2026-12-11');
    await use().endContracts();
    expect(await harness.app.resolve(tenantId, sub)).toMatchObject({ disabled: false });
    harness.clock.advance(86_400_000);
    await harness.written();
    await Promise.all([use().endContracts(), use().endContracts()]);
    expect(await harness.written()).toEqual(['TenantEnded', 'audit:contract_ended']);
    expect(await harness.app.resolve(tenantId, sub)).toMatchObject({ disabled: true });
    expect(await harness.app.resolve(tenantId, admin.sub)).toMatchObject({ disabled: false });
    await expect(use().previewInvitation(open)).rejects.toMatchObject({ code: 'not_found' });
    await expect(use().issueInvitations({ idempotencyKey: key(), employeeIds: [] }, admin)).rejects.toMatchObject({
      details: { reason: 'contract_ended' },
    });
    await expect(give('2027-01-01')).rejects.toMatchObject({ details: { reason: 'contract_ended' } });

    const cancelled = harness.app.eventHandlers.ContractEndCancelled;
    const meta = { tenantId } as Parameters<typeof cancelled.prepare>[1];
    const cancel = async (endDate: string): Promise<void> => {
      const prepared = await cancelled.prepare({ endDate }, meta);
      await withTransaction(harness.connection, async (session) => cancelled.apply(prepared, meta, session));
    };
    for (const other of ['2026-12-10', '']) await cancel(other); // comes late: of an end that stands no more
    expect(await harness.written()).toEqual([]);
    expect(await use().getTenantContract(tenantId)).toMatchObject({ contract: { state: 'ended' } });
    await cancel('2026-12-11');
    expect(await harness.written()).toEqual(['TenantReactivated', 'audit:contract_reactivated']);
    expect(await harness.app.resolve(tenantId, sub)).toMatchObject({ disabled: false });
    harness.clock.advance(-86_400_000);
  });
});

describe('an erased tenant', () => {
  test('leaves no row and no user; its code is free once the erasure is certified', async () => {
    const other = await harness.tenant();
    const { tenantId, code } = tenant;
    await addCompany(harness, tenant.admin);
    await importEmployees(harness, tenant.admin, [cellsOf('E1'), cellsOf('E2')]);
    await becomeUser(harness, tenant, 'E1');
    const { app, connection, realms } = harness;
    expect(await realms.users.countOfTenant(tenantId)).toBe(2);
    const stores = [...app.erasableStores, ...collectionStores(connection, inventoryOf('identity'))];
    const erasure = { connection, stores, tenantId, run: 'r/1', begin: app.beginErasure };
    const counts = new Map((await eraseTenant(erasure)).map(({ name, count }) => [name, count]));
    expect([counts.get('keycloak-users'), counts.get('people'), counts.get('tenants')]).toEqual([2, 3, 1]);
    expect(await realms.users.countOfTenant(tenantId)).toBe(0);
    expect(await realms.users.countOfTenant(other.tenantId)).toBe(1);
    await expect(app.resolve(tenantId, tenant.admin.sub)).rejects.toMatchObject({ code: 'not_found' });
    expect(await use().getTenantContract(tenantId)).toMatchObject({ contract: { state: 'erased', code: '' } });
    expect((await eraseTenant({ ...erasure, run: 'r/2' })).filter(({ count }) => count > 0)).toEqual([]);
    await expect(harness.tenant({ code })).rejects.toMatchObject({ code: 'already_exists' });
    await withTransaction(connection, async (session) => app.stores.tenants.releaseCode(fromMongo(session), tenantId));
    expect((await harness.tenant({ code })).tenantId).not.toBe(tenantId);
  });
});
