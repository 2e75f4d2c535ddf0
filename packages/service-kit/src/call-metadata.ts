import { Metadata } from '@grpc/grpc-js';
import type { Actor, MethodPolicy } from '@nencho/auth';
import { AppError, unauthenticated } from '@nencho/kernel';
import { z } from 'zod';

const authorizationKey = 'authorization';
const onBehalfOfKey = 'nencho-on-behalf-of';

const onBehalfOfSchema = z.strictObject({
  tenantId: z.string().min(1).max(100),
  sub: z.string().min(1).max(100),
  grantsVersion: z.number().int().nonnegative(),
  jobId: z.string().min(1).max(100),
});

/** The person who started a job, as the service that runs it says. */
export type OnBehalfOf = z.infer<typeof onBehalfOfSchema>;

const single = (metadata: Metadata, key: string): string | undefined => {
  const values = metadata.get(key);
  if (values.length > 1) {
    throw unauthenticated('metadata_given_twice');
  }
  const [value] = values;
  return typeof value === 'string' ? value : undefined;
};

export const readToken = (metadata: Metadata): string | undefined => {
  const value = single(metadata, authorizationKey);
  if (value === undefined) {
    return undefined;
  }
  const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/.exec(value)?.[1];
  if (token === undefined) {
    throw unauthenticated('token_malformed');
  }
  return token;
};

export const readOnBehalfOf = (metadata: Metadata): OnBehalfOf | undefined => {
  const value = single(metadata, onBehalfOfKey);
  if (value === undefined) {
    return undefined;
  }
  try {
    return onBehalfOfSchema.parse(JSON.parse(value));
  } catch {
    throw unauthenticated('on_behalf_of_malformed');
  }
};

const personOf = (metadata: Metadata, actor: Actor | undefined, token: string | undefined): void => {
  if (token !== undefined) {
    metadata.set(authorizationKey, `Bearer ${token}`);
  } else if (actor?.kind === 'operator') {
    metadata.set(authorizationKey, `Bearer ${actor.token}`);
  } else if (actor?.kind === 'user') {
    const { credential, tenantId, sub, grantsVersion } = actor;
    if (credential.kind === 'token') {
      metadata.set(authorizationKey, `Bearer ${credential.token}`);
    } else {
      const claim: OnBehalfOf = { tenantId, sub, grantsVersion, jobId: credential.jobId };
      metadata.set(onBehalfOfKey, JSON.stringify(claim));
    }
  } else {
    throw new AppError('internal', 'this method needs the person for whom it is called');
  }
};

/** Says for whom a call is made, and only to a method that asks for it: a token goes no further than needed. */
export const callMetadata = (
  policy: MethodPolicy,
  person: { readonly actor?: Actor | undefined; readonly token?: string | undefined },
): Metadata => {
  const metadata = new Metadata();
  if (policy.kind === 'user' || policy.kind === 'operator' || policy.kind === 'internalWithUser') {
    personOf(metadata, person.actor, person.token);
  }
  return metadata;
};
