import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OperatorActor } from '@nencho/auth';
import { key, publicBaseUrl, startHarness, type Harness } from '../testing/harness.js';
import type { KeycloakUsers } from './ports.js';

const operator: OperatorActor = { kind: 'operator', sub: 'operator-1', token: '' };
const order = {
  displayName: '株式会社見本',
  seats: 10,
  contractStart: '2026-10-01',
  adminLoginId: 'hanako',
  adminFamilyName: '管理',
  adminGivenName: '花子',
};

let harness: Harness;
let failing: 'before' | 'after' | undefined;
let password = '';

/** Stands between the service and the real Keycloak and lets a call die before or after it arrived. */
const breakable = (users: KeycloakUsers): KeycloakUsers => ({
  ...users,
  put: async (user) => {
    password = user.password;
    if (failing === 'before') throw new Error('died before');
    const answer = await users.put(user);
    if (failing === 'after') throw new Error('died after');
    return answer;
  },
});

beforeAll(async () => {
  harness = await startHarness('identity_tenant', breakable);
}, 120_000);
afterAll(async () => harness.stop());

const create = async (tenantCode: string, idempotencyKey = key()) =>
  harness.app.useCases.createTenant({ ...order, tenantCode, idempotencyKey }, operator);

const inKeycloak = async (username: string) => {
  const path = `/${harness.realms.input.names.tenants}/users?exact=true&username=${username}`;
  return (await harness.realms.admin.call('GET', path)).body as readonly Record<string, unknown>[];
};

describe('CreateTenant', () => {
  test('makes keys, user, administrator and letter, and tells of it', async () => {
    await harness.written();
    const { tenantId, letter } = await create('mihon');
    expect(letter).toContain(`${publicBaseUrl}/t/mihon`);
    expect(letter).toContain(password);
    const [user] = await inKeycloak('mihon.hanako');
    expect(user).toMatchObject({ attributes: { tenant: [tenantId] }, requiredActions: ['UPDATE_PASSWORD'] });
    expect(Object.keys(user ?? {})).not.toEqual(expect.arrayContaining(['email', 'firstName', 'lastName']));
    const actor = await harness.actor(tenantId, String(user?.['id']));
    expect(actor).toMatchObject({ grants: [{ role: 'admin', scope: { kind: 'tenant' } }], departmentIds: [] });
    expect(actor.employeeId).toBeUndefined();
    expect([...(await harness.written())].sort()).toEqual(['OperatorActed', 'TenantCreated', 'audit:tenant_created']);
    const me = await harness.app.useCases.getMe(actor);
    expect(me).toMatchObject({ tenant: { code: 'mihon' }, person: { loginId: 'hanako' } });
    expect(me.card).toBeUndefined();
  });

  test('keeps the initial password nowhere', async () => {
    for (const { name } of (await harness.connection.db?.listCollections().toArray()) ?? []) {
      for (const row of await harness.connection.collection(name).find().toArray()) {
        expect(JSON.stringify(row)).not.toContain(password);
      }
    }
  });

  test('answers a repeat with another letter until the password was changed', async () => {
    const idempotencyKey = key();
    const { tenantId, letter } = await create('lost', idempotencyKey);
    const before = password;
    await harness.written();
    const again = await create('lost', idempotencyKey);
    expect(again).toEqual({ tenantId, letter: letter.replace(before, password) });
    expect(password).not.toBe(before);
    expect((await harness.written()).sort()).toEqual(['OperatorActed', 'audit:tenant_created']);
    const [user] = await inKeycloak('lost.hanako');
    expect(user).toMatchObject({ requiredActions: ['UPDATE_PASSWORD'] });
    const path = `/${harness.realms.input.names.tenants}/users/${String(user?.['id'])}`;
    await harness.realms.admin.call('PUT', path, { requiredActions: [] });
    const last = password;
    expect(await create('lost', idempotencyKey)).toEqual({ tenantId, letter: '' });
    expect(password).toBe(last);
  });

  test('answers another key or another order for the same code with a refusal', async () => {
    const idempotencyKey = key();
    await create('repeat', idempotencyKey);
    await expect(create('repeat')).rejects.toMatchObject({ code: 'already_exists' });
    await expect(
      harness.app.useCases.createTenant({ ...order, seats: 11, tenantCode: 'repeat', idempotencyKey }, operator),
    ).rejects.toMatchObject({ violations: [{ path: 'idempotencyKey', rule: 'idempotency_key_reused' }] });
  });

  test.each(['before', 'after'] as const)('goes on where it died %s the call of Keycloak', async (when) => {
    failing = when;
    await expect(create(`crash-${when}`)).rejects.toThrow('died');
    failing = undefined;
    expect(await harness.app.stores.tenants.findByCode(`crash-${when}`)).toMatchObject({ state: 'creating' });
    const { tenantId, letter } = await create(`crash-${when}`);
    expect(letter).toContain(password);
    const users = await inKeycloak(`crash-${when}.hanako`);
    expect(users).toHaveLength(1);
    expect(users[0]).toMatchObject({ requiredActions: ['UPDATE_PASSWORD'], attributes: { tenant: [tenantId] } });
    expect(await harness.connection.collection('people').countDocuments({ tenantId })).toBe(1);
  });

  test('a half-made tenant is nobody else’s: another order for its code is refused', async () => {
    failing = 'before';
    await expect(create('half')).rejects.toThrow('died');
    failing = undefined;
    const other = { ...order, displayName: '別の会社', tenantCode: 'half', idempotencyKey: key() };
    await expect(harness.app.useCases.createTenant(other, operator)).rejects.toMatchObject({ code: 'already_exists' });
  });

  test('of two at the same time one is told to wait', async () => {
    const results = await Promise.allSettled([create('twice'), create('twice')]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = results.find(({ status }) => status === 'rejected');
    expect(refused).toMatchObject({
      reason: { code: 'illegal_state', details: { reason: 'tenant_creation_in_progress' } },
    });
    expect(await harness.connection.collection('tenants').countDocuments({ code: 'twice' })).toBe(1);
  });

  test.each([{ tenantCode: '{"$gt":""}' }, { tenantCode: '__proto__' }, { contractStart: '2026-02-30' }])(
    'refuses %j and leaves nothing',
    async (change) => {
      const before = await harness.connection.collection('tenants').countDocuments();
      const command = { ...order, tenantCode: 'fine', ...change, idempotencyKey: key() };
      await expect(harness.app.useCases.createTenant(command, operator)).rejects.toMatchObject({
        code: 'validation_failed',
        violations: [{ path: Object.keys(change)[0] }],
      });
      expect(await harness.connection.collection('tenants').countDocuments()).toBe(before);
    },
  );
});

describe('ListTenants', () => {
  test('pages over finished tenants without anything about a person', async () => {
    const first = await harness.app.useCases.listTenants({ cursor: '', limit: 1 });
    const second = await harness.app.useCases.listTenants({ cursor: first.nextCursor, limit: 200 });
    const codes = [...first.items, ...second.items].map(({ code }) => code);
    expect(codes).toEqual(['crash-after', 'crash-before', 'lost', 'mihon', 'repeat', 'twice']);
    expect(second.nextCursor).toBe('');
    expect(JSON.stringify([first, second])).not.toMatch(/花子|hanako/);
  });

  test('refuses a forged cursor', async () => {
    await expect(harness.app.useCases.listTenants({ cursor: 'WyJhIl0.AAAA', limit: 1 })).rejects.toMatchObject({
      code: 'validation_failed',
    });
  });
});

describe('letter', () => {
  test('stops working after 30 days when it was not used', async () => {
    const { tenantId } = await create('unused');
    const sub = String((await inKeycloak('unused.hanako'))[0]?.['id']);
    harness.clock.advance(30 * 86_400_000 - 1_000);
    await harness.app.useCases.sweep();
    expect(await inKeycloak('unused.hanako')).toMatchObject([{ enabled: true }]);
    harness.clock.advance(1_000);
    await harness.app.useCases.sweep();
    expect(await inKeycloak('unused.hanako')).toMatchObject([{ id: sub, enabled: false }]);
    const row = await harness.connection
      .collection<{ _id: string; letter?: object }>('tenants')
      .findOne({ _id: tenantId });
    expect(row?.letter).toMatchObject({ state: 'expired' });
  });

  test('an administrator who changed the password keeps it', async () => {
    const { tenantId } = await create('used');
    const [user] = await inKeycloak('used.hanako');
    const path = `/${harness.realms.input.names.tenants}/users/${String(user?.['id'])}`;
    await harness.realms.admin.call('PUT', path, { requiredActions: [] });
    harness.clock.advance(31 * 86_400_000);
    await harness.app.useCases.sweep();
    expect(await inKeycloak('used.hanako')).toMatchObject([{ enabled: true }]);
    const row = await harness.connection
      .collection<{ _id: string; letter?: object }>('tenants')
      .findOne({ _id: tenantId });
    expect(row?.letter).toMatchObject({ state: 'used' });
  });
});
