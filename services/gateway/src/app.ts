import { type Clock } from '@nencho/kernel';
import { type Logger } from '@nencho/telemetry';
import express, { type Express } from 'express';
import { type Connection } from 'mongoose';
import { type Backend } from './clients/backend.js';
import { type AppConfig, isLoopbackHttp } from './config.js';
import { floodLimit } from './http/flood-limit.js';
import { mountRoutes } from './http/mount-routes.js';
import { openApiRoute } from './http/open-api.js';
import { apiNotFound, problemHandler } from './http/problem.js';
import { requestLog } from './http/request-log.js';
import { noStore, securityHeaders } from './http/security-headers.js';
import { serveSpa } from './http/spa.js';
import { authProxy } from './login/auth-proxy.js';
import { openDoor } from './login/doors.js';
import { createGates } from './login/gates.js';
import { cookieRule, createSession } from './login/session.js';
import { type SignInStore } from './login/sign-in-store.js';
import { apiRoutes } from './routes/api-routes.js';

export type AppDeps = {
  readonly config: AppConfig;
  readonly clientSecret: string;
  /** Content of the session key file. */
  readonly sessionKey: Uint8Array;
  readonly connection: Connection;
  /** Of people of tenants. */
  readonly signIns: SignInStore;
  readonly operatorSignIns: SignInStore;
  readonly backend: Backend;
  readonly clock: Clock;
  readonly logger: Logger;
};

/** The order matters: Keycloak's pages bring their own headers; sessions are for the API and sign-in only. */
export const buildApp = (deps: AppDeps): Express => {
  const { config, connection, sessionKey: key, backend, clock, logger } = deps;
  const { PUBLIC_BASE_URL: publicBaseUrl, KEYCLOAK_INTERNAL_URL: keycloakInternalUrl } = config;
  const { TENANT_ISSUER: tenantIssuer, OPS_ISSUER: opsIssuer } = config;
  const isLoopback = isLoopbackHttp(publicBaseUrl);
  const tenantDoor = openDoor('tenant', deps);
  const operatorDoor = openDoor('operator', { ...deps, signIns: deps.operatorSignIns });
  const gates = createGates({
    ...{ publicBaseUrl, keycloakInternalUrl, tenantIssuer, opsIssuer, tenantDoor, operatorDoor },
    audience: config.TOKEN_AUDIENCE,
  });
  const routes = apiRoutes({ backend, tenantDoor, operatorDoor });

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.TRUSTED_PROXY_HOPS);
  app.use(requestLog({ logger, clock }), floodLimit(config.FLOOD_LIMIT_PER_MINUTE));
  app.use(
    '/auth',
    ...authProxy({
      ...{ publicBaseUrl, keycloakInternalUrl, tenantIssuer, opsIssuer },
      cookieNames: [cookieRule('tenant', isLoopback).name, cookieRule('operator', isLoopback).name],
    }),
  );
  app.use(...securityHeaders({ publicBaseUrl, issuer: tenantIssuer, isLoopback }));
  app.use(['/api', '/login'], noStore);
  app.post('/login/backchannel-logout', ...tenantDoor.backChannelLogout);
  app.post('/login/ops/backchannel-logout', ...operatorDoor.backChannelLogout);
  app.get('/api/v1/openapi.json', openApiRoute(routes));
  // The first session that takes a request keeps it: under the operators' addresses no tenant's cookie means anything.
  app.use(['/api/v1/ops', '/login/ops'], createSession({ connection, key, door: 'operator', isLoopback }));
  app.use(['/api', '/login'], createSession({ connection, key, door: 'tenant', isLoopback }));
  app.use('/login/ops', operatorDoor.router);
  app.use('/login', tenantDoor.router);
  app.use(mountRoutes(routes, gates));
  app.use(['/api', '/login'], apiNotFound);
  app.use(...serveSpa(config.WEB_ROOT), apiNotFound);
  app.use(problemHandler({ logger }));
  return app;
};
