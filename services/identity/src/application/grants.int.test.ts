import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { UserActor } from '@nencho/auth';
import { testServers } from '@nencho/testing';
import type { Scope } from '../domain/grants.js';
import { key, startHarness, type Harness, type TenantHandle } from '../testing/harness.js';
import {
  addCompany,
  addDepartment,
  becomeUser,
  cellsOf,
  checkImport,
  importEmployees,
  personId,
  type Cells,
} from '../testing/people.js';
import { createDirectory } from './directory.js';
import type { KeycloakUsers } from './ports.js';

let harness: Harness;
let tenant: TenantHandle;
let companyId: string;
let departments: { readonly upper: string; readonly lower: string; readonly other: string };
let keycloakIsAway = false;

beforeAll(async () => {
  harness = await startHarness('identity_grants', (users): KeycloakUsers => ({
    ...users,
    shutOut: async (sub) => {
      if (keycloakIsAway) throw new Error('away');
      await users.shutOut(sub);
    },
  }));
}, 120_000);
afterAll(async () => harness.stop());

beforeEach(async () => {
  keycloakIsAway = false;
  tenant = await harness.tenant();
  companyId = (await addCompany(harness, tenant.admin)).id;
  const upper = await addDepartment(harness, tenant.admin, companyId, 'D1');
  const lower = await addDepartment(harness, tenant.admin, companyId, 'D2', upper.id);
  const other = await addDepartment(harness, tenant.admin, companyId, 'D3');
  departments = { upper: upper.id, lower: lower.id, other: other.id };
  await importEmployees(harness, tenant.admin, [
    cellsOf('E1', { departmentCode: 'D1' }),
    cellsOf('E2', { departmentCode: 'D2' }),
    cellsOf('E3', { departmentCode: 'D3' }),
  ]);
});

const employee = async (number: string) => personId(harness, tenant.tenantId, number);
const use = () => harness.app.useCases;
const add = async (employeeId: string, role: 'admin' | 'hr' | 'employee', scope: Scope, actor = tenant.admin) =>
  use().addGrant({ idempotencyKey: key(), employeeId, role, scope }, actor);
const remove = async (grantId: string, actor: UserActor = tenant.admin) =>
  use().removeGrant({ idempotencyKey: key(), grantId }, actor);
const disable = async (employeeId: string, actor: UserActor = tenant.admin) =>
  use().disableUser({ idempotencyKey: key(), employeeId }, actor);

const grantOf = async (employeeId: string) => {
  const [first] = await use().listGrants(employeeId, tenant.admin);
  if (first === undefined) throw new Error('no grant');
  return first.grant.id;
};

const enabledInKeycloak = async (sub: string): Promise<unknown> => {
  const { body } = await harness.realms.admin.call('GET', `/${harness.realms.input.names.tenants}/users/${sub}`);
  return (body as Record<string, unknown>)['enabled'];
};

describe('grants', () => {
  test('take effect at the next look, raise the version and are told', async () => {
    const user = await becomeUser(harness, tenant, 'E1');
    await harness.written();
    const { grant } = await add(await employee('E1'), 'hr', { kind: 'department', departmentId: departments.upper });
    expect((await harness.written()).sort()).toEqual(['GrantsChanged', 'audit:grant_added']);
    const now = await harness.actor(tenant.tenantId, user.sub);
    expect(now.grantsVersion).toBe(user.grantsVersion + 1);
    expect(now.grants.map(({ role }) => role)).toEqual(['hr', 'employee']);
    await remove(grant.id);
    expect((await harness.written()).sort()).toEqual(['GrantsChanged', 'audit:grant_removed']);
    expect((await harness.actor(tenant.tenantId, user.sub)).grants.map(({ role }) => role)).toEqual(['employee']);
  });

  test.each([
    ['employee', { kind: 'self' }, 'role_implied'],
    ['admin', { kind: 'company', companyId: 'x' }, 'scope_of_role'],
    ['hr', { kind: 'self' }, 'scope_of_role'],
  ] as const)('%s over %j is no grant', async (role, scope, rule) => {
    await expect(add(await employee('E1'), role, scope)).rejects.toMatchObject({ violations: [{ rule }] });
  });

  test('a scope of another tenant is as absent as one that does not exist', async () => {
    const other = await harness.tenant();
    const foreign = await addCompany(harness, other.admin);
    const refusal = { code: 'not_found', message: 'no such company', details: { kind: 'company' } };
    for (const id of [foreign.id, '00000000-0000-4000-8000-000000000000', '{"$gt":""}']) {
      await expect(add(await employee('E1'), 'hr', { kind: 'company', companyId: id })).rejects.toMatchObject(refusal);
    }
  });

  test('HR hands nothing on', async () => {
    const user = await becomeUser(harness, tenant, 'E1');
    await add(await employee('E1'), 'hr', { kind: 'tenant' });
    const hr = await harness.actor(tenant.tenantId, user.sub);
    await expect(add(await employee('E2'), 'hr', { kind: 'tenant' }, hr)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(add(await employee('E1'), 'admin', { kind: 'tenant' }, hr)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(remove(await grantOf(await employee('E1')), hr)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(disable(await employee('E2'), hr)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('the same one twice is refused, the same call twice is one', async () => {
    const command = { employeeId: await employee('E1'), role: 'hr', scope: { kind: 'tenant' } } as const;
    const idempotencyKey = key();
    const first = await use().addGrant({ idempotencyKey, ...command }, tenant.admin);
    expect(await use().addGrant({ idempotencyKey, ...command }, tenant.admin)).toEqual(first);
    await expect(use().addGrant({ idempotencyKey: key(), ...command }, tenant.admin)).rejects.toMatchObject({
      code: 'already_exists',
    });
  });
});

describe('an invitee who holds grants already', () => {
  const violation = (path: string) => [{ path, rule: 'grants_beyond_own' }];
  const inD2 = (change: Cells = {}) => cellsOf('E2', { departmentCode: 'D2', ...change });
  let hr: UserActor;
  let invitee: string;

  beforeEach(async () => {
    const user = await becomeUser(harness, tenant, 'E1');
    await add(await employee('E1'), 'hr', { kind: 'tenant' });
    hr = await harness.actor(tenant.tenantId, user.sub);
    invitee = await employee('E2');
  });

  const issue = async (employeeIds: readonly string[], actor = hr) => {
    const jobId = await use().issueInvitations({ idempotencyKey: key(), employeeIds }, actor);
    const { done } = await harness.finish(tenant.tenantId, jobId);
    const { items } = await harness.app.jobs.listErrors(tenant.tenantId, jobId, '');
    return { done, errors: items.map(({ item, code, violations }) => ({ item, code, violations })) };
  };

  test('keeps mail and login id unless whoever imports could give every one of the grants', async () => {
    await add(invitee, 'admin', { kind: 'tenant' });
    for (const [change, path] of [
      [{ mail: 'hr@example.test' }, 'メールアドレス'],
      [{ mail: '' }, 'メールアドレス'],
      [{ loginId: 'mine' }, 'ログインID'],
    ] as const) {
      expect(await checkImport(harness, hr, [inD2(change)])).toMatchObject({
        ...{ state: 'invalid', errors: [{ line: 2, violations: violation(path) }] },
      });
    }
    expect(await checkImport(harness, hr, [inD2({ address: '大阪府' })])).toMatchObject({ state: 'ready' });
    await importEmployees(harness, tenant.admin, [inD2({ mail: 'new@example.test', loginId: 'jiro' })]);
  });

  test('is looked at again when the row is written', async () => {
    const checked = await checkImport(harness, hr, [
      inD2({ mail: 'hr@example.test' }),
      cellsOf('E3', { departmentCode: 'D3', mail: 'e3new@example.test' }),
    ]);
    await add(invitee, 'admin', { kind: 'tenant' });
    const jobId = await use().applyEmployeeImport({ idempotencyKey: key(), importId: checked.id }, hr);
    expect(await harness.finish(tenant.tenantId, jobId)).toMatchObject({ done: 1, failed: 1 });
    const { items } = await harness.app.jobs.listErrors(tenant.tenantId, jobId, '');
    expect(items).toEqual([{ item: invitee, code: 'forbidden', violations: violation('メールアドレス') }]);
    expect(await checkImport(harness, tenant.admin, [inD2()])).toMatchObject({ unchanged: 1 });
  });

  test('is invited only by whoever could give every one of the grants', async () => {
    await add(invitee, 'admin', { kind: 'tenant' });
    const refused = { item: invitee, code: 'forbidden', violations: violation('employeeIds') };
    expect(await issue([invitee])).toEqual({ done: 0, errors: [refused] });
    expect(await issue([])).toEqual({ done: 1, errors: [refused] });
    expect(await issue([invitee], tenant.admin)).toEqual({ done: 1, errors: [] });
    harness.clock.advance(86_400_000);
    expect(await issue([invitee])).toEqual({ done: 0, errors: [refused] });
  });

  test('gets the mail again only by whoever could give every one of the grants', async () => {
    await issue([invitee]);
    await add(invitee, 'admin', { kind: 'tenant' });
    const open = async () =>
      (await use().listInvitations({ page: { cursor: '', limit: 0 }, state: 'open' }, tenant.admin)).items;
    // The link that HR had sent to an address of HR's choice opens no administrator.
    expect(await open()).toEqual([]);
    expect(await issue([invitee], tenant.admin)).toEqual({ done: 1, errors: [] });
    const items = await open();
    const command = { idempotencyKey: key(), invitationId: items[0]?.id ?? '' };
    await expect(use().resendInvitation(command, hr)).rejects.toMatchObject({
      code: 'forbidden',
      details: { permission: 'grant.manage' },
    });
    expect(await use().resendInvitation(command, tenant.admin)).toMatchObject({ issueNo: 2 });
  });

  test('with a grant that HR covers is as before', async () => {
    await add(invitee, 'hr', { kind: 'department', departmentId: departments.lower });
    await importEmployees(harness, hr, [inD2({ mail: 'new@example.test', loginId: 'jiro' })]);
    expect(await issue([invitee])).toEqual({ done: 1, errors: [] });
  });
});

describe('the last administrator', () => {
  test('stays', async () => {
    const [own] = await use().listGrants('', tenant.admin);
    await expect(remove(own?.grant.id ?? '')).rejects.toMatchObject({ details: { reason: 'last_admin' } });
    await expect(disable(own?.personId ?? '')).rejects.toMatchObject({ details: { reason: 'last_admin' } });
  });

  test('an administrator who has not signed in yet does not count', async () => {
    await add(await employee('E1'), 'admin', { kind: 'tenant' });
    const all = await use().listGrants('', tenant.admin);
    expect(all.filter(({ grant }) => grant.role === 'admin')).toHaveLength(2);
    const admin = await harness.app.stores.people.findBySub(tenant.tenantId, tenant.admin.sub);
    await expect(remove(admin?.grants[0]?.id ?? '')).rejects.toMatchObject({ details: { reason: 'last_admin' } });
  });

  test.each(['remove and remove', 'disable and disable', 'remove and disable'])(
    'of two taken away at the same time one stays (%s)',
    async (how) => {
      await becomeUser(harness, tenant, 'E1');
      const second = await employee('E1');
      await add(second, 'admin', { kind: 'tenant' });
      const first = await harness.app.stores.people.findBySub(tenant.tenantId, tenant.admin.sub);
      const [one, two] = how.split(' and ');
      const takeAway = async (what: string | undefined, personId: string, grantId: string) =>
        what === 'remove' ? remove(grantId) : disable(personId);
      const results = await Promise.allSettled([
        takeAway(one, first?.id ?? '', first?.grants[0]?.id ?? ''),
        takeAway(two, second, await grantOf(second)),
      ]);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { code: 'illegal_state', details: { reason: 'last_admin' } },
      });
      const left = await harness.connection
        .collection('people')
        .countDocuments({ tenantId: tenant.tenantId, access: 'user', 'grants.role': 'admin' });
      expect(left).toBe(1);
    },
  );
});

describe('DisableUser', () => {
  test('ends the access here and at Keycloak, and is told', async () => {
    const user = await becomeUser(harness, tenant, 'E1');
    expect(await enabledInKeycloak(user.sub)).toBe(true);
    await harness.written();
    await disable(await employee('E1'));
    expect((await harness.written()).sort()).toEqual(['UserDisabled', 'audit:user_disabled']);
    expect(await harness.app.resolve(tenant.tenantId, user.sub)).toMatchObject({ disabled: true });
    expect(await enabledInKeycloak(user.sub)).toBe(false);
    await expect(disable(await employee('E1'))).rejects.toMatchObject({ details: { reason: 'user_disabled' } });
  });

  test('holds without Keycloak, and the sweep ends the sessions later', async () => {
    const user = await becomeUser(harness, tenant, 'E1');
    keycloakIsAway = true;
    await disable(await employee('E1'));
    expect(await harness.app.resolve(tenant.tenantId, user.sub)).toMatchObject({ disabled: true });
    expect(await enabledInKeycloak(user.sub)).toBe(true);
    keycloakIsAway = false;
    await harness.app.useCases.sweep();
    expect(await enabledInKeycloak(user.sub)).toBe(false);
    expect(await harness.app.stores.people.dueSignOffs(10)).toEqual([]);
  });
});

describe('scope', () => {
  const seen = async (actor: UserActor) => {
    const query = { page: { cursor: '', limit: 0 }, companyId: '', departmentId: '', query: '' };
    return (await use().listEmployees(query, actor)).items.map(({ person }) => person.employment?.number);
  };
  const asHr = async (scope: Scope) => {
    const user = await becomeUser(harness, tenant, 'E1');
    await add(await employee('E1'), 'hr', scope);
    return harness.actor(tenant.tenantId, user.sub);
  };

  test('a department shows itself and what is under it, in lists, cards and search alike', async () => {
    const hr = await asHr({ kind: 'department', departmentId: departments.upper });
    expect(await seen(hr)).toEqual(['E1', 'E2']);
    const ids = await Promise.all(['E1', 'E2', 'E3'].map(employee));
    expect((await use().batchGetCards(ids, hr)).map(({ person }) => person.id).sort()).toEqual(ids.slice(0, 2).sort());
    expect([...(await use().searchEmployeeIds('見本', hr))].sort()).toEqual(ids.slice(0, 2).sort());
    expect((await use().listDepartments({ companyId: '' }, hr)).map(({ code }) => code)).toEqual(['D1', 'D2']);
    expect((await use().listCompanies(hr)).map(({ code }) => code)).toEqual(['HQ']);
  });

  test('a company shows its own employees only', async () => {
    const second = await addCompany(harness, tenant.admin, 'SUB');
    await importEmployees(harness, tenant.admin, [cellsOf('F1', { companyCode: 'SUB' })]);
    const hr = await asHr({ kind: 'company', companyId: second.id });
    expect(await seen(hr)).toEqual(['F1']);
  });

  test('HR of a department imports there and nowhere else', async () => {
    const hr = await asHr({ kind: 'department', departmentId: departments.upper });
    const rows = [
      cellsOf('E9', { departmentCode: 'D2' }),
      cellsOf('E8', { departmentCode: 'D3' }),
      cellsOf('E7'),
      cellsOf('E3', { departmentCode: 'D1' }),
    ];
    const checked = await checkImport(harness, hr, rows);
    expect(checked.errors.map(({ line, violations }) => [line, violations[0]?.path, violations[0]?.rule])).toEqual([
      [3, '会社コード', 'out_of_scope'],
      [4, '会社コード', 'out_of_scope'],
      [5, '従業員番号', 'out_of_scope'],
    ]);
  });

  test('HR of a department invites there and nowhere else', async () => {
    const hr = await asHr({ kind: 'department', departmentId: departments.lower });
    const jobId = await use().issueInvitations({ idempotencyKey: key(), employeeIds: [] }, hr);
    expect(await harness.finish(tenant.tenantId, jobId)).toMatchObject({ done: 1, failed: 0, total: 1 });
    const page = { cursor: '', limit: 0 };
    const mine = await use().listInvitations({ page, state: 'open' }, hr);
    expect(mine.items.map(({ personId: id }) => id)).toEqual([await employee('E2')]);
  });
});

describe('directory search', () => {
  test('finds by name, kana in any form, number and mail, and follows changes', async () => {
    await importEmployees(harness, tenant.admin, [
      cellsOf('S1', { familyName: '髙橋', givenName: '花子', familyKana: 'タカハシ', mail: 'hanako@example.test' }),
    ]);
    const id = await employee('S1');
    for (const query of ['髙橋', '髙橋 花子', 'ﾀｶﾊｼ', 'たかはし', 's1', 'hanako@']) {
      expect(await use().searchEmployeeIds(query, tenant.admin)).toEqual([id]);
    }
    await importEmployees(harness, tenant.admin, [
      cellsOf('S1', { familyName: '佐藤', familyKana: 'サトウ', mail: 'x@example.test' }),
    ]);
    expect(await use().searchEmployeeIds('髙橋', tenant.admin)).toEqual([]);
    expect(await use().searchEmployeeIds('佐藤', tenant.admin)).toEqual([id]);
  });

  test('knows nobody of another tenant', async () => {
    const other = await harness.tenant();
    expect(await use().searchEmployeeIds('見本', other.admin)).toEqual([]);
  });

  const everyone = { all: true } as const;
  const ownDirectory = () => createDirectory({ ...harness.app.stores, clock: harness.clock });

  test('is forgotten after a minute without a search', async () => {
    const directory = ownDirectory();
    await directory.search(tenant.tenantId, '見本', everyone);
    harness.clock.advance(59_999);
    directory.dropIdle();
    expect(directory.held()).toEqual([tenant.tenantId]);
    harness.clock.advance(1);
    directory.dropIdle();
    expect(directory.held()).toEqual([]);
  });

  test('holds eight tenants, those searched last', async () => {
    const directory = ownDirectory();
    const others = Array.from({ length: 8 }, (_, index) => `other-${index}`);
    for (const one of [tenant.tenantId, ...others.slice(0, 7), tenant.tenantId, ...others.slice(7)]) {
      await directory.search(one, 'x', everyone);
    }
    expect(directory.held()).toEqual([...others.slice(1, 7), tenant.tenantId, others[7]]);
  });

  test('is forgotten when the key of the tenant is gone', async () => {
    const directory = ownDirectory();
    await directory.search(tenant.tenantId, '見本', everyone);
    await importEmployees(harness, tenant.admin, [cellsOf('E9')]);
    rmSync(join(testServers().keys.localKeyDirectory, `tenant-${tenant.tenantId}.v1.key`));
    harness.app.sealer.dropTenant(tenant.tenantId);
    await expect(directory.search(tenant.tenantId, '見本', everyone)).rejects.toMatchObject({
      code: 'forbidden',
      details: { reason: 'key_unavailable' },
    });
    expect(directory.held()).toEqual([]);
  });
});
