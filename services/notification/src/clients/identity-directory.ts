import type { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import type { PeerClient } from '@nencho/service-kit';
import type { Directory } from '../application/ports.js';

export type IdentityPeer = Pick<PeerClient<IdentityServiceService>, 'getInvitationMail' | 'batchGetContacts'>;

const deadline = { deadlineMs: 5_000 } as const;

export const identityDirectory = (identity: IdentityPeer): Directory => ({
  invitationMail: async (tenantId, invitationId, issueNo) =>
    identity.getInvitationMail({ tenantId, invitationId, issueNo }, deadline),
  contact: async (tenantId, employeeId) => {
    const answer = await identity.batchGetContacts({ tenantId, employeeIds: [employeeId] }, deadline);
    const { tenantCode, tenantName, items } = answer;
    return { mail: items.find((item) => item.employeeId === employeeId)?.mail ?? '', tenantCode, tenantName };
  },
});
