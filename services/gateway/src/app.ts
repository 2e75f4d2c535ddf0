import { type Clock } from '@nencho/kernel';
import { type Logger } from '@nencho/telemetry';
import express, { type Express } from 'express';
import { type Connection } from 'mongoose';
import { type Backend } from './clients/backend.js';
import { type Config, cookieRule, isLoopbackHttp } from './config.js';
import { floodLimit } from './http/flood-limit.js';
import { mountRoutes } from './http/mount-routes.js';
import { openApiRoute } from './http/open-api.js';
import { apiNotFound, problemHandler } from './http/problem.js';
import { requestLog } from './http/request-log.js';
import { noStore, securityHeaders } from './http/security-headers.js';
import { serveSpa } from './http/spa.js';
import { currentAccessToken } from './login/access-token.js';
import { authProxy } from './login/auth-proxy.js';
import { backChannelLogout } from './login/back-channel-logout.js';
import { endKeycloakSession } from './login/end-keycloak-session.js';
import { createGates } from './login/gates.js';
import { realmOf } from './login/issuer.js';
import { loginRoutes } from './login/login-routes.js';
import { createOidcClient } from './login/oidc-client.js';
import { createSession } from './login/session.js';
import { type SignInStore } from './login/sign-in-store.js';
import { apiRoutes } from './routes/api-routes.js';

export type AppConfig = Pick<
  Config,
  | 'PUBLIC_BASE_URL'
  | 'TENANT_ISSUER'
  | 'OPS_ISSUER'
  | 'TOKEN_AUDIENCE'
  | 'KEYCLOAK_INTERNAL_URL'
  | 'OIDC_CLIENT_ID'
  | 'TRUSTED_PROXY_HOPS'
  | 'FLOOD_LIMIT_PER_MINUTE'
  | 'WEB_ROOT'
>;

export type AppDeps = {
  readonly config: AppConfig;
  readonly clientSecret: string;
  /** Content of the session key file. */
  readonly sessionKey: Uint8Array;
  readonly connection: Connection;
  readonly signIns: SignInStore;
  readonly backend: Backend;
  readonly clock: Clock;
  readonly logger: Logger;
};

const signInParts = ({ config, clientSecret, signIns, clock, logger }: AppDeps) => {
  const { PUBLIC_BASE_URL: publicBaseUrl, KEYCLOAK_INTERNAL_URL: keycloakInternalUrl } = config;
  const oidcClient = createOidcClient({
    issuer: config.TENANT_ISSUER,
    keycloakInternalUrl,
    clientId: config.OIDC_CLIENT_ID,
    clientSecret,
    clock,
  });
  const endAtKeycloak = endKeycloakSession({ oidcClient, publicBaseUrl, logger });
  return {
    oidcClient,
    gates: createGates({
      ...{ publicBaseUrl, keycloakInternalUrl, oidcClient },
      tenantIssuer: config.TENANT_ISSUER,
      opsIssuer: config.OPS_ISSUER,
      audience: config.TOKEN_AUDIENCE,
      accessToken: currentAccessToken({ signIns, oidcClient, clock }),
    }),
    login: loginRoutes({ publicBaseUrl, oidcClient, signIns, endKeycloakSession: endAtKeycloak, clock, logger }),
    endKeycloakSession: endAtKeycloak,
    backChannelLogout: backChannelLogout({
      issuer: config.TENANT_ISSUER,
      clientId: config.OIDC_CLIENT_ID,
      jwksUrl: `${keycloakInternalUrl}/realms/${realmOf(config.TENANT_ISSUER)}/protocol/openid-connect/certs`,
      signIns,
    }),
  };
};

/** The order matters: Keycloak's pages bring their own headers; sessions are for the API and sign-in only. */
export const buildApp = (deps: AppDeps): Express => {
  const { config, connection, sessionKey, signIns, backend, clock, logger } = deps;
  const { PUBLIC_BASE_URL: publicBaseUrl, KEYCLOAK_INTERNAL_URL: keycloakInternalUrl } = config;
  const cookie = cookieRule(publicBaseUrl);
  const {
    oidcClient,
    gates,
    login,
    endKeycloakSession: endAtKeycloak,
    backChannelLogout: onLogout,
  } = signInParts(deps);
  const routes = apiRoutes({ backend, signIns, oidcClient, endKeycloakSession: endAtKeycloak });

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.TRUSTED_PROXY_HOPS);
  app.use(requestLog({ logger, clock }), floodLimit(config.FLOOD_LIMIT_PER_MINUTE));
  app.use(
    '/auth',
    ...authProxy({
      ...{ publicBaseUrl, keycloakInternalUrl, sessionCookieName: cookie.name },
      tenantIssuer: config.TENANT_ISSUER,
      opsIssuer: config.OPS_ISSUER,
    }),
  );
  app.use(
    ...securityHeaders({ publicBaseUrl, issuer: config.TENANT_ISSUER, isLoopback: isLoopbackHttp(publicBaseUrl) }),
  );
  app.use(['/api', '/login'], noStore);
  app.post('/login/backchannel-logout', ...onLogout);
  app.get('/api/v1/openapi.json', openApiRoute(routes));
  app.use(['/api', '/login'], createSession({ connection, key: sessionKey, cookie }));
  app.use('/login', login);
  app.use(mountRoutes(routes, gates));
  app.use(['/api', '/login'], apiNotFound);
  app.use(...serveSpa(config.WEB_ROOT), apiNotFound);
  app.use(problemHandler({ logger }));
  return app;
};
