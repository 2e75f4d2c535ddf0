import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { readSecret } from './private-files.js';
import { type Stack, startStack, whenReady } from './stack.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

const temporary = temporaryDirectory();
const publicBaseUrl = 'http://localhost:3456';
let stack: Stack;

beforeAll(async () => {
  const dataDirectory = join(temporary.path, 'data');
  stack = await startStack({ dataDirectory, publicBaseUrl, servers: ['keycloak'], external: {} });
  await whenReady(stack);
}, 300_000);
afterAll(async () => {
  await stack.stop();
  temporary.remove();
});

const call = async (method: string, path: string, body?: unknown): Promise<Response> => {
  const { url, adminClientId, adminClientSecretFile } = stack.state.keycloak;
  const response = await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: adminClientId,
      client_secret: readSecret(adminClientSecretFile),
    }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return fetch(`${url}/admin/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
};

const setPassword = async (username: string, value: string): Promise<Response> => {
  const created = await call('POST', 'realms/stack-test/users', { username, enabled: true });
  const id = created.headers.get('location')?.split('/').at(-1) ?? '';
  const path = `realms/stack-test/users/${id}`;
  const answer = await call('PUT', `${path}/reset-password`, { type: 'password', value, temporary: false });
  return answer.ok ? call('GET', `${path}/credentials`) : answer;
};

describe('Keycloak', () => {
  test('says the public address to browsers whoever asks', async () => {
    const { url, publicUrl } = stack.state.keycloak;
    const response = await fetch(`${url}/realms/master/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({
      issuer: `${publicUrl}/realms/master`,
      authorization_endpoint: `${publicUrl}/realms/master/protocol/openid-connect/auth`,
      token_endpoint: `${url}/realms/master/protocol/openid-connect/token`,
    });
  });

  test('has no organisations and no impersonation', async () => {
    const info = (await (await call('GET', 'serverinfo')).json()) as { features: { name: string; enabled: boolean }[] };
    const enabled = info.features.filter((feature) => feature.enabled).map(({ name }) => name);
    expect(enabled).toContain('DEVICE_FLOW');
    expect(enabled).not.toContain('ORGANIZATION');
    expect(enabled).not.toContain('IMPERSONATION');
  });

  test('hashes passwords as strongly as promised and refuses those of the block list', async () => {
    const passwordPolicy = 'hashAlgorithm(argon2) and passwordBlacklist(nencho.txt)';
    expect((await call('POST', 'realms', { realm: 'stack-test', enabled: true, passwordPolicy })).status).toBe(201);
    const refused = await setPassword('blocked', 'PasswordPassword');
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'invalidPasswordBlacklistedMessage' }]);
    const [credential] = (await (await setPassword('fine', 'forty-two quiet herons')).json()) as {
      credentialData: string;
    }[];
    expect(JSON.parse(credential?.credentialData ?? '')).toMatchObject({
      algorithm: 'argon2',
      hashIterations: 2,
      additionalParameters: { memory: ['19456'], parallelism: ['1'], type: ['id'] },
    });
  });

  test('comes back after a kill with what it knew', async () => {
    const killed = stack.process('keycloak');
    killed?.kill('SIGKILL');
    expect(await killed?.exited).toBe('signal SIGKILL');
    await stack.restart('keycloak');
    expect((await call('GET', 'realms/stack-test')).status).toBe(200);
  }, 300_000);
});
