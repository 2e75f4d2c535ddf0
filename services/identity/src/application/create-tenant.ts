import type { OperatorActor } from '@nencho/auth';
import {
  addDays,
  alreadyExists,
  canonicalJson,
  dateInTokyo,
  illegalState,
  localDate,
  validationFailed,
  type Clock,
  type LocalDate,
} from '@nencho/kernel';
import { initialPassword, LETTER_LIFE_DAYS, letterText } from '../domain/letter.js';
import { keycloakUsername } from '../domain/names.js';
import type { Card, Person } from '../domain/person.js';
import { tenantViolations, type Tenant, type TenantOrder } from '../domain/tenant.js';
import { operatorActed } from './contract.js';
import type {
  Audit,
  Change,
  Events,
  KeycloakUsers,
  Mutate,
  PersonStore,
  Session,
  TenantRoot,
  TenantStore,
  Transact,
} from './ports.js';

export type CreateTenantDeps = {
  readonly tenants: Pick<
    TenantStore,
    'reserve' | 'releaseReservation' | 'keepRoot' | 'activate' | 'findByCode' | 'openLetter'
  >;
  readonly people: Pick<PersonStore, 'insert' | 'find' | 'findBySub'>;
  readonly keycloak: Pick<KeycloakUsers, 'put' | 'awaitsPasswordChange'>;
  /** Makes the tenant's key-encryption key and a root key under it. */
  readonly createRoot: (tenantId: string) => Promise<TenantRoot>;
  readonly mutate: Mutate;
  readonly transact: Transact;
  readonly events: Events;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly publicBaseUrl: string;
};

export type CreateTenantCommand = TenantOrder & { readonly idempotencyKey: string };

const DAY_MS = 86_400_000;

/** Without the names: this lies in clear until the tenant is complete. */
const fingerprintOf = (order: TenantOrder): string => {
  const { tenantCode, displayName, seats, contractStart, adminLoginId } = order;
  return canonicalJson({ tenantCode, displayName, seats, contractStart, adminLoginId });
};

const changeOf = (
  tenantId: string,
  actor: OperatorActor,
  { idempotencyKey, ...content }: CreateTenantCommand,
): Change => ({
  tenantId,
  sub: actor.sub,
  method: 'CreateTenant',
  key: idempotencyKey,
  content,
});

const newTenant = ({ clock, newId }: CreateTenantDeps, order: TenantOrder): Tenant => ({
  id: newId(),
  code: order.tenantCode,
  displayName: order.displayName,
  seats: order.seats,
  contractStart: localDate(order.contractStart),
  state: 'creating',
  contractVersion: 1,
  createdAt: clock.now(),
  peopleRevision: 0,
});

const cardOf = (order: TenantOrder): Card => ({
  familyName: order.adminFamilyName,
  givenName: order.adminGivenName,
  familyKana: '',
  givenKana: '',
  mail: '',
  birthDate: '',
  postalCode: '',
  address: '',
  joinedOn: '',
  leftOn: '',
});

const firstAdmin = (deps: CreateTenantDeps, tenantId: string, order: TenantOrder, sub: string): Person => ({
  id: deps.newId(),
  tenantId,
  loginId: order.adminLoginId,
  version: 1,
  access: 'user',
  sub,
  grants: [{ id: deps.newId(), role: 'admin', scope: { kind: 'tenant' } }],
  grantsVersion: 1,
});

const recordCreation = async (
  { audit, clock }: CreateTenantDeps,
  session: Session,
  { tenantId, sub }: Change,
  order: TenantOrder,
): Promise<void> =>
  audit.append(session, {
    tenantId,
    type: 'tenant_created',
    actor: { kind: 'operator', sub },
    subjectKind: 'tenant',
    subjectIds: [tenantId],
    outcome: 'success',
    at: clock.now(),
    params: { seats: String(order.seats) },
  });

/** Row, administrator, grant, event and audit entry appear together; from now on the tenant exists. */
const complete = async (deps: CreateTenantDeps, change: Change, order: TenantOrder, sub: string): Promise<void> => {
  const { tenants, people, events, clock, mutate } = deps;
  const { tenantId } = change;
  const admin = firstAdmin(deps, tenantId, order, sub);
  await mutate(change, async (session) => {
    const now = clock.now();
    const expiresAt = new Date(now.getTime() + LETTER_LIFE_DAYS * DAY_MS);
    await tenants.activate(session, tenantId, { personId: admin.id, sub, expiresAt });
    await people.insert(session, admin, cardOf(order), 0);
    const event = { tenantId, aggregateId: tenantId, aggregateVersion: 1, occurredAt: now };
    await events.append(session, { type: 'TenantCreated', payload: {}, ...event });
    await recordCreation(deps, session, change, order);
    await operatorActed(deps, session, change, { tenantId, action: 'CreateTenant', reason: '', ticket: '' });
    return { ids: { tenantId } };
  });
};

const letterFor = (
  { clock, publicBaseUrl }: CreateTenantDeps,
  order: TenantOrder,
  password: string,
  expiresOn?: LocalDate,
): string => {
  const today = dateInTokyo(clock.now());
  return letterText({
    tenantName: order.displayName,
    familyName: order.adminFamilyName,
    givenName: order.adminGivenName,
    signInAddress: `${publicBaseUrl}/t/${order.tenantCode}`,
    loginId: order.adminLoginId,
    initialPassword: password,
    issuedOn: today,
    expiresOn: expiresOn ?? addDays(today, LETTER_LIFE_DAYS),
  });
};

/** The answer with the letter may have been lost: another one, as long as nobody signed in with its password. */
const letterAgain = async (deps: CreateTenantDeps, change: Change, order: TenantOrder): Promise<string> => {
  const { tenants, people, keycloak, clock, randomBytes, transact } = deps;
  const { tenantId } = change;
  const letter = await tenants.openLetter(tenantId, clock.now());
  if (letter === undefined || (await people.find(tenantId, letter.personId))?.access !== 'user') return '';
  if (!(await keycloak.awaitsPasswordChange(letter.sub))) return '';
  const password = initialPassword(randomBytes);
  await transact(tenantId, async (session) => {
    await recordCreation(deps, session, change, order);
    await operatorActed(deps, session, change, { tenantId, action: 'CreateTenant', reason: '', ticket: '' });
  });
  const username = keycloakUsername(order.tenantCode, order.adminLoginId);
  const belongsToOther = async (sub: string) => Promise.resolve(sub !== letter.sub);
  await keycloak.put({ username, tenantId, password, temporary: true, belongsToOther });
  return letterFor(deps, order, password, dateInTokyo(letter.expiresAt));
};

/** The code is taken: by this very call, made before, or by somebody else. */
const repeatOrRefuse = async (deps: CreateTenantDeps, actor: OperatorActor, command: CreateTenantCommand) => {
  const { tenants, mutate } = deps;
  const existing = await tenants.findByCode(command.tenantCode);
  if (existing?.state !== 'active' && existing?.state !== 'notice') throw alreadyExists('tenant');
  const change = changeOf(existing.id, actor, command);
  await mutate(change, async () => Promise.reject(alreadyExists('tenant')));
  return { tenantId: existing.id, letter: await letterAgain(deps, change, command) };
};

/**
 * 開通: keys, Keycloak user of the first administrator, row. Each step may be repeated: after a crash the same order
 * goes on where it broke off. The initial password exists in the letter and, hashed, at Keycloak; it must be changed
 * at the first sign-in.
 */
export const createTenant = (deps: CreateTenantDeps) => async (command: CreateTenantCommand, actor: OperatorActor) => {
  const { tenants, keycloak, createRoot, clock, randomBytes } = deps;
  const violations = tenantViolations(command);
  if (violations.length > 0) throw validationFailed(violations);
  const reserved = await tenants.reserve(newTenant(deps, command), fingerprintOf(command), clock.now());
  if (reserved === 'in_progress') throw illegalState('tenant_creation_in_progress');
  if (reserved === undefined) return repeatOrRefuse(deps, actor, command);
  const tenantId = reserved.id;
  try {
    await tenants.keepRoot(tenantId, await createRoot(tenantId));
    const password = initialPassword(randomBytes);
    const username = keycloakUsername(command.tenantCode, command.adminLoginId);
    // Before the tenant is complete nobody of it has a user.
    const belongsToOther = async (sub: string) => (await deps.people.findBySub(tenantId, sub)) !== undefined;
    const { sub } = await keycloak.put({ username, tenantId, password, temporary: true, belongsToOther });
    await complete(deps, changeOf(tenantId, actor, command), command, sub);
    return { tenantId, letter: letterFor(deps, command, password) };
  } catch (error) {
    await tenants.releaseReservation(tenantId).catch(() => undefined);
    throw error;
  }
};
