import { beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { type Clock } from '@nencho/kernel';
import { type TestSession, testServers } from '@nencho/testing';
import { answering } from '../testing/test-peers.js';
import { type TestGateway } from '../testing/test-gateway.js';
import { person, signedInSuite, username } from '../testing/signed-in-suite.js';
import { type SignInRow } from './sign-in-store.js';

// Moves the gateways' clock only: their tokens of 60 s become due although Keycloak still takes them.
let aheadMs = 0;
const clock: Clock = { now: () => new Date(Date.now() + aheadMs) };
const untilDue = 50_000;

let tokens: string[] = [];
const identity = answering(IdentityServiceService, {
  getMe: async (_request, { actor }) => {
    if (actor.kind === 'user' && actor.credential.kind === 'token') tokens.push(actor.credential.token);
    return Promise.resolve({
      ...{ tenantId: '', tenantCode: 'acme', tenantName: 'Acme', loginId: 'e0001' },
      ...{ card: undefined, grants: [], permissions: [] },
    });
  },
});

const suite = signedInSuite({ peers: { identity: [identity] }, instances: 2, clock });

beforeEach(() => {
  tokens = [];
});

/** The same browser, by way of another instance. */
const meAt = async (gateway: TestGateway, session: TestSession): Promise<number> => {
  const headers = { cookie: `nencho.sid=${session.cookie('nencho.sid') ?? ''}` };
  const answer = await gateway.send(`${gateway.baseUrl}/api/v1/me`, { headers });
  await answer.body?.cancel();
  return answer.status;
};

const newestRow = async (): Promise<SignInRow> => {
  const rows = suite.first().connection.collection<SignInRow>('sign_ins');
  const [row] = await rows.find().sort({ expiresAt: -1 }).limit(1).toArray();
  if (row === undefined) throw new Error('no sign-in');
  return row;
};

const atTokenEndpoint = async (refreshToken: string): Promise<Response> =>
  fetch(`${testServers().keycloak.url}/realms/${suite.realms.names.tenants}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'nencho-gateway',
      client_secret: readFileSync(testServers().clients.gatewaySecretFile, 'utf8').trim(),
      refresh_token: refreshToken,
    }),
  });

describe('an access token that is due', () => {
  test('is renewed once for forty requests at two instances, and the session goes on for many lives', async () => {
    const session = await suite.first().signIn(person);
    for (let life = 0; life < 5; life += 1) {
      aheadMs += untilDue;
      tokens = [];
      const requests = Array.from({ length: 40 }, async (_unused, at) => {
        const gateway = suite.gateways[at % 2];
        return gateway === undefined ? 0 : meAt(gateway, session);
      });
      expect(new Set(await Promise.all(requests))).toEqual(new Set([200]));
      expect(tokens).toHaveLength(40);
      // One new token for all: somebody who had refreshed with a spent token would have ended the session at Keycloak.
      expect(new Set(tokens).size).toBe(1);
    }
  });

  test('is not renewed before its time', async () => {
    const session = await suite.first().signIn(person);
    await meAt(suite.first(), session);
    aheadMs += 30_000;
    await meAt(suite.first(), session);
    expect(new Set(tokens).size).toBe(1);
  });

  test('of a crashed instance is renewed by another when the lease has run out', async () => {
    const session = await suite.first().signIn(person);
    const { _id } = await newestRow();
    const claimed = await suite.first().signIns.claim(_id, 'crashed', 1_500);
    expect(claimed).toBeDefined();
    aheadMs += untilDue;
    expect(await meAt(suite.first(), session)).toBe(200);
    expect((await newestRow()).lease).toBeUndefined();
  });
});

describe('a refresh token', () => {
  test('that was stolen and used first ends the session of the thief and of the person', async () => {
    const session = await suite.first().signIn(person);
    const { _id } = await newestRow();
    const stolen = (await suite.first().signIns.find(_id))?.tokens.refreshToken ?? '';
    const thief = (await (await atTokenEndpoint(stolen)).json()) as { refresh_token: string };
    expect(thief.refresh_token).toMatch(/^eyJ/);
    aheadMs += untilDue;
    expect(await meAt(suite.first(), session)).toBe(401);
    expect((await atTokenEndpoint(thief.refresh_token)).status).toBe(400);
    expect(await (await session.fetch('/api/v1/session')).json()).toMatchObject({ signedIn: false });
  });

  test('that was spent is refused by Keycloak when somebody plays it again', async () => {
    const session = await suite.first().signIn(person);
    const { _id } = await newestRow();
    const spent = (await suite.first().signIns.find(_id))?.tokens.refreshToken ?? '';
    aheadMs += untilDue;
    expect(await meAt(suite.first(), session)).toBe(200);
    expect((await atTokenEndpoint(spent)).status).toBe(400);
  });

  test('of a user disabled at Keycloak gives nothing more', async () => {
    const session = await suite.first().signIn(person);
    const path = `/${suite.realms.names.tenants}/users/${suite.sub()}`;
    const user = (await (await suite.realms.admin('GET', path)).json()) as object;
    await suite.realms.admin('PUT', path, { ...user, enabled: false });
    aheadMs += untilDue;
    expect(await meAt(suite.first(), session)).toBe(401);
    await suite.realms.admin('PUT', path, { ...user, enabled: true });
  });
});

test('the sealed tokens of one row do not open in another', async () => {
  await suite.first().signIn(person);
  const first = await newestRow();
  await suite.first().signIn(person);
  const second = await newestRow();
  expect(second._id).not.toBe(first._id);
  const rows = suite.first().connection.collection<SignInRow>('sign_ins');
  await rows.updateOne({ _id: second._id }, { $set: { sealed: first.sealed } });
  await expect(suite.first().signIns.find(second._id)).rejects.toMatchObject({ code: 'internal' });
  expect(JSON.stringify(await rows.find().toArray())).not.toContain(username);
});
