import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isAppError } from '@nencho/kernel';
import { loadReconcileConfig, type ReconcileConfig } from './config.js';
import { keycloakHttp, type KeycloakHttp } from './keycloak/keycloak-http.js';
import { refuseDirectGrants, UnfitServer } from './realms/fit-server.js';
import { ensureLocalOperator } from './realms/local-operator.js';
import { reconcileRealms } from './realms/reconcile-realm.js';

/** `node dist/reconcile-realms.js [--local-operator name:passwordFile]`: makes Keycloak's realms what they are to be. */

const WAIT_MS = 2_000;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const secretIn = (file: string): string => readFileSync(file, 'utf8').trim();

const operatorOf = (value: string, config: ReconcileConfig) => {
  if (config.NODE_ENV === 'production') {
    process.stderr.write('--local-operator is for local use and refused in production\n');
    process.exit(78);
  }
  const [username = '', ...file] = value.split(':');
  if (!/^[a-z0-9._-]{3,40}$/.test(username) || file.length === 0) {
    process.stderr.write('--local-operator takes name:passwordFile\n');
    process.exit(78);
  }
  return { username, password: secretIn(file.join(':')) };
};

/** Keycloak may still be starting: waits for it for ever. */
const waiting = async <T>(work: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof UnfitServer) {
        process.stderr.write(`${error.message} Nothing was changed.\n`);
        process.exit(78);
      }
      if (!isAppError(error) || error.code !== 'unavailable') throw error;
      print('waiting for Keycloak');
      await sleep(WAIT_MS);
    }
  }
};

const reconcile = async (http: KeycloakHttp, config: ReconcileConfig): Promise<readonly string[]> => {
  const { KEYCLOAK_REALM: tenants, KEYCLOAK_OPS_REALM: operators } = config;
  // The server of a local system is for that system alone, and its master realm has no people.
  if (config.NODE_ENV === 'production') await refuseDirectGrants(http);
  return reconcileRealms(http, {
    names: { tenants, operators },
    publicBaseUrl: config.PUBLIC_BASE_URL,
    backChannelLogoutUrl: config.BACK_CHANNEL_LOGOUT_URL ?? `${config.PUBLIC_BASE_URL}/login/backchannel-logout`,
    accessTokenSeconds: config.ACCESS_TOKEN_SECONDS,
    gateway: { clientId: config.OIDC_CLIENT_ID, secret: secretIn(config.OIDC_CLIENT_SECRET_FILE) },
    identity: { clientId: config.KEYCLOAK_CLIENT_ID, secret: secretIn(config.KEYCLOAK_CLIENT_SECRET_FILE) },
  });
};

const { values } = parseArgs({ options: { 'local-operator': { type: 'string' } } });
const config = loadReconcileConfig();
const named = values['local-operator'];
const operator = named === undefined ? undefined : operatorOf(named, config);
const http = keycloakHttp({
  adminUrl: config.KEYCLOAK_ADMIN_URL,
  realm: 'master',
  clientId: config.KEYCLOAK_BOOTSTRAP_CLIENT_ID,
  clientSecret: secretIn(config.KEYCLOAK_BOOTSTRAP_CLIENT_SECRET_FILE),
  timeoutMs: 30_000,
});
const changes = [
  ...(await waiting(async () => reconcile(http, config))),
  ...(operator === undefined
    ? []
    : await waiting(async () => ensureLocalOperator(http, config.KEYCLOAK_OPS_REALM, operator))),
];
for (const change of changes) print(`changed ${change}`);
print(changes.length === 0 ? 'realms are as they are to be: nothing changed' : `${changes.length} change(s)`);
