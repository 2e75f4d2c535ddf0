import type { Metadata } from '@grpc/grpc-js';
import {
  can,
  type Actor,
  type ActorCache,
  type Credential,
  type MethodPolicy,
  type ServiceName,
  type TokenVerifier,
  type UserActor,
} from '@nencho/auth';
import { forbidden, isAppError, tenantId, unauthenticated } from '@nencho/kernel';
import { readOnBehalfOf, readToken } from './call-metadata.js';

/** Finds out who calls, and refuses whom the method's policy does not admit. */
export type Authenticate = (policy: MethodPolicy, caller: ServiceName, metadata: Metadata) => Promise<Actor>;

type Person = { readonly tenantId: string; readonly sub: string; readonly credential: Credential };

/** The person as identity knows it now (≤ 5 s). A job calls this again for every chunk: it stops when this throws. */
export const resolvePerson = async (
  actors: ActorCache,
  { tenantId: tenant, sub, credential }: Person,
  atLeastVersion = 0,
): Promise<UserActor> => {
  const resolved = await actors.get(tenant, sub, atLeastVersion).catch((error: unknown) => {
    throw isAppError(error) && error.code === 'not_found' ? unauthenticated('unknown_subject') : error;
  });
  const { disabled, ...rest } = resolved;
  if (disabled) {
    throw unauthenticated('disabled');
  }
  return { ...rest, kind: 'user', tenantId: tenantId(tenant), sub, credential };
};

export const createAuthenticator = ({
  verify,
  actors,
}: {
  readonly verify: TokenVerifier;
  readonly actors: ActorCache;
}): Authenticate => {
  const verifiedToken = async (metadata: Metadata) => {
    const token = readToken(metadata);
    if (token === undefined) {
      throw unauthenticated('token_missing');
    }
    return { token, verified: await verify(token) };
  };

  const userByToken = async (metadata: Metadata): Promise<UserActor> => {
    const { token, verified } = await verifiedToken(metadata);
    if (verified.realm !== 'tenant') {
      throw unauthenticated('token_realm');
    }
    const { tenantId: tenant, sub, amr, authTime } = verified;
    const credential: Credential = { kind: 'token', token, amr, ...(authTime === undefined ? {} : { authTime }) };
    return resolvePerson(actors, { tenantId: tenant, sub, credential });
  };

  const userForService = async (caller: ServiceName, metadata: Metadata): Promise<UserActor> => {
    const claim = readOnBehalfOf(metadata);
    if (claim === undefined) {
      return userByToken(metadata);
    }
    const credential: Credential = { kind: 'job', service: caller, jobId: claim.jobId };
    return resolvePerson(actors, { tenantId: claim.tenantId, sub: claim.sub, credential }, claim.grantsVersion);
  };

  const operator = async (metadata: Metadata): Promise<Actor> => {
    const { token, verified } = await verifiedToken(metadata);
    if (verified.realm !== 'ops') {
      throw unauthenticated('token_realm');
    }
    const { sub, authTime } = verified;
    return { kind: 'operator', sub, token, ...(authTime === undefined ? {} : { authTime }) };
  };

  return async (policy, caller, metadata) => {
    if (!policy.callers.includes(caller)) {
      throw forbidden('call');
    }
    switch (policy.kind) {
      case 'anonymous':
        return { kind: 'anonymous' };
      case 'internal':
        return { kind: 'service', service: caller };
      case 'operator':
        return operator(metadata);
      case 'user':
      case 'internalWithUser': {
        const actor = policy.kind === 'user' ? await userByToken(metadata) : await userForService(caller, metadata);
        if (policy.permissions.length > 0 && !can(actor, policy.permissions, 'anywhere')) {
          throw forbidden(policy.permissions.join(' | '));
        }
        return actor;
      }
    }
  };
};
