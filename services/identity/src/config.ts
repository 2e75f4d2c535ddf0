import { loadConfig, readableFile, serviceConfig, serviceEnv } from '@nencho/service-kit';
import { z } from 'zod';

const realmName = z.string().regex(/^[a-z0-9-]{1,40}$/);

const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, ''));

const keycloak = {
  KEYCLOAK_ADMIN_URL: httpUrl,
  KEYCLOAK_REALM: realmName.default('nencho'),
  KEYCLOAK_CLIENT_ID: z.string().min(1).default('nencho-identity'),
  KEYCLOAK_CLIENT_SECRET_FILE: readableFile,
} as const;

export const identityConfig = serviceConfig({
  ...serviceEnv.runtime,
  ...serviceEnv.tls,
  ...serviceEnv.grpcServer,
  ...serviceEnv.mongo,
  ...serviceEnv.kafka,
  ...serviceEnv.tokens,
  ...serviceEnv.keys,
  ...serviceEnv.ledger,
  ...serviceEnv.cursors,
  ...keycloak,
  PUBLIC_BASE_URL: httpUrl,
});

export type IdentityConfig = z.output<typeof identityConfig>;

export const loadIdentityConfig = (): IdentityConfig => loadConfig(identityConfig, process.env);

export const reconcileConfig = z.object({
  NODE_ENV: serviceEnv.runtime.NODE_ENV,
  ...keycloak,
  KEYCLOAK_BOOTSTRAP_CLIENT_ID: z.string().min(1),
  KEYCLOAK_BOOTSTRAP_CLIENT_SECRET_FILE: readableFile,
  KEYCLOAK_OPS_REALM: realmName.default('nencho-ops'),
  OIDC_CLIENT_ID: z.string().min(1).default('nencho-gateway'),
  OIDC_CLIENT_SECRET_FILE: readableFile,
  PUBLIC_BASE_URL: httpUrl,
  /** By default below PUBLIC_BASE_URL. */
  BACK_CHANNEL_LOGOUT_URL: httpUrl.optional(),
  ACCESS_TOKEN_SECONDS: z.coerce.number().int().min(10).max(900).default(300),
});

export type ReconcileConfig = z.output<typeof reconcileConfig>;

/** Of the command that reconciles the realms. */
export const loadReconcileConfig = (): ReconcileConfig => loadConfig(reconcileConfig, process.env);
