import type { Violation } from '@nencho/kernel';
import { characters } from './text.js';

export const PASSWORD_MIN = 15;
/** Long enough for any phrase, short enough that hashing it is no load. */
export const PASSWORD_MAX = 128;

/** The rules that we can judge before Keycloak does; its block list is its own. */
export const passwordViolations = (password: string, username: string): readonly Violation[] => {
  const length = characters(password);
  if (length < PASSWORD_MIN) return [{ path: 'password', rule: 'too_short', params: { min: String(PASSWORD_MIN) } }];
  if (length > PASSWORD_MAX) return [{ path: 'password', rule: 'too_long', params: { max: String(PASSWORD_MAX) } }];
  if (password.toLowerCase() === username) return [{ path: 'password', rule: 'password_is_username' }];
  return [];
};
