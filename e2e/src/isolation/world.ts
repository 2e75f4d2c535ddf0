import { Role, ScopeKind } from '@nencho/contracts/identity/v1/identity';
import type { SystemState } from '@nencho/local-stack/system';
import { serviceClients, signInForTokens, type TokenSource } from '@nencho/testing';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { castSeason, type SeasonPerson } from '../season/people.js';
import { actorNames, type ActorName, type CastActor, type Ids, type Target, type TargetName } from './cast.js';
import { buildTenant, tokensOf, type BuiltTenant, type Member, type NewMember } from './tenant.js';

/** Place of each person of the tenant: company and department (D11 lies under D10). */
const placement = {
  hrOfTenant: ['C1', 'D11'],
  hrOfCompany: ['C1', 'D11'],
  hrOfDepartment: ['C1', 'D11'],
  employee: ['C1', 'D11'],
  ownDepartment: ['C1', 'D11'],
  leaver: ['C1', 'D11'],
  otherDepartment: ['C1', 'D20'],
  otherCompany: ['C2', 'D20'],
} as const;
type PlacedName = keyof typeof placement;
const placedNames = Object.keys(placement) as PlacedName[];
const spares: readonly PlacedName[] = ['ownDepartment', 'otherDepartment', 'otherCompany'];

export type World = {
  readonly actors: Readonly<Record<ActorName, CastActor>>;
  /** The actor's targets; `self` only where the actor is an employee. */
  readonly targetsOf: (actor: CastActor) => readonly Target[];
  /** Everybody of the tenant. */
  readonly everybody: readonly Ids[];
  readonly operator: TokenSource;
  /** Somebody who is about to be disabled. */
  readonly leaver: { readonly tokens: TokenSource; readonly ids: Ids };
  readonly tenantId: string;
  readonly otherTenant: { readonly id: string; readonly code: string; readonly ids: Ids };
  readonly tenantCode: string;
};

const membersOf = (people: readonly SeasonPerson[]): readonly NewMember[] =>
  placedNames.map((name, index) => {
    const person = people[index];
    if (person === undefined) throw new Error('too few people');
    const [companyCode, departmentCode] = placement[name];
    return { person: { ...person, departmentCode }, companyCode, spare: spares.includes(name) };
  });

const missingIds = (): Ids => ({
  ...{ employeeId: randomUUID(), companyId: randomUUID(), departmentPath: [], declarationId: randomUUID() },
  ...{ campaignId: randomUUID(), grantId: randomUUID(), invitationId: randomUUID(), payImportId: randomUUID() },
  ...{
    employeeImportId: randomUUID(),
    attachmentId: randomUUID(),
    identityJobId: randomUUID(),
    declarationJobId: randomUUID(),
  },
});

const grantsOf = (name: Exclude<ActorName, 'admin'>, { companyId, departmentPath }: Ids): CastActor['grants'] => {
  const own = { role: 'employee', scope: { kind: 'self' } } as const;
  switch (name) {
    case 'employee':
      return [own];
    case 'hrOfTenant':
      return [own, { role: 'hr', scope: { kind: 'tenant' } }];
    case 'hrOfCompany':
      return [own, { role: 'hr', scope: { kind: 'company', companyId } }];
    case 'hrOfDepartment':
      // The department above one's own: the grant reaches down the tree.
      return [own, { role: 'hr', scope: { kind: 'department', departmentId: departmentPath[0] ?? '' } }];
  }
};

const scopeKinds = {
  tenant: ScopeKind.SCOPE_KIND_TENANT,
  company: ScopeKind.SCOPE_KIND_COMPANY,
  department: ScopeKind.SCOPE_KIND_DEPARTMENT,
  self: ScopeKind.SCOPE_KIND_SELF,
} as const;

const giveGrants = async (state: SystemState, { adminTokens }: BuiltTenant, actors: readonly CastActor[]) => {
  const clients = serviceClients(state, 'gateway');
  for (const { grants, self } of actors) {
    for (const { scope } of grants.filter(({ role }) => role === 'hr')) {
      const scopeId = 'companyId' in scope ? scope.companyId : 'departmentId' in scope ? scope.departmentId : '';
      const request = { idempotencyKey: randomUUID(), employeeId: self?.employeeId ?? '', role: Role.ROLE_HR, scopeId };
      await clients.identity.addGrant(
        { ...request, scopeKind: scopeKinds[scope.kind] },
        { token: await adminTokens.accessToken(), deadlineMs: 10_000 },
      );
    }
  }
  clients.close();
};

/** Access tokens of an operator; of the local one when nobody is named. */
export const operatorTokens = async (
  { publicBaseUrl, keycloak, operator }: SystemState,
  person = { username: operator.username, password: readFileSync(operator.passwordFile, 'utf8').trim() },
): Promise<TokenSource> =>
  signInForTokens(
    {
      ...{ baseUrl: publicBaseUrl, keycloakUrl: keycloak.url, realm: 'nencho-ops', clientId: 'nencho-ops-cli' },
      redirectUri: 'http://127.0.0.1:52999/callback',
    },
    person,
  );

/** Two tenants: one with a person for every role and every distance, another with one person. */
export const buildWorld = async (state: SystemState): Promise<World> => {
  const runId = randomUUID().slice(0, 6);
  const people = castSeason(placedNames.length + 1, runId);
  const tenant = await buildTenant(state, membersOf(people));
  const [stranger] = people.slice(placedNames.length);
  if (stranger === undefined) throw new Error('too few people');
  const newStranger = { person: { ...stranger, departmentCode: 'D11' }, companyCode: 'F1', spare: true };
  const otherTenant = await buildTenant(state, [newStranger]);
  const [foreign] = otherTenant.members;
  if (foreign === undefined) throw new Error('the other tenant is empty');

  const member = (name: PlacedName): Member => {
    const found = tenant.members[placedNames.indexOf(name)];
    if (found === undefined) throw new Error(`${name} is missing`);
    return found;
  };
  const tokensOfMember = async ({ person }: Member) =>
    tokensOf(state, `${tenant.code}.${person.loginId}`, person.password);
  const actorOf = async (name: Exclude<ActorName, 'admin'>): Promise<CastActor> => {
    const { ids, api } = member(name);
    return { name, self: ids, grants: grantsOf(name, ids), tokens: await tokensOfMember(member(name)), api };
  };
  const actors = {
    admin: {
      ...{ name: 'admin', tokens: tenant.adminTokens, api: tenant.admin },
      grants: [{ role: 'admin', scope: { kind: 'tenant' } }],
    },
    hrOfTenant: await actorOf('hrOfTenant'),
    hrOfCompany: await actorOf('hrOfCompany'),
    hrOfDepartment: await actorOf('hrOfDepartment'),
    employee: await actorOf('employee'),
  } as const satisfies Record<ActorName, CastActor>;
  await giveGrants(
    state,
    tenant,
    actorNames.map((name) => actors[name]),
  );

  const target = (name: TargetName, { ids, person, companyCode }: Omit<Member, 'api'>, exists = true): Target => ({
    ...{ name, tenantId: tenant.id, ids, person, companyCode, exists },
  });
  const missing = target(
    'missing',
    { ids: missingIds(), person: { ...stranger, number: 'NOBODY' }, companyCode: 'NONE' },
    false,
  );
  return {
    actors,
    targetsOf: ({ name }) => [
      ...(name === 'admin' ? [] : [target('self', member(name))]),
      ...(['ownDepartment', 'otherDepartment', 'otherCompany'] as const).map((place) => target(place, member(place))),
      target('otherTenant', foreign, false),
      missing,
    ],
    everybody: tenant.members.map(({ ids }) => ids),
    operator: await operatorTokens(state),
    leaver: { tokens: await tokensOfMember(member('leaver')), ids: member('leaver').ids },
    tenantId: tenant.id,
    otherTenant: { id: otherTenant.id, code: otherTenant.code, ids: foreign.ids },
    tenantCode: tenant.code,
  };
};
