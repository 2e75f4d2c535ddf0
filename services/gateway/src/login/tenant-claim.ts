import { decodeJwt } from 'jose';
import { isId } from '@nencho/kernel';

/**
 * Whose sign-in it is, so that an erasure of the tenant finds it. The token came from Keycloak itself; nothing is
 * decided by this. Empty for operators.
 */
export const tenantClaim = (accessToken: string): string => {
  try {
    const tenant = decodeJwt(accessToken)['tenant'];
    return isId(tenant) ? tenant : '';
  } catch {
    return '';
  }
};
