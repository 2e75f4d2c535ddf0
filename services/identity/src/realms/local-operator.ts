import { z } from 'zod';
import { isOk, unexpectedAnswer, type KeycloakHttp } from '../keycloak/keycloak-http.js';

const named = z.looseObject({ id: z.string(), username: z.string() });

/**
 * The first operator of a local or test system. In production a person creates operators at Keycloak's console.
 * An operator who exists is left alone, password included.
 */
export const ensureLocalOperator = async (
  http: KeycloakHttp,
  realm: string,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<readonly string[]> => {
  const users = `/${encodeURIComponent(realm)}/users`;
  const search = `${users}?exact=true&username=${encodeURIComponent(username)}`;
  const find = async () => z.array(named).parse((await http.call('GET', search)).body)[0];
  const existing = await find();
  if (existing === undefined) {
    const created = await http.call('POST', users, {
      username,
      enabled: true,
      credentials: [{ type: 'password', value: password, temporary: false }],
    });
    if (!isOk(created)) throw unexpectedAnswer('create the operator', created);
  }
  const user = existing ?? (await find());
  if (user === undefined) throw new Error('the operator was created and is not there');
  const mappings = `${users}/${user.id}/role-mappings/realm`;
  const roles = z.array(z.looseObject({ name: z.string() })).parse((await http.call('GET', mappings)).body);
  if (roles.some(({ name }) => name === 'operator')) return existing === undefined ? [`${realm}: operator`] : [];
  const role = await http.call('GET', `/${encodeURIComponent(realm)}/roles/operator`);
  const given = await http.call('POST', mappings, [role.body]);
  if (!isOk(given)) throw unexpectedAnswer('give the role operator', given);
  return [`${realm}: operator`];
};
