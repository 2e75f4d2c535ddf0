import { openLink, type InvitationAccessDeps, type InvitationLink } from './invitation-access.js';

/** Says whose login id a link sets. Consumes nothing: mail scanners open links, too. */
export const previewInvitation =
  (deps: InvitationAccessDeps) =>
  async (link: InvitationLink): Promise<{ tenantName: string; loginId: string; expiresAt: Date }> => {
    const { tenant, invitation, person } = await openLink(deps)(link);
    return { tenantName: tenant.displayName, loginId: person.loginId, expiresAt: invitation.expiresAt };
  };
