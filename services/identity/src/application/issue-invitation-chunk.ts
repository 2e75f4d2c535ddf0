import { scopeFilter, type UserActor } from '@nencho/auth';
import { isId, type AppErrorCode, type Clock } from '@nencho/kernel';
import { employeeColumns } from '../domain/employee-row.js';
import { invitationState, openInvitation, reissue, type Invitation } from '../domain/invitation.js';
import type { DepartmentPlaces } from '../domain/grants.js';
import { grantsGoBeyond, invite } from '../domain/person.js';
import { departmentPlaces } from './add-grant.js';
import type { JobActor } from './job-actor.js';
import {
  MAX_CHUNK_ITEMS,
  type Audit,
  type ChunkResult,
  type ChunkWork,
  type DepartmentStore,
  type Events,
  type InvitationStore,
  type Job,
  type JobItemError,
  type PersonCard,
  type PersonStore,
  type Session,
} from './ports.js';

export type IssueInvitationChunkDeps = {
  readonly people: Pick<PersonStore, 'invitable' | 'cardsByIds' | 'saveAccess'>;
  readonly departments: Pick<DepartmentStore, 'list'>;
  readonly invitations: Pick<InvitationStore, 'openOf' | 'insert' | 'save'>;
  readonly events: Events;
  readonly audit: Audit;
  readonly actorOf: JobActor;
  readonly clock: Clock;
  readonly newId: () => string;
};

type Prepared = {
  /** Everybody of the chunk, in order; `card` is missing for an id that nobody within scope has. */
  readonly items: readonly { readonly id: string; readonly found?: PersonCard }[];
  readonly next: string | undefined;
  readonly actor: UserActor;
  readonly places: DepartmentPlaces;
};

const namedIds = (job: Job): readonly string[] | undefined => {
  const { employeeIds } = job.params;
  return Array.isArray(employeeIds) ? (employeeIds as readonly string[]) : undefined;
};

const prepare = async (
  { people, departments, actorOf }: IssueInvitationChunkDeps,
  job: Job,
  cursor: string | undefined,
): Promise<Prepared> => {
  const actor = await actorOf(job);
  const scope = scopeFilter(actor, 'invitation.manage');
  const named = namedIds(job);
  const start = named === undefined ? 0 : Number(cursor ?? '0');
  const ids =
    named?.slice(start, start + MAX_CHUNK_ITEMS) ??
    (await people.invitable(job.tenantId, scope, cursor ?? '', MAX_CHUNK_ITEMS)).map(({ id }) => id);
  const cards = await people.cardsByIds(job.tenantId, ids.filter(isId), scope);
  const byId = new Map(cards.map((one) => [one.person.id, one]));
  const items = ids.map((id) => {
    const found = byId.get(id);
    return found === undefined ? { id } : { id, found };
  });
  const last = ids.at(-1);
  const hasMore = named === undefined ? ids.length === MAX_CHUNK_ITEMS : start + MAX_CHUNK_ITEMS < named.length;
  const position = named === undefined ? last : String(start + MAX_CHUNK_ITEMS);
  const places = await departmentPlaces(departments, job.tenantId);
  return { items, next: hasMore ? position : undefined, actor, places };
};

type Refusal = { readonly code: AppErrorCode; readonly path: string; readonly rule: string };

/** Why this person cannot be invited now; `undefined` when they can. */
const refusalOf = (
  { actor, places }: Pick<Prepared, 'actor' | 'places'>,
  found: PersonCard | undefined,
  open: Invitation | undefined,
  now: Date,
): Refusal | undefined => {
  if (found?.person.employment === undefined)
    return { code: 'not_found', path: 'employeeIds', rule: 'employee_unknown' };
  const { access } = found.person;
  if (access === 'user') return { code: 'illegal_state', path: 'employeeIds', rule: 'already_user' };
  if (access === 'disabled') return { code: 'illegal_state', path: 'employeeIds', rule: 'user_disabled' };
  if (grantsGoBeyond(actor.grants, found.person, places)) {
    return { code: 'forbidden', path: 'employeeIds', rule: 'grants_beyond_own' };
  }
  if (found.card.mail === '') return { code: 'validation_failed', path: employeeColumns.mail, rule: 'mail_missing' };
  if (open !== undefined && invitationState(open, now) === 'open') {
    return { code: 'illegal_state', path: 'employeeIds', rule: 'invitation_open' };
  }
  return undefined;
};

const issue = async (
  { people, invitations, newId }: IssueInvitationChunkDeps,
  session: Session,
  { person }: PersonCard,
  expired: Invitation | undefined,
  now: Date,
): Promise<Invitation> => {
  if (expired !== undefined) {
    const again = reissue(expired, now);
    await invitations.save(session, again, expired.issueNo);
    return again;
  }
  const invitation = openInvitation({ id: newId(), tenantId: person.tenantId, personId: person.id }, now);
  await invitations.insert(session, invitation);
  if (person.access !== 'invited') await people.saveAccess(session, invite(person));
  return invitation;
};

const announce = async (
  { events, audit }: IssueInvitationChunkDeps,
  session: Session,
  job: Job,
  issued: readonly Invitation[],
  now: Date,
): Promise<void> => {
  const { tenantId } = job;
  await events.append(session, {
    type: 'InvitationsIssued',
    tenantId,
    aggregateId: job.id,
    aggregateVersion: job.done + job.failed + 1,
    payload: { invitations: issued.map(({ id, issueNo }) => ({ invitationId: id, issueNo })) },
    occurredAt: now,
  });
  await audit.append(session, {
    tenantId,
    type: 'invitations_issued',
    actor: { kind: 'job', sub: job.startedBy.sub, jobId: job.id },
    subjectKind: 'employee',
    subjectIds: issued.map(({ personId }) => personId),
    outcome: 'success',
    at: now,
  });
};

/** Of everybody within scope only those are named whom somebody has to do something about. */
const toldAlways: readonly string[] = ['mail_missing', 'grants_beyond_own'];

/** At most 50 people: rows, one event and one audit entry. Who was named and cannot be invited is an error of the job. */
export const issueInvitationChunk = (deps: IssueInvitationChunkDeps): ChunkWork<Prepared> => ({
  prepare: async (job, cursor) => prepare(deps, job, cursor),
  chunk: async (job, _cursor, session, prepared): Promise<ChunkResult> => {
    const now = deps.clock.now();
    const { items, next } = prepared;
    const ids = items.map(({ id }) => id);
    const open = await deps.invitations.openOf(job.tenantId, ids, session);
    const openOf = new Map(open.map((one) => [one.personId, one]));
    const issued: Invitation[] = [];
    const errors: JobItemError[] = [];
    for (const { id, found } of items) {
      const refusal = refusalOf(prepared, found, openOf.get(id), now);
      if (refusal === undefined && found !== undefined) {
        issued.push(await issue(deps, session, found, openOf.get(id), now));
      } else if (refusal !== undefined && (namedIds(job) !== undefined || toldAlways.includes(refusal.rule))) {
        const { code, path, rule } = refusal;
        errors.push({ item: id, code, violations: [{ path, rule }] });
      }
    }
    if (issued.length > 0) await announce(deps, session, job, issued, now);
    const total = job.done + issued.length + job.failed + errors.length;
    return { done: issued.length, errors, ...(next === undefined ? { total } : { cursor: next }) };
  },
});
