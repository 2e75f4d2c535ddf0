import { illegalState, type Clock } from '@nencho/kernel';
import type { OperatorActor, UserActor } from './actor.js';

/** How long ago a sign-in may be for an act that cannot simply be taken back. */
const RECENT_SECONDS = 600;
/** Keycloak's clock and ours. */
const TOLERANCE_SECONDS = 30;

type SignedIn = Pick<UserActor, 'kind' | 'credential'> | Pick<OperatorActor, 'kind' | 'authTime'>;

const authTimeOf = (actor: SignedIn): number | undefined => {
  if (actor.kind === 'operator') return actor.authTime;
  return actor.credential.kind === 'token' ? actor.credential.authTime : undefined;
};

/**
 * Throws `illegal_state` (`sign_in_not_recent`) unless the person signed in within the last 10 minutes: a session left
 * open must not end a contract, nor an operator's erase a tenant. It stands in for a fresh second factor, which does not exist yet. The clock is the real
 * one, like Keycloak's.
 */
export const requireRecentSignIn = (actor: SignedIn, clock: Clock): void => {
  const authTime = authTimeOf(actor);
  const age = authTime === undefined ? Infinity : clock.now().getTime() / 1_000 - authTime;
  if (age > RECENT_SECONDS || age < -TOLERANCE_SECONDS) throw illegalState('sign_in_not_recent');
};
