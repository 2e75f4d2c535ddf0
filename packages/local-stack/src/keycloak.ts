import { join } from 'node:path';
import { type DataDirectory } from './data-directory.js';
import { keycloakJvm } from './keycloak-jvm.js';
import { privateDirectory, readSecret } from './private-files.js';
import { repositoryRoot } from './repository.js';
import { type ServerSpec } from './server.js';
import { type KeycloakAccess } from './stack-state.js';
import { javaCommand } from './tools.js';

const adminClientId = 'nencho-bootstrap';

export type KeycloakOptions = {
  readonly data: DataDirectory;
  readonly home: string;
  readonly port: number;
  readonly managementPort: number;
  readonly publicBaseUrl: string;
};

export const keycloakAccess = ({
  data,
  port,
  publicBaseUrl,
}: Pick<KeycloakOptions, 'data' | 'port' | 'publicBaseUrl'>): KeycloakAccess => ({
  url: `http://127.0.0.1:${port}/auth`,
  publicUrl: `${publicBaseUrl}/auth`,
  adminClientId,
  adminClientSecretFile: data.secrets.keycloakAdmin,
});

// Belongs to identity, which names the list in the password policy of its realms.
const passwordBlockLists = join(repositoryRoot, 'services', 'identity', 'keycloak', 'password-blocklist');

const argon2 = '--spi-password-hashing--argon2';

const databaseDirectory = ({ data }: KeycloakOptions): string => join(data.root, 'keycloak', 'db');

const startCommand = (options: KeycloakOptions): readonly string[] => [
  'start',
  '--optimized',
  `--db-url=jdbc:h2:file:${join(databaseDirectory(options), 'keycloak')};NON_KEYWORDS=VALUE;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0`,
  '--http-enabled=true',
  '--http-host=127.0.0.1',
  `--http-port=${options.port}`,
  '--http-management-host=127.0.0.1',
  `--http-management-port=${options.managementPort}`,
  `--hostname=${options.publicBaseUrl}/auth`,
  `--hostname-admin=http://127.0.0.1:${options.port}/auth`,
  '--hostname-backchannel-dynamic=true',
  '--proxy-headers=xforwarded',
  '--proxy-trusted-addresses=127.0.0.1',
  '--cache=local',
  '--log-level=warn',
  `${argon2}--memory=19456`,
  `${argon2}--iterations=2`,
  `${argon2}--parallelism=1`,
  `--spi-password-policy--password-blacklist--blacklists-path=${passwordBlockLists}`,
];

/** Keycloak on an H2 file under the data directory; realms are made by identity's reconcile command, not here. */
export const keycloakSpec = (options: KeycloakOptions): ServerSpec => {
  const { data, home, managementPort } = options;
  return {
    process: {
      name: 'keycloak',
      command: javaCommand(),
      args: keycloakJvm(home, [], startCommand(options)),
      cwd: home,
      env: {
        KC_BOOTSTRAP_ADMIN_CLIENT_ID: adminClientId,
        KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: readSecret(data.secrets.keycloakAdmin),
      },
      logFile: join(data.logs, 'keycloak.log'),
      pidFile: join(data.run, 'keycloak.pid'),
    },
    timeoutMs: 300_000,
    wayOut: 'or set KEYCLOAK_URL to use an existing server',
    prepare: async () => {
      privateDirectory(databaseDirectory(options));
      return Promise.resolve();
    },
    probe: async () => {
      const response = await fetch(`http://127.0.0.1:${managementPort}/auth/health/ready`, {
        signal: AbortSignal.timeout(3_000),
      });
      return response.ok;
    },
  };
};

/** Does it answer with its master realm? The health address is on a port that an existing server may not show. */
export const probeKeycloak = async ({ url }: Pick<KeycloakAccess, 'url'>): Promise<boolean> => {
  const response = await fetch(`${url}/realms/master/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(3_000),
  });
  return response.ok;
};
