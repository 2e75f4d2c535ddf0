import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { createTokenVerifier, type TokenVerifier } from './token-verifier.js';

const tenantIssuer = 'http://localhost:3000/auth/realms/nencho';
const opsIssuer = 'http://localhost:3000/auth/realms/nencho-ops';
const now = new Date('2026-12-10T00:00:00Z');
const seconds = Math.floor(now.getTime() / 1_000);

type Keys = { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey };
let keys: { readonly tenant: Keys; readonly ops: Keys; readonly other: Keys };
let server: Server;
let origin: string;
let fetches = 0;
let verify: TokenVerifier;

const verifierAt = (tenantJwks: string, opsJwks = `${origin}/ops`): TokenVerifier =>
  createTokenVerifier({
    tenantRealm: { issuer: tenantIssuer, jwksUrl: tenantJwks },
    opsRealm: { issuer: opsIssuer, jwksUrl: opsJwks },
    audience: 'nencho-api',
    clock: { now: () => now },
  });

beforeAll(async () => {
  const [tenant, ops, other] = await Promise.all(
    [1, 2, 3].map(async () => generateKeyPair('RS256', { extractable: true })),
  );
  if (tenant === undefined || ops === undefined || other === undefined) {
    throw new Error('three pairs of keys');
  }
  keys = { tenant, ops, other };
  const jwks = {
    '/tenant': { keys: [{ ...(await exportJWK(tenant.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] },
    '/any-algorithm': { keys: [{ ...(await exportJWK(tenant.publicKey)), kid: 'k1' }] },
    '/ops': { keys: [{ ...(await exportJWK(ops.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] },
  };
  server = createServer((request, response) => {
    fetches += 1;
    const found = Object.entries(jwks).find(([path]) => path === request.url)?.[1];
    response.writeHead(found === undefined ? 503 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? { starting: true }));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  verify = verifierAt(`${origin}/tenant`);
});
afterAll(() => void server.close());

const tenantClaims: JWTPayload = {
  iss: tenantIssuer,
  aud: ['account', 'nencho-api'],
  sub: 'person-1',
  typ: 'Bearer',
  tenant: 'tenant-1',
  realm_access: { roles: ['tenant-user'] },
  iat: seconds - 10,
  exp: seconds + 300,
  auth_time: seconds - 60,
};
const opsClaims: JWTPayload = { ...tenantClaims, iss: opsIssuer, realm_access: { roles: ['operator'] } };

const sign = async (claims: JWTPayload, key: CryptoKey = keys.tenant.privateKey): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: 'JWT' }).sign(key);

const without = (claim: string): JWTPayload =>
  Object.fromEntries(Object.entries(tenantClaims).filter(([name]) => name !== claim));

describe('createTokenVerifier', () => {
  test('tells who an access token of a tenant names', async () => {
    await expect(verify(await sign({ ...tenantClaims, amr: ['pwd', 'otp'] }))).resolves.toEqual({
      realm: 'tenant',
      tenantId: 'tenant-1',
      sub: 'person-1',
      amr: ['pwd', 'otp'],
      authTime: seconds - 60,
      expiresAt: new Date((seconds + 300) * 1_000),
    });
  });

  test('tells an operator by the other realm, without a tenant', async () => {
    const verified = await verify(await sign(opsClaims, keys.ops.privateKey));
    expect(verified).toMatchObject({ realm: 'ops', sub: 'person-1' });
    expect(verified).not.toHaveProperty('tenantId');
  });

  test.each<[string, string, () => Promise<string>]>([
    ['another audience', 'token_invalid', async () => sign({ ...tenantClaims, aud: 'account' })],
    ['no audience', 'token_invalid', async () => sign(without('aud'))],
    ['another issuer', 'token_issuer', async () => sign({ ...tenantClaims, iss: 'http://elsewhere/realms/nencho' })],
    ['no issuer', 'token_issuer', async () => sign(without('iss'))],
    ['another key', 'token_invalid', async () => sign(tenantClaims, keys.other.privateKey)],
    ['the key of the other realm', 'token_invalid', async () => sign(tenantClaims, keys.ops.privateKey)],
    ['31 s past its end', 'token_expired', async () => sign({ ...tenantClaims, exp: seconds - 31 })],
    ['not valid before 31 s from now', 'token_invalid', async () => sign({ ...tenantClaims, nbf: seconds + 31 })],
    ['no end', 'token_invalid', async () => sign(without('exp'))],
    ['no subject', 'token_invalid', async () => sign(without('sub'))],
    ['no tenant', 'token_tenant', async () => sign(without('tenant'))],
    ['an ID token', 'token_kind', async () => sign({ ...tenantClaims, typ: 'ID' })],
    ['a refresh token', 'token_kind', async () => sign({ ...tenantClaims, typ: 'Refresh' })],
    ['no role of the realm', 'token_role', async () => sign({ ...tenantClaims, realm_access: { roles: ['user'] } })],
    ['no text of a token', 'token_malformed', async () => Promise.resolve('abc')],
    [
      'no signature at all (alg none)',
      'token_invalid',
      async () => {
        const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
        return Promise.resolve(`${part({ alg: 'none' })}.${part(tenantClaims)}.`);
      },
    ],
    [
      'HS256 with the public key as its secret',
      'token_invalid',
      async () => {
        const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(keys.tenant.publicKey)));
        return new SignJWT(tenantClaims).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(secret);
      },
    ],
  ])('refuses %s', async (_situation, reason, token) => {
    await expect(verify(await token())).rejects.toMatchObject({ code: 'unauthenticated', details: { reason } });
  });

  test('refuses PS256, also where the published key would allow it', async () => {
    const key = await importJWK(await exportJWK(keys.tenant.privateKey), 'PS256');
    const token = await new SignJWT(tenantClaims).setProtectedHeader({ alg: 'PS256', kid: 'k1' }).sign(key);
    const open = verifierAt(`${origin}/any-algorithm`);
    await expect(open(await sign(tenantClaims))).resolves.toMatchObject({ sub: 'person-1' });
    await expect(open(token)).rejects.toMatchObject({ code: 'unauthenticated', details: { reason: 'token_invalid' } });
  });

  test('lets clocks differ by 30 s', async () => {
    await expect(verify(await sign({ ...tenantClaims, exp: seconds - 29 }))).resolves.toMatchObject({
      sub: 'person-1',
    });
  });

  test('fetches the keys once for many tokens', async () => {
    const fresh = verifierAt(`${origin}/tenant`);
    const before = fetches;
    const token = await sign(tenantClaims);
    await Promise.all([fresh(token), fresh(token)]);
    await fresh(token);
    expect(fetches - before).toBe(1);
  });

  test.each<[string, () => string]>([
    ['nobody listens', () => 'http://127.0.0.1:1/tenant'],
    ['the server says 503', () => `${origin}/starting`],
  ])('is unavailable, not unauthenticated, when the keys cannot be fetched: %s', async (_situation, url) => {
    await expect(verifierAt(url())(await sign(tenantClaims))).rejects.toMatchObject({
      code: 'unavailable',
      details: { dependency: 'keycloak' },
    });
  });
});
