import { requirePermission, type UserActor } from '@nencho/auth';
import { forbidden, illegalState, type Clock } from '@nencho/kernel';
import { reissue, type Invitation } from '../domain/invitation.js';
import { grantsGoBeyond } from '../domain/person.js';
import { departmentPlaces } from './add-grant.js';
import { auditUser } from './audit-actor.js';
import { found } from './found.js';
import { requireNotEnded } from './issue-invitations.js';
import { placeOf } from './person-place.js';
import type {
  Audit,
  DepartmentStore,
  Events,
  HitRate,
  InvitationStore,
  Mutate,
  PersonStore,
  TenantStore,
} from './ports.js';

export type ResendInvitationDeps = {
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly people: Pick<PersonStore, 'find'>;
  readonly departments: Pick<DepartmentStore, 'list'>;
  readonly invitations: Pick<InvitationStore, 'find' | 'save'>;
  readonly mutate: Mutate;
  readonly events: Events;
  readonly audit: Audit;
  readonly hitRate: HitRate;
  readonly clock: Clock;
};

export type ResendInvitationCommand = { readonly idempotencyKey: string; readonly invitationId: string };

const TEN_MINUTES_MS = 600_000;

/** 再送: a new issue number and 24 hours more. The link of the mail before stops working with this. */
export const resendInvitation =
  ({ tenants, people, departments, invitations, mutate, events, audit, hitRate, clock }: ResendInvitationDeps) =>
  async ({ idempotencyKey, invitationId }: ResendInvitationCommand, actor: UserActor): Promise<Invitation> => {
    const { tenantId, sub } = actor;
    const invitation = found('invitation', await invitations.find(tenantId, invitationId));
    const person = found('invitation', await people.find(tenantId, invitation.personId));
    requirePermission(actor, 'invitation.manage', placeOf(person));
    if (grantsGoBeyond(actor.grants, person, await departmentPlaces(departments, tenantId))) {
      throw forbidden('grant.manage');
    }
    await requireNotEnded(tenants, tenantId);
    const change = { tenantId, sub, method: 'ResendInvitation', key: idempotencyKey, content: { invitationId } };
    let counted = false;
    await mutate(change, async (session) => {
      if (person.access !== 'invited') throw illegalState('not_invited');
      const now = clock.now();
      const again = reissue(invitation, now);
      if (!counted) {
        await hitRate({ tenantId, actor: person.id, bucket: 'mail', limit: 1, windowMs: TEN_MINUTES_MS });
        counted = true;
      }
      await invitations.save(session, again, invitation.issueNo);
      await events.append(session, {
        type: 'InvitationsIssued',
        tenantId,
        aggregateId: invitationId,
        aggregateVersion: again.issueNo,
        payload: { invitations: [{ invitationId, issueNo: again.issueNo }] },
        occurredAt: now,
      });
      await audit.append(session, {
        tenantId,
        type: 'invitation_resent',
        actor: auditUser(actor),
        subjectKind: 'employee',
        subjectIds: [person.id],
        outcome: 'success',
        at: now,
      });
      return { ids: { invitationId }, version: again.issueNo };
    });
    return found('invitation', await invitations.find(tenantId, invitationId));
  };
