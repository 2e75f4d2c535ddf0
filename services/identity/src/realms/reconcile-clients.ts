import { z } from 'zod';
import type { DesiredClient, JsonObject } from './desired-realms.js';
import { differences, satisfies } from './difference.js';
import type { RealmApi } from './realm-api.js';

const named = z.looseObject({ id: z.string(), name: z.string() });
const client = z.looseObject({
  id: z.string(),
  clientId: z.string(),
  protocolMappers: z.array(named).optional(),
});
type Client = z.output<typeof client>;

const findClient = async (api: RealmApi, clientId: string): Promise<Client | undefined> =>
  (await api.list(`/clients?clientId=${encodeURIComponent(clientId)}`, client)).find(
    (one) => one.clientId === clientId,
  );

const presentClient = async (api: RealmApi, { clientId, settings }: DesiredClient): Promise<Client> => {
  const found = await findClient(api, clientId);
  if (found === undefined) {
    await api.change(`client ${clientId} created`, 'POST', '/clients', { clientId, ...settings });
    const created = await findClient(api, clientId);
    if (created === undefined) throw new Error(`client ${clientId} was created and is not there`);
    return created;
  }
  const wrong = differences(settings, found);
  if (wrong.length > 0) {
    await api.change(
      `client ${clientId} (${wrong.join(', ')})`,
      'PUT',
      `/clients/${found.id}`,
      merged(found, settings),
    );
  }
  return found;
};

/** Keycloak takes away the attributes that an update does not repeat. */
const merged = (found: Client, settings: JsonObject): object => {
  const { attributes, ...rest } = settings;
  const kept = found['attributes'];
  return attributes === undefined
    ? { ...found, ...rest }
    : { ...found, ...rest, attributes: { ...(kept as object), ...(attributes as object) } };
};

const reconcileMappers = async (api: RealmApi, desired: DesiredClient, id: string): Promise<void> => {
  if (desired.mappers === undefined) return;
  const path = `/clients/${id}/protocol-mappers/models`;
  const present = await api.list(path, named);
  for (const mapper of desired.mappers) {
    const body: JsonObject = { ...mapper, protocol: 'openid-connect' };
    const found = present.find(({ name }) => name === mapper.name);
    const what = `mapper ${mapper.name} of client ${desired.clientId}`;
    if (found === undefined) await api.change(what, 'POST', path, body);
    else if (!satisfies(body, found)) await api.change(what, 'PUT', `${path}/${found.id}`, { ...body, id: found.id });
  }
  for (const extra of present.filter(({ name }) => !desired.mappers?.some((mapper) => mapper.name === name))) {
    await api.change(`mapper ${extra.name} of client ${desired.clientId} removed`, 'DELETE', `${path}/${extra.id}`);
  }
};

const reconcileScopes = async (api: RealmApi, desired: DesiredClient, id: string): Promise<void> => {
  const { defaultScopes } = desired;
  if (defaultScopes === undefined) return;
  const known = await api.list('/client-scopes', named);
  const kinds = [
    { kind: 'default-client-scopes', wanted: defaultScopes },
    { kind: 'optional-client-scopes', wanted: [] },
  ];
  for (const { kind, wanted } of kinds.reverse()) {
    const present = await api.list(`/clients/${id}/${kind}`, named);
    for (const { name, id: scope } of present.filter((one) => !wanted.includes(one.name))) {
      await api.change(
        `scope ${name} of client ${desired.clientId} removed`,
        'DELETE',
        `/clients/${id}/${kind}/${scope}`,
      );
    }
    for (const name of wanted.filter((one) => !present.some((scope) => scope.name === one))) {
      const scope = known.find((one) => one.name === name);
      if (scope === undefined) throw new Error(`client scope ${name} does not exist in realm ${api.realm}`);
      await api.change(`scope ${name} of client ${desired.clientId}`, 'PUT', `/clients/${id}/${kind}/${scope.id}`);
    }
  }
};

/** The service account has exactly the roles named: the realm's default roles are for people. */
const reconcileServiceAccount = async (api: RealmApi, desired: DesiredClient, id: string): Promise<void> => {
  const wanted = desired.serviceAccountRoles;
  if (wanted === undefined) return;
  const user = await api.get(`/clients/${id}/service-account-user`, z.looseObject({ id: z.string() }));
  const management = await findClient(api, 'realm-management');
  if (user === undefined || management === undefined) throw new Error(`no service account of ${desired.clientId}`);
  const realmRoles = await api.list(`/users/${user.id}/role-mappings/realm`, named);
  if (realmRoles.length > 0) {
    const path = `/users/${user.id}/role-mappings/realm`;
    await api.change(`realm roles of the service account of ${desired.clientId} removed`, 'DELETE', path, realmRoles);
  }
  const path = `/users/${user.id}/role-mappings/clients/${management.id}`;
  const present = await api.list(path, named);
  const extra = present.filter(({ name }) => !wanted.includes(name));
  if (extra.length > 0) {
    await api.change(`roles of the service account of ${desired.clientId} removed`, 'DELETE', path, extra);
  }
  for (const name of wanted.filter((one) => !present.some((role) => role.name === one))) {
    const role = await api.get(`/clients/${management.id}/roles/${name}`, named);
    await api.change(`role ${name} of the service account of ${desired.clientId}`, 'POST', path, [role]);
  }
};

export const reconcileClient = async (api: RealmApi, desired: DesiredClient): Promise<void> => {
  const { id } = await presentClient(api, desired);
  await reconcileMappers(api, desired, id);
  await reconcileScopes(api, desired, id);
  await reconcileServiceAccount(api, desired, id);
};

/** A client that nobody foresaw must not offer the password grant either. */
export const closeDirectGrants = async (api: RealmApi): Promise<void> => {
  const clients = await api.list('/clients', z.looseObject({ id: z.string(), clientId: z.string() }));
  for (const one of clients.filter((found) => found['directAccessGrantsEnabled'] === true)) {
    const closed = { ...one, directAccessGrantsEnabled: false };
    await api.change(`direct access grants of client ${one.clientId}`, 'PUT', `/clients/${one.id}`, closed);
  }
};
