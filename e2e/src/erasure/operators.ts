import type { SystemState } from '@nencho/local-stack/system';
import type { TokenSource } from '@nencho/testing';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { operatorTokens } from '../isolation/world.js';

/** Keycloak's admin API as the person at its console uses it. */
export const keycloakAdmin = async ({ keycloak }: SystemState) => {
  const answer = await fetch(`${keycloak.url}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: keycloak.adminClientId },
      client_secret: readFileSync(keycloak.adminClientSecretFile, 'utf8').trim(),
    }),
  });
  const { access_token: token } = (await answer.json()) as { readonly access_token: string };
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${keycloak.url}/admin/realms/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
};

type Named = { readonly id: string; readonly name?: string };

/** The local operator, and a second person with the same role: an erasure needs two. */
export const twoOperators = async (state: SystemState): Promise<readonly [TokenSource, TokenSource]> => {
  const admin = await keycloakAdmin(state);
  const person = { username: `second-${randomUUID().slice(0, 6)}`, password: `${randomUUID()} second` };
  const credentials = [{ type: 'password', value: person.password, temporary: false }];
  await admin('POST', 'nencho-ops/users', { username: person.username, enabled: true, credentials });
  const [user] = await admin<readonly Named[]>('GET', `nencho-ops/users?exact=true&username=${person.username}`);
  const role = await admin<Named>('GET', 'nencho-ops/roles/operator');
  await admin('POST', `nencho-ops/users/${user?.id ?? ''}/role-mappings/realm`, [role]);
  return [await operatorTokens(state), await operatorTokens(state, person)];
};
