import { createActorCache, createTokenVerifier, type ActorCache, type ResolvedActor } from '@nencho/auth';
import { resolvedActorFromWire } from '@nencho/auth';
import { systemClock } from '@nencho/kernel';
import type { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { createAuthenticator, type Authenticate } from './authenticate.js';
import type { PeerClient } from './grpc-client.js';

export type TokenConfig = {
  readonly TENANT_ISSUER: string;
  readonly TENANT_JWKS_URL: string;
  readonly OPS_ISSUER: string;
  readonly OPS_JWKS_URL: string;
  readonly TOKEN_AUDIENCE: string;
};

/** Asks identity. For every service but identity itself, which looks into its own store. */
export const resolveByIdentity =
  (identity: Pick<PeerClient<IdentityServiceService>, 'resolveActor'>) =>
  async (tenantId: string, sub: string): Promise<ResolvedActor> =>
    resolvedActorFromWire(await identity.resolveActor({ tenantId, sub }, { deadlineMs: 3_000 }));

/** Token check and actor cache of one service; `actors` is also what its jobs look a person up with. */
export const createAuthentication = ({
  config,
  resolve,
}: {
  readonly config: TokenConfig;
  readonly resolve: (tenantId: string, sub: string) => Promise<ResolvedActor>;
}): { readonly authenticate: Authenticate; readonly actors: ActorCache } => {
  // The real clock for both: tokens and their lifetimes do not follow a shifted one.
  const actors = createActorCache({ resolve, clock: systemClock });
  const verify = createTokenVerifier({
    tenantRealm: { issuer: config.TENANT_ISSUER, jwksUrl: config.TENANT_JWKS_URL },
    opsRealm: { issuer: config.OPS_ISSUER, jwksUrl: config.OPS_JWKS_URL },
    audience: config.TOKEN_AUDIENCE,
    clock: systemClock,
  });
  return { actors, authenticate: createAuthenticator({ verify, actors }) };
};
