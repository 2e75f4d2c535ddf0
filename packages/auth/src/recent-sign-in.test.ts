import { describe, expect, test } from '@jest/globals';
import { isAppError } from '@nencho/kernel';
import type { Credential } from './actor.js';
import { requireRecentSignIn } from './recent-sign-in.js';

const now = 1_800_000_000;
const clock = { now: () => new Date(now * 1_000) };
const token = (authTime?: number): Credential => ({
  kind: 'token',
  token: 't',
  amr: ['pwd'],
  ...(authTime === undefined ? {} : { authTime }),
});

const refusalOf = (actor: Parameters<typeof requireRecentSignIn>[0]): unknown => {
  try {
    requireRecentSignIn(actor, clock);
    return 'admitted';
  } catch (error) {
    return isAppError(error) ? error.details['reason'] : error;
  }
};

const refusal = (credential: Credential): unknown => refusalOf({ kind: 'user', credential });
const ofOperator = (authTime?: number): unknown =>
  refusalOf({ kind: 'operator', ...(authTime === undefined ? {} : { authTime }) });

describe('a recent sign-in', () => {
  test.each([now, now - 600, now + 30])('at %d admits', (authTime) => {
    expect(refusal(token(authTime))).toBe('admitted');
    expect(ofOperator(authTime)).toBe('admitted');
  });

  test.each<[string, Credential]>([
    ['601 s ago', token(now - 601)],
    ['that lies ahead', token(now + 31)],
    ['of unknown time', token()],
    ['of a job', { kind: 'job', service: 'declaration', jobId: 'j' }],
  ])('%s is refused', (_, credential) => {
    expect(refusal(credential)).toBe('sign_in_not_recent');
  });

  test.each([now - 601, now + 31, undefined])('of an operator at %s is refused', (authTime) => {
    expect(ofOperator(authTime)).toBe('sign_in_not_recent');
  });
});
