import { type Clock } from '@nencho/kernel';
import { type Logger } from '@nencho/telemetry';
import { type AppConfig } from '../config.js';
import { currentAccessToken } from './access-token.js';
import { backChannelLogout } from './back-channel-logout.js';
import { endKeycloakSession } from './end-keycloak-session.js';
import { realmOf } from './issuer.js';
import { type DoorPlace, loginRoutes } from './login-routes.js';
import { createOidcClient } from './oidc-client.js';
import { type Door } from './session.js';
import { type SignInStore } from './sign-in-store.js';

type Deps = {
  readonly config: AppConfig;
  readonly clientSecret: string;
  readonly signIns: SignInStore;
  readonly clock: Clock;
  readonly logger: Logger;
};

const places = {
  tenant: { loginPath: '/login', home: '/' },
  operator: { loginPath: '/login/ops', home: '/ops' },
} as const satisfies Readonly<Record<Door, DoorPlace>>;

/** Everything that sign-in needs at one of the two doors: people of tenants by their realm, operators by theirs. */
export const openDoor = (door: Door, { config, clientSecret, signIns, clock, logger }: Deps) => {
  const { PUBLIC_BASE_URL: publicBaseUrl, KEYCLOAK_INTERNAL_URL: keycloakInternalUrl } = config;
  const issuer = door === 'tenant' ? config.TENANT_ISSUER : config.OPS_ISSUER;
  const place = places[door];
  const clientId = config.OIDC_CLIENT_ID;
  const oidcClient = createOidcClient({ issuer, keycloakInternalUrl, clientId, clientSecret, clock });
  const endAtKeycloak = endKeycloakSession({ oidcClient, publicBaseUrl, home: place.home, logger });
  const { router, beginFor } = loginRoutes({
    ...{ place, publicBaseUrl, oidcClient, signIns, clock, logger },
    endKeycloakSession: endAtKeycloak,
  });
  return {
    oidcClient,
    signIns,
    accessToken: currentAccessToken({ signIns, oidcClient, clock }),
    endKeycloakSession: endAtKeycloak,
    beginFor,
    router,
    backChannelLogout: backChannelLogout({
      ...{ issuer, clientId, signIns },
      jwksUrl: `${keycloakInternalUrl}/realms/${realmOf(issuer)}/protocol/openid-connect/certs`,
    }),
  };
};

export type OpenDoor = ReturnType<typeof openDoor>;
