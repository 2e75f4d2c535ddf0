import type { ResolvedGrant, UserActor } from '@nencho/auth';
import { companyId, employeeId, tenantId } from '@nencho/kernel';
import type { TokenSource } from '@nencho/testing';
import type { Api } from '../season/api.js';
import type { SeasonPerson } from '../season/people.js';

/** Who calls. */
export const actorNames = ['admin', 'hrOfTenant', 'hrOfCompany', 'hrOfDepartment', 'employee'] as const;
export type ActorName = (typeof actorNames)[number];

/** For whose things: the caller's own, those of others nearer and further away, another tenant's, nobody's. */
export const targetNames = [
  'self',
  'ownDepartment',
  'otherDepartment',
  'otherCompany',
  'otherTenant',
  'missing',
] as const;
export type TargetName = (typeof targetNames)[number];

/** Ids of one person and of what belongs to that person or that person's company. */
export type Ids = {
  readonly employeeId: string;
  readonly companyId: string;
  readonly departmentPath: readonly string[];
  readonly declarationId: string;
  readonly campaignId: string;
  readonly grantId: string;
  readonly invitationId: string;
  readonly payImportId: string;
  /** Submitted with the declaration. */
  readonly attachmentId: string;
  /** A dry run of the company's people, by the administrator. */
  readonly employeeImportId: string;
  readonly identityJobId: string;
  readonly declarationJobId: string;
};

export type Target = {
  readonly name: TargetName;
  /** The caller's, whoever the target is: no request for people names a tenant. */
  readonly tenantId: string;
  readonly ids: Ids;
  /** False for another tenant's and for nobody's. */
  readonly exists: boolean;
  readonly person: SeasonPerson;
  readonly companyCode: string;
};

export type CastActor = {
  readonly name: ActorName;
  readonly grants: readonly ResolvedGrant[];
  /** None for the first administrator, who is no employee. */
  readonly self?: Ids;
  readonly tokens: TokenSource;
  readonly api: Api;
};

/** The actor as the services see it, to ask packages/auth what to expect. */
export const asUser = ({ grants, self }: Pick<CastActor, 'grants' | 'self'>): UserActor => ({
  kind: 'user',
  tenantId: tenantId('expected'),
  sub: 'expected',
  ...(self === undefined ? {} : { employeeId: employeeId(self.employeeId), companyId: companyId(self.companyId) }),
  departmentIds: [],
  grants,
  grantsVersion: 0,
  credential: { kind: 'token', token: '', amr: [] },
});
