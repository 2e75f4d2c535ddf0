import { scopeFilter, type UserActor } from '@nencho/auth';
import { validationFailed, type Clock } from '@nencho/kernel';
import { invitationState, type Invitation, type InvitationState } from '../domain/invitation.js';
import { readPage, type PageQuery } from './paging.js';
import type { Cursors, InvitationStore, PersonStore } from './ports.js';

export type ListInvitationsDeps = {
  readonly people: Pick<PersonStore, 'employeeIds'>;
  readonly invitations: Pick<InvitationStore, 'list'>;
  readonly cursors: Cursors;
  readonly clock: Clock;
};

const states: readonly InvitationState[] = ['open', 'redeemed', 'voided', 'expired'];

const stateOf = (value: string): InvitationState | undefined => {
  if (value === '') return undefined;
  const state = states.find((one) => one === value);
  if (state === undefined) throw validationFailed([{ path: 'state', rule: 'unknown_state' }]);
  return state;
};

export const listInvitations =
  ({ people, invitations, cursors, clock }: ListInvitationsDeps) =>
  async (query: { readonly page: PageQuery; readonly state: string }, actor: UserActor) => {
    const { tenantId } = actor;
    const scope = scopeFilter(actor, 'invitation.manage');
    const now = clock.now();
    const state = stateOf(query.state);
    const filter = {
      now,
      ...(state === undefined ? {} : { state }),
      ...(scope.all ? {} : { personIds: await people.employeeIds(tenantId, scope) }),
    };
    const page = await readPage(query.page, {
      cursors,
      scope: `${tenantId}/invitations`,
      position: ({ createdAt, id }: Invitation) => [createdAt.toISOString(), id],
      read: async (wanted) => invitations.list(tenantId, filter, wanted),
    });
    return {
      items: page.items.map((invitation) => ({ ...invitation, state: invitationState(invitation, now) })),
      nextCursor: page.nextCursor,
    };
  };
