import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { newId } from '@nencho/kernel';
import { answering, startPeer } from '../testing/test-peers.js';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.js';
import { testRealms } from '../testing/test-realms.js';

const realms = testRealms();
const tenantId = newId();
const person = { tenantCode: 'acme', loginId: 'e0001', password: 'A-Long-Enough-Password-1' };
let gateway: TestGateway;
let stopPeer: () => Promise<void>;
let calls = 0;

beforeAll(async () => {
  const identity = answering(IdentityServiceService, {
    getMe: async (_request, { actor }) => {
      calls += 1;
      const tenant = actor.kind === 'user' ? actor.tenantId : '';
      return Promise.resolve({
        ...{ tenantId: tenant, tenantCode: 'acme', tenantName: 'Acme', loginId: 'e0001' },
        ...{ card: undefined, grants: [], permissions: [] },
      });
    },
  });
  const peer = await startPeer('identity', [identity], realms);
  stopPeer = peer.stop;
  gateway = await startTestGateway({ realms, targets: { identity: peer.target } });
  await realms.create({ gatewayUrl: gateway.url });
  await realms.addTenantUser({ username: 'acme.e0001', password: person.password, tenantId });
}, 300_000);

afterAll(async () => {
  await gateway.drop();
  await gateway.stop();
  await stopPeer();
  await realms.remove();
});

describe('sign-in by authorization code', () => {
  test('a person signs in with the form and reads who they are', async () => {
    const session = await gateway.signIn(person);
    const me = await session.fetch('/api/v1/me');
    expect(me.status).toBe(200);
    expect(await me.json()).toMatchObject({ tenantId, tenantCode: 'acme' });
    expect(calls).toBeGreaterThan(0);
  });
});
