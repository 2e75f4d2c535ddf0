import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keycloakReady, testServers } from '@nencho/testing';

const root = join(import.meta.dirname, '../../../..');

type User = {
  readonly username: string;
  readonly password: string;
  readonly tenantId?: string;
  readonly temporary?: boolean;
  /** Instead of what every user of the realm has. */
  readonly withoutRoles?: boolean;
  readonly role?: 'operator';
};

const runReconcile = async (env: Readonly<Record<string, string>>): Promise<void> => {
  const command = spawn(process.execPath, [join(root, 'services/identity/dist/reconcile-realms.js')], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const errors: Buffer[] = [];
  command.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const code = await new Promise<number | null>((resolve) => command.once('close', resolve));
  if (code !== 0) throw new Error(`reconcile-realms ended with ${code}: ${Buffer.concat(errors).toString()}`);
};

const adminApi = () => {
  const { url, adminClientId, adminClientSecretFile } = testServers().keycloak;
  const signIn = async (): Promise<string> => {
    const answer = await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: adminClientId,
        client_secret: readFileSync(adminClientSecretFile, 'utf8').trim(),
      }),
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  return async (method: string, path: string, body?: unknown): Promise<Response> => {
    const answer = await fetch(`${url}/admin/realms${path}`, {
      method,
      headers: { authorization: `Bearer ${await signIn()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`Keycloak's admin API answered ${answer.status} to ${method} ${path}`);
    return answer;
  };
};

/**
 * Names of a tenants' and an operators' realm of this suite's own. `create` makes them by identity's command, so that
 * tests run with the settings that ship.
 */
export const testRealms = () => {
  const { keycloak, publicBaseUrl, clients } = testServers();
  const suffix = randomBytes(5).toString('hex');
  const names = { tenants: `gw-${suffix}`, operators: `gw-ops-${suffix}` };
  const admin = adminApi();

  const addUser = async (realm: string, user: User): Promise<string> => {
    const { username, password, tenantId, temporary = false } = user;
    const created = await admin('POST', `/${realm}/users`, {
      ...{ username, enabled: true },
      ...(tenantId === undefined ? {} : { attributes: { tenant: [tenantId] } }),
      credentials: [{ type: 'password', value: password, temporary }],
      requiredActions: temporary ? ['UPDATE_PASSWORD'] : [],
    });
    const id = created.headers.get('location')?.split('/').at(-1) ?? '';
    const mappings = `/${realm}/users/${id}/role-mappings/realm`;
    if (user.withoutRoles === true) {
      await admin('DELETE', mappings, await (await admin('GET', mappings)).json());
    }
    if (user.role !== undefined) {
      await admin('POST', mappings, [await (await admin('GET', `/${realm}/roles/${user.role}`)).json()]);
    }
    return id;
  };

  return {
    names,
    admin,
    tenantIssuer: `${keycloak.publicUrl}/realms/${names.tenants}`,
    opsIssuer: `${keycloak.publicUrl}/realms/${names.operators}`,
    create: async (options: {
      readonly accessTokenSeconds?: number;
      readonly gatewayUrl?: string;
      readonly publicUrl?: string;
    }) => {
      await keycloakReady();
      await runReconcile({
        NODE_ENV: 'test',
        KEYCLOAK_ADMIN_URL: keycloak.url,
        KEYCLOAK_REALM: names.tenants,
        KEYCLOAK_OPS_REALM: names.operators,
        KEYCLOAK_CLIENT_SECRET_FILE: clients.identitySecretFile,
        KEYCLOAK_BOOTSTRAP_CLIENT_ID: keycloak.adminClientId,
        KEYCLOAK_BOOTSTRAP_CLIENT_SECRET_FILE: keycloak.adminClientSecretFile,
        OIDC_CLIENT_SECRET_FILE: clients.gatewaySecretFile,
        PUBLIC_BASE_URL: options.publicUrl ?? publicBaseUrl,
        ACCESS_TOKEN_SECONDS: String(options.accessTokenSeconds ?? 300),
        ...(options.gatewayUrl === undefined
          ? {}
          : { BACK_CHANNEL_LOGOUT_URL: `${options.gatewayUrl}/login/backchannel-logout` }),
      });
    },
    addTenantUser: async (user: User & { readonly tenantId: string }) => addUser(names.tenants, user),
    addOperator: async (user: User) => addUser(names.operators, { ...user, role: 'operator' }),
    remove: async () => {
      for (const realm of Object.values(names)) await admin('DELETE', `/${realm}`).catch(() => undefined);
    },
  };
};

export type TestRealms = ReturnType<typeof testRealms>;
