import { z } from 'zod';
import { isOk, unexpectedAnswer, type KeycloakHttp } from '../keycloak/keycloak-http.js';
import {
  desiredRealms,
  SESSION_SECONDS,
  type DesiredRealm,
  type JsonObject,
  type RealmInput,
} from './desired-realms.js';
import { differences, satisfies } from './difference.js';
import { refuseImpersonation } from './fit-server.js';
import { realmApi, type RealmApi } from './realm-api.js';
import { closeDirectGrants, reconcileClient } from './reconcile-clients.js';

const anything = z.looseObject({});
const role = z.looseObject({ id: z.string(), name: z.string() });
const requiredAction = z.looseObject({ alias: z.string(), enabled: z.boolean(), defaultAction: z.boolean() });
const execution = z.looseObject({
  id: z.string(),
  providerId: z.string().optional(),
  authenticationConfig: z.string().optional(),
});

/** The only thing that Keycloak may ask of a person at sign-in. */
const ALLOWED_ACTION = 'UPDATE_PASSWORD';

const reconcileSettings = async (api: RealmApi, desired: DesiredRealm, http: KeycloakHttp): Promise<void> => {
  const { realm, settings, attributes } = desired;
  const found = await api.get('', anything);
  if (found === undefined) {
    const answer = await http.call('POST', '', { realm, ...settings, attributes });
    if (!isOk(answer)) throw unexpectedAnswer(`create realm ${realm}`, answer);
    await api.change('created', 'PUT', '', settings);
    return;
  }
  const wanted: JsonObject = { ...settings, attributes };
  const wrong = differences(wanted, found);
  if (wrong.length === 0) return;
  const kept = found['attributes'] as object | undefined;
  await api.change(`settings (${wrong.join(', ')})`, 'PUT', '', {
    ...settings,
    attributes: { ...kept, ...attributes },
  });
};

const reconcileProfile = async (api: RealmApi, { profile }: DesiredRealm): Promise<void> => {
  const found = await api.get('/users/profile', anything);
  const isExact = satisfies(profile, found) && found?.['unmanagedAttributePolicy'] === undefined;
  if (!isExact) await api.change('user profile', 'PUT', '/users/profile', profile);
};

const reconcileRequiredActions = async (api: RealmApi): Promise<void> => {
  const path = '/authentication/required-actions';
  for (const action of await api.list(path, requiredAction)) {
    const enabled = action.alias === ALLOWED_ACTION;
    if (action.enabled === enabled && !action.defaultAction) continue;
    const body = { ...action, enabled, defaultAction: false };
    await api.change(`required action ${action.alias}`, 'PUT', `${path}/${action.alias}`, body);
  }
};

const reconcileRoles = async (api: RealmApi, { realm, roles, defaultRoles }: DesiredRealm): Promise<void> => {
  for (const name of roles) {
    if ((await api.get(`/roles/${name}`, role)) === undefined)
      await api.change(`role ${name}`, 'POST', '/roles', { name });
  }
  const path = `/roles/default-roles-${encodeURIComponent(realm.toLowerCase())}/composites`;
  const present = await api.list(path, role);
  const extra = present.filter(({ name }) => !defaultRoles.includes(name));
  if (extra.length > 0) await api.change('default roles removed', 'DELETE', path, extra);
  for (const name of defaultRoles.filter((wanted) => !present.some((found) => found.name === wanted))) {
    await api.change(`default role ${name}`, 'POST', path, [await api.get(`/roles/${name}`, role)]);
  }
};

const withId = z.looseObject({ id: z.string() });

/**
 * Nobody acts as another person. The server is built without the feature; here the right to it, and the role that
 * Keycloak itself makes of all rights, are taken from every role, user and group that was given one. (The two cannot be
 * deleted or taken apart: Keycloak refuses that to everybody.)
 */
const forbidImpersonation = async (api: RealmApi): Promise<void> => {
  const [client] = await api.list('/clients?clientId=realm-management', withId);
  if (client === undefined) return;
  for (const name of ['impersonation', 'realm-admin']) {
    const path = `/clients/${client.id}/roles/${name}`;
    const right = await api.get(path, role);
    if (right === undefined) continue;
    for (const holder of await api.list('/roles', role)) {
      const parts = `/roles/${encodeURIComponent(holder.name)}/composites`;
      const isPart = (await api.list(parts, role)).some(({ id }) => id === right.id);
      if (isPart) await api.change(`${name} in role ${holder.name}`, 'DELETE', parts, [right]);
    }
    for (const kind of ['users', 'groups'] as const) {
      for (const { id } of await api.list(`${path}/${kind}`, withId)) {
        await api.change(`${name} of ${kind}`, 'DELETE', `/${kind}/${id}/role-mappings/clients/${client.id}`, [right]);
      }
    }
  }
};

/**
 * `amr` in the tokens says `pwd` after a sign-in by password (RFC 8176). Keycloak answers the values of this setting
 * masked, so the alias carries what they are.
 */
const passwordReference = {
  alias: `amr pwd ${SESSION_SECONDS}`,
  config: { 'default.reference.value': 'pwd', 'default.reference.maxAge': String(SESSION_SECONDS) },
};

const reconcileAuthenticationReference = async (api: RealmApi): Promise<void> => {
  const executions = await api.list('/authentication/flows/browser/executions', execution);
  const form = executions.find(({ providerId }) => providerId === 'auth-username-password-form');
  if (form === undefined) throw new Error(`realm ${api.realm} has no password form`);
  if (form.authenticationConfig === undefined) {
    const path = `/authentication/executions/${form.id}/config`;
    await api.change('authentication reference', 'POST', path, passwordReference);
    return;
  }
  const path = `/authentication/config/${form.authenticationConfig}`;
  const found = await api.get(path, anything);
  if (found?.['alias'] === passwordReference.alias) return;
  await api.change('authentication reference', 'PUT', path, { ...found, ...passwordReference });
};

/**
 * Makes the realms what they are to be and returns what had to be changed, by name and never by value. Doing it again
 * changes nothing. Of users only a right to impersonate is touched.
 * @throws UnfitServer before anything is changed
 */
export const reconcileRealms = async (http: KeycloakHttp, input: RealmInput): Promise<readonly string[]> => {
  await refuseImpersonation(http);
  const changes: string[] = [];
  for (const desired of desiredRealms(input)) {
    const api = realmApi(http, desired.realm, (change) => changes.push(change));
    await reconcileSettings(api, desired, http);
    await reconcileProfile(api, desired);
    await reconcileRequiredActions(api);
    await reconcileRoles(api, desired);
    await reconcileAuthenticationReference(api);
    for (const client of desired.clients) await reconcileClient(api, client);
    await closeDirectGrants(api);
    await forbidImpersonation(api);
  }
  return changes;
};
