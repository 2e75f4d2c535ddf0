import { timingSafeEqual } from 'node:crypto';
import type { Sealer } from '@nencho/crypto';
import type { InvitationTokens } from '../application/ports.js';
import { tokenText } from '../domain/invitation.js';

/** 128 bits of the HMAC make the token. */
const TOKEN_BYTES = 16;

/** The token is computed from the tenant's invite key whenever it is needed: no store holds it. */
export const invitationTokens = (sealer: Pick<Sealer, 'mac'>): InvitationTokens => {
  const tokenOf: InvitationTokens['tokenOf'] = async (invitation) => {
    const mac = await sealer.mac(invitation.tenantId, 'invite', tokenText(invitation));
    return mac.subarray(0, TOKEN_BYTES).toString('base64url');
  };
  return {
    tokenOf,
    matches: async (invitation, given) => {
      const [expected, actual] = [Buffer.from(await tokenOf(invitation)), Buffer.from(given)];
      return expected.length === actual.length && timingSafeEqual(expected, actual);
    },
  };
};
