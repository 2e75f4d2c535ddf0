import { z } from 'zod';
import { isOk, unexpectedAnswer, type KeycloakHttp } from '../keycloak/keycloak-http.js';

/** A Keycloak on which our realms would not be what they promise. Nothing was changed. */
export class UnfitServer extends Error {}

const serverInfo = z.looseObject({ features: z.array(z.looseObject({ name: z.string(), enabled: z.boolean() })) });
const clients = z.array(z.looseObject({ clientId: z.string(), enabled: z.boolean() }));

/** Features by which somebody acts as another person: the administrators' own, and the old exchange of tokens. */
const impersonating = ['IMPERSONATION', 'TOKEN_EXCHANGE'] as const;

/** @throws UnfitServer when somebody could act as another person, or when the server does not say whether */
export const refuseImpersonation = async (http: KeycloakHttp): Promise<void> => {
  const answer = await http.serverInfo();
  const info = serverInfo.safeParse(answer.body);
  if (!isOk(answer) || !info.success) {
    throw new UnfitServer('Keycloak does not say which features it has: the bootstrap client may not read them.');
  }
  const { features } = info.data;
  const enabled = impersonating.filter((name) => features.some((one) => one.name === name && one.enabled));
  if (enabled.length === 0) return;
  const options = enabled.map((name) => name.toLowerCase().replaceAll('_', '-')).join(',');
  throw new UnfitServer(
    `Keycloak lets people act as others (${enabled.join(', ')}): start it with --features-disabled=${options}.`,
  );
};

/**
 * Our realms' clients are closed one by one; those of the realm whose administrators rule ours are not ours to change.
 * @throws UnfitServer when a client of `master` takes a password for a token
 */
export const refuseDirectGrants = async (http: KeycloakHttp): Promise<void> => {
  const answer = await http.call('GET', '/master/clients');
  if (!isOk(answer)) throw unexpectedAnswer('list the clients of realm master', answer);
  const open = clients
    .parse(answer.body)
    .filter((client) => client.enabled && client['directAccessGrantsEnabled'] === true);
  if (open.length === 0) return;
  const names = open.map(({ clientId }) => clientId).join(', ');
  throw new UnfitServer(
    `Keycloak's realm master takes passwords for tokens: turn direct access grants of ${names} off.`,
  );
};
