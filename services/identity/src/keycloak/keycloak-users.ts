import { alreadyExists, validationFailed } from '@nencho/kernel';
import { z } from 'zod';
import type { KeycloakUsers } from '../application/ports.js';
import { isOk, unexpectedAnswer, type KeycloakAnswer, type KeycloakHttp } from './keycloak-http.js';

const userSchema = z.object({
  id: z.string(),
  username: z.string(),
  attributes: z.record(z.string(), z.array(z.string())).optional(),
  requiredActions: z.array(z.string()).optional(),
});
type KeycloakUser = z.output<typeof userSchema>;

const errorSchema = z.object({ error: z.string().optional(), errorMessage: z.string().optional() });

/** Rules of Keycloak's password policy by the words of its answer. Length and user name were judged before. */
const passwordRules: Readonly<Record<string, string>> = {
  invalidPasswordMinLengthMessage: 'too_short',
  invalidPasswordMaxLengthMessage: 'too_long',
  invalidPasswordNotUsernameMessage: 'password_is_username',
  invalidPasswordBlacklistedMessage: 'password_blocklisted',
};

/** When creating a user, Keycloak names no rule; what the service did not judge itself is the block list. */
const passwordRefused = (answer: KeycloakAnswer): boolean => {
  const { error, errorMessage } = errorSchema.safeParse(answer.body).data ?? {};
  return (
    answer.status === 400 &&
    (error?.startsWith('invalidPassword') === true || errorMessage?.includes('assword') === true)
  );
};

const passwordViolation = (answer: KeycloakAnswer) => {
  const { error = '' } = errorSchema.safeParse(answer.body).data ?? {};
  return validationFailed([{ path: 'password', rule: passwordRules[error] ?? 'password_blocklisted' }]);
};

type NewUser = Parameters<KeycloakUsers['put']>[0];

const representation = ({ username, tenantId, password, temporary }: NewUser) => ({
  username,
  enabled: true,
  attributes: { tenant: [tenantId] },
  requiredActions: temporary ? ['UPDATE_PASSWORD'] : [],
  credentials: [{ type: 'password', value: password, temporary }],
});

const DELETE_PAGE = 100;
const ofTenant = (tenantId: string): string => `q=${encodeURIComponent(`tenant:${tenantId}`)}&exact=true`;

/** Users of one realm. They hold a user name and the tenant's id, nothing else. */
export const keycloakUsers = (http: KeycloakHttp, realm: string): KeycloakUsers => {
  const users = `/${encodeURIComponent(realm)}/users`;
  const userPath = (sub: string) => `${users}/${encodeURIComponent(sub)}`;

  const findByUsername = async (username: string): Promise<KeycloakUser | undefined> => {
    const answer = await http.call('GET', `${users}?exact=true&username=${encodeURIComponent(username)}`);
    if (!isOk(answer)) throw unexpectedAnswer('find a user', answer);
    return z
      .array(userSchema)
      .parse(answer.body)
      .find((user) => user.username === username);
  };

  const find = async (sub: string): Promise<KeycloakUser | undefined> => {
    const answer = await http.call('GET', userPath(sub));
    if (answer.status === 404) return undefined;
    if (!isOk(answer)) throw unexpectedAnswer('read a user', answer);
    return userSchema.parse(answer.body);
  };

  const endSessions = async (sub: string): Promise<void> => {
    const ended = await http.call('POST', `${userPath(sub)}/logout`);
    if (!isOk(ended) && ended.status !== 404) throw unexpectedAnswer('end sessions', ended);
  };

  /** A user left by an attempt that broke off: of the same tenant, and nobody's yet; it gets this password. */
  const takeOver = async (user: KeycloakUser, wanted: NewUser): Promise<void> => {
    if (user.attributes?.['tenant']?.[0] !== wanted.tenantId) {
      throw unexpectedAnswer('create a user', { status: 409, body: undefined, location: undefined });
    }
    if (await wanted.belongsToOther(user.id)) throw alreadyExists('user');
    const { credentials, ...rest } = representation(wanted);
    const reset = await http.call('PUT', `${userPath(user.id)}/reset-password`, credentials[0]);
    if (passwordRefused(reset)) throw passwordViolation(reset);
    if (!isOk(reset)) throw unexpectedAnswer('set a password', reset);
    // Whoever knew the password before may still be signed in by it.
    await endSessions(user.id);
    const updated = await http.call('PUT', userPath(user.id), rest);
    if (!isOk(updated)) throw unexpectedAnswer('update a user', updated);
  };

  return {
    put: async (wanted) => {
      const answer = await http.call('POST', users, representation(wanted));
      if (passwordRefused(answer)) throw passwordViolation(answer);
      if (answer.status === 409) {
        const user = await findByUsername(wanted.username);
        if (user === undefined) throw unexpectedAnswer('create a user', answer);
        await takeOver(user, wanted);
        return { sub: user.id };
      }
      const sub = answer.location?.split('/').pop();
      if (answer.status !== 201 || sub === undefined) throw unexpectedAnswer('create a user', answer);
      return { sub };
    },
    shutOut: async (sub) => {
      const disabled = await http.call('PUT', userPath(sub), { enabled: false });
      if (disabled.status === 404) return;
      if (!isOk(disabled)) throw unexpectedAnswer('disable a user', disabled);
      await endSessions(sub);
    },
    countOfTenant: async (tenantId) => {
      const answer = await http.call('GET', `${users}/count?${ofTenant(tenantId)}`);
      if (!isOk(answer)) throw unexpectedAnswer('count users', answer);
      return z.number().parse(answer.body);
    },
    deleteSomeOfTenant: async (tenantId) => {
      const answer = await http.call('GET', `${users}?${ofTenant(tenantId)}&first=0&max=${DELETE_PAGE}`);
      if (!isOk(answer)) throw unexpectedAnswer('list users', answer);
      const page = z.array(userSchema).parse(answer.body);
      // Whatever a search of Keycloak's answers: nobody of another tenant goes.
      if (page.some(({ attributes }) => attributes?.['tenant']?.[0] !== tenantId)) {
        throw unexpectedAnswer('list users of one tenant', answer);
      }
      for (const { id } of page) {
        const deleted = await http.call('DELETE', userPath(id));
        if (!isOk(deleted) && deleted.status !== 404) throw unexpectedAnswer('delete a user', deleted);
      }
      return page.length;
    },
    awaitsPasswordChange: async (sub) => (await find(sub))?.requiredActions?.includes('UPDATE_PASSWORD') === true,
  };
};
