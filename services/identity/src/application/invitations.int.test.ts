import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isAppError } from '@nencho/kernel';
import { key, startHarness, type Harness, type TenantHandle } from '../testing/harness.js';
import {
  addCompany,
  becomeUser,
  cellsOf,
  goodPassword,
  importEmployees,
  inviteOne,
  linkOf,
  personId,
} from '../testing/people.js';
import { refresh, signIn } from '../testing/sign-in.js';
import type { KeycloakUsers } from './ports.js';

let harness: Harness;
let tenant: TenantHandle;
let failing: 'before' | 'after' | undefined;

const breakable = (users: KeycloakUsers): KeycloakUsers => ({
  ...users,
  put: async (user) => {
    if (failing === 'before') throw new Error('died before');
    const answer = await users.put(user);
    if (failing === 'after') throw new Error('died after');
    return answer;
  },
});

beforeAll(async () => {
  harness = await startHarness('identity_invite', breakable);
}, 120_000);
afterAll(async () => harness.stop());

beforeEach(async () => {
  failing = undefined;
  harness.clock.set('2026-12-10T09:00:00+09:00');
  tenant = await harness.tenant();
  await addCompany(harness, tenant.admin);
  await importEmployees(harness, tenant.admin, [cellsOf('E1'), cellsOf('E2'), cellsOf('E3', { mail: '' })]);
});

const employee = async (number: string) => personId(harness, tenant.tenantId, number);
const invite = async (number: string) => inviteOne(harness, tenant, await employee(number));
const use = () => harness.app.useCases;
const redeem = async (link: Awaited<ReturnType<typeof invite>>, password = goodPassword) =>
  use().redeemInvitation({ ...link, password });

const inKeycloak = async (username: string) => {
  const path = `/${harness.realms.input.names.tenants}/users?exact=true&username=${username}`;
  return (await harness.realms.admin.call('GET', path)).body as readonly Record<string, unknown>[];
};

/** The uniform answer of a link that opens nothing. */
const refusal = { code: 'not_found', message: 'no such invitation', details: { kind: 'invitation' }, violations: [] };

describe('issuing', () => {
  test('everybody within scope who has neither user nor open invitation, each once', async () => {
    await harness.written();
    const jobId = await use().issueInvitations({ idempotencyKey: key(), employeeIds: [] }, tenant.admin);
    const job = await harness.finish(tenant.tenantId, jobId);
    expect(job).toMatchObject({ state: 'finished_with_errors', done: 2, failed: 1, total: 3 });
    const { items } = await harness.app.jobs.listErrors(tenant.tenantId, jobId, '');
    expect(items).toEqual([
      {
        item: await employee('E3'),
        code: 'validation_failed',
        violations: [{ path: 'メールアドレス', rule: 'mail_missing' }],
      },
    ]);
    expect((await harness.written()).sort()).toEqual([
      'InvitationsIssued',
      'audit:invitations_issued',
      'audit:invitations_issued',
    ]);
    const again = await use().issueInvitations({ idempotencyKey: key(), employeeIds: [] }, tenant.admin);
    expect(await harness.finish(tenant.tenantId, again)).toMatchObject({ done: 0, failed: 1 });
    const listed = await use().listInvitations({ page: { cursor: '', limit: 0 }, state: 'open' }, tenant.admin);
    expect(listed.items.map(({ issueNo }) => issueNo)).toEqual([1, 1]);
  });

  test('who is named and cannot be invited is an error of the job', async () => {
    await becomeUser(harness, tenant, 'E1');
    await invite('E2');
    const other = await harness.tenant();
    await addCompany(harness, other.admin);
    await importEmployees(harness, other.admin, [cellsOf('X1')]);
    const foreign = await personId(harness, other.tenantId, 'X1');
    const missing = '00000000-0000-4000-8000-000000000000';
    const employeeIds = [await employee('E1'), await employee('E2'), foreign, missing];
    const jobId = await use().issueInvitations({ idempotencyKey: key(), employeeIds }, tenant.admin);
    expect(await harness.finish(tenant.tenantId, jobId)).toMatchObject({ done: 0, failed: 4 });
    const { items } = await harness.app.jobs.listErrors(tenant.tenantId, jobId, '');
    const codes = new Map(items.map(({ item, code, violations }) => [item, `${code} ${violations[0]?.rule ?? ''}`]));
    expect(employeeIds.map((id) => codes.get(id))).toEqual([
      'illegal_state already_user',
      'illegal_state invitation_open',
      'not_found employee_unknown',
      'not_found employee_unknown',
    ]);
  });

  test('an expired one is issued again under the next number', async () => {
    const { invitationId } = await invite('E1');
    harness.clock.advance(86_400_000);
    const listed = await use().listInvitations({ page: { cursor: '', limit: 0 }, state: 'expired' }, tenant.admin);
    expect(listed.items).toMatchObject([{ id: invitationId, state: 'expired', issueNo: 1 }]);
    expect(await invite('E1')).toMatchObject({ invitationId });
    const open = await use().listInvitations({ page: { cursor: '', limit: 0 }, state: 'open' }, tenant.admin);
    expect(open.items).toMatchObject([{ id: invitationId, issueNo: 2 }]);
  });

  test('what is no id is refused before anything is kept of it', async () => {
    const command = { idempotencyKey: key(), employeeIds: ['{"$gt":""}'] };
    await expect(use().issueInvitations(command, tenant.admin)).rejects.toMatchObject({
      violations: [{ path: 'employeeIds', rule: 'id_format' }],
    });
  });
});

describe('the link', () => {
  test('preview consumes nothing', async () => {
    const link = await invite('E1');
    for (let times = 0; times < 3; times += 1) {
      expect(await use().previewInvitation(link)).toMatchObject({ tenantName: '株式会社見本', loginId: 'e1' });
    }
    expect(await redeem(link)).toEqual({ username: `${tenant.code}.e1` });
  });

  test('makes a user of the employee, without name or mail at Keycloak', async () => {
    const link = await invite('E1');
    await harness.written();
    await redeem(link);
    expect((await harness.written()).sort()).toEqual(['InvitationRedeemed', 'audit:invitation_redeemed']);
    const [user] = await inKeycloak(`${tenant.code}.e1`);
    expect(user).toMatchObject({ attributes: { tenant: [tenant.tenantId] }, enabled: true, requiredActions: [] });
    for (const personal of ['email', 'firstName', 'lastName']) expect(user).not.toHaveProperty(personal);
    const actor = await harness.actor(tenant.tenantId, String(user?.['id']));
    expect(actor).toMatchObject({
      employeeId: await employee('E1'),
      grants: [{ role: 'employee', scope: { kind: 'self' } }],
    });
  });

  test('is void after a resend, which gives another one; a retry of the mail gives the same', async () => {
    const first = await invite('E1');
    const sent = await use().resendInvitation(
      { idempotencyKey: key(), invitationId: first.invitationId },
      tenant.admin,
    );
    expect(sent).toMatchObject({ id: first.invitationId, issueNo: 2 });
    const second = await linkOf(harness, tenant, first.invitationId, 2);
    expect(await linkOf(harness, tenant, first.invitationId, 2)).toEqual(second);
    expect(second.token).not.toBe(first.token);
    expect(await use().getInvitationMail(tenant.tenantId, first.invitationId, 1)).toBeUndefined();
    await expect(redeem(first)).rejects.toMatchObject(refusal);
    await redeem(second);
  });

  test('is resent once per ten minutes; the same key again is the same resend', async () => {
    const { invitationId } = await invite('E1');
    const idempotencyKey = key();
    const first = await use().resendInvitation({ idempotencyKey, invitationId }, tenant.admin);
    expect(await use().resendInvitation({ idempotencyKey, invitationId }, tenant.admin)).toEqual(first);
    const again = { idempotencyKey: key(), invitationId };
    await expect(use().resendInvitation(again, tenant.admin)).rejects.toMatchObject({
      code: 'limit_exceeded',
      details: { limit: 'mail' },
    });
    harness.clock.advance(600_000);
    expect(await use().resendInvitation(again, tenant.admin)).toMatchObject({ issueNo: 3 });
  });

  test('whatever is wrong with it, the answer is the same', async () => {
    const link = await invite('E1');
    const otherPerson = await invite('E2');
    const other = await harness.tenant();
    const used = await invite('E2').catch(() => otherPerson);
    await redeem(used);
    const wrong = {
      'no such tenant': { ...link, tenantCode: 'nowhere' },
      'no tenant code': { ...link, tenantCode: '{"$gt":""}' },
      'another tenant': { ...link, tenantCode: other.code },
      'no such invitation': { ...link, invitationId: '00000000-0000-4000-8000-000000000000' },
      'no id': { ...link, invitationId: '{"$gt":""}' },
      'the token of somebody else': { ...link, token: otherPerson.token },
      'no token': { ...link, token: '' },
      'a longer token': { ...link, token: `${link.token}x` },
      used,
    };
    for (const [what, one] of Object.entries(wrong)) {
      for (const attempt of [use().previewInvitation(one), redeem(one)]) {
        const error: unknown = await attempt.catch((thrown: unknown) => thrown);
        if (!isAppError(error)) throw new Error(`${what} opened something`);
        const { code, message, details, violations } = error;
        expect({ code, message, details, violations }).toEqual(refusal);
      }
    }
    harness.clock.advance(86_400_000);
    await expect(redeem(link)).rejects.toMatchObject(refusal);
    expect(await inKeycloak(`${tenant.code}.e1`)).toEqual([]);
  });

  test('of two uses at the same time one wins, and its password is the one that stands', async () => {
    const link = await invite('E1');
    const results = await Promise.allSettled([
      redeem(link, `${goodPassword} one`),
      redeem(link, `${goodPassword} two`),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    // Whoever came second is told to wait while the first one is at it, and that the link is no more afterwards.
    const loser = results.find((result) => result.status === 'rejected')?.reason as unknown;
    expect(['illegal_state', 'not_found']).toContain(isAppError(loser) ? loser.code : loser);
    expect(await inKeycloak(`${tenant.code}.e1`)).toHaveLength(1);
  });

  test.each(['before', 'after'] as const)(
    'works again when the redeeming died %s the call of Keycloak',
    async (when) => {
      const link = await invite('E1');
      failing = when;
      await expect(redeem(link)).rejects.toThrow('died');
      failing = undefined;
      expect(await redeem(link)).toEqual({ username: `${tenant.code}.e1` });
      expect(await inKeycloak(`${tenant.code}.e1`)).toHaveLength(1);
      await expect(redeem(link)).rejects.toMatchObject(refusal);
    },
  );

  test('a password that is set again ends whatever the one before opened', async () => {
    const link = await invite('E1');
    failing = 'after';
    await expect(redeem(link)).rejects.toThrow('died');
    failing = undefined;
    const username = `${tenant.code}.e1`;
    const first = await signIn(harness.realms, { username, password: goodPassword });
    const session = await refresh(harness.realms, first.refresh_token);
    await redeem(link, `${goodPassword} again`);
    await expect(refresh(harness.realms, session.refresh_token)).rejects.toThrow('invalid_grant');
  });

  test('takes no account over that is somebody else’s already', async () => {
    await becomeUser(harness, tenant, 'E1');
    const { tenantId, code } = tenant;
    // The rules keep this from happening; it must do no harm all the same.
    await harness.connection.collection('people').updateOne({ tenantId, number: 'E1' }, { $set: { loginId: 'x1' } });
    await importEmployees(harness, tenant.admin, [cellsOf('E2', { loginId: 'e1' })]);
    const link = await invite('E2');
    await expect(redeem(link, `${goodPassword} of another`)).rejects.toMatchObject(refusal);
    await signIn(harness.realms, { username: `${code}.e1`, password: goodPassword });
  });

  test('an attempt that vanished holds the link for half a minute only', async () => {
    const link = await invite('E1');
    await harness.connection
      .collection<{ _id: string }>('invitations')
      .updateOne(
        { _id: link.invitationId },
        { $set: { claimedUntil: new Date(harness.clock.now().getTime() + 30_000) } },
      );
    // Not "no such link": whoever tries again must not believe that it was used.
    const held = { code: 'illegal_state', details: { reason: 'invitation_being_redeemed' } };
    await expect(redeem(link)).rejects.toMatchObject(held);
    harness.clock.advance(30_000);
    await redeem(link);
    await expect(redeem(link)).rejects.toMatchObject(refusal);
  });

  test.each([
    ['too short', 'fourteen chars', 'too_short'],
    ['on the block list', 'PasswordPassword', 'password_blocklisted'],
  ])('a password that is %s leaves the link usable', async (_what, password, rule) => {
    const link = await invite('E1');
    await expect(redeem(link, password)).rejects.toMatchObject({
      code: 'validation_failed',
      violations: [{ path: 'password', rule }],
    });
    await redeem(link);
  });

  test('is refused after thirty attempts in ten minutes', async () => {
    const link = await invite('E1');
    for (let times = 0; times < 30; times += 1) {
      await expect(use().previewInvitation({ ...link, token: 'wrong' })).rejects.toMatchObject(refusal);
    }
    await expect(use().previewInvitation(link)).rejects.toMatchObject({ code: 'limit_exceeded' });
  });

  test('dies with the access of the person', async () => {
    const link = await invite('E1');
    await use().disableUser({ idempotencyKey: key(), employeeId: await employee('E1') }, tenant.admin);
    await expect(redeem(link)).rejects.toMatchObject(refusal);
    expect(await use().getInvitationMail(tenant.tenantId, link.invitationId, 1)).toBeUndefined();
  });

  test('lies in no store', async () => {
    const { token } = await invite('E1');
    for (const { name } of (await harness.connection.db?.listCollections().toArray()) ?? []) {
      for (const row of await harness.connection.collection(name).find().toArray()) {
        expect(JSON.stringify(row)).not.toContain(token);
      }
    }
  });
});
