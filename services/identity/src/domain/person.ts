import { alreadyExists, illegalState, notFound, type LocalDate } from '@nencho/kernel';
import { isTenantAdmin, mayGive, sameGrant, type DepartmentPlaces, type Grant } from './grants.js';

/** Whether a person can sign in. `invited`: a link was sent and not used yet. */
export type Access = 'none' | 'invited' | 'user' | 'disabled';

/** 在籍 / 退職. */
export type EmploymentStatus = 'active' | 'left';

/** What makes a person an employee. None of it is sealed: it decides scopes and lists. */
export type Employment = {
  readonly number: string;
  readonly companyId: string;
  readonly departmentId?: string;
  /** Ids from the top department down to the employee's own; empty without a department. */
  readonly departmentPath: readonly string[];
  readonly status: EmploymentStatus;
};

/** The sealed part: everything that says who the person is. Empty texts are unknown values. */
export type Card = {
  readonly familyName: string;
  readonly givenName: string;
  readonly familyKana: string;
  readonly givenKana: string;
  readonly mail: string;
  readonly birthDate: LocalDate | '';
  readonly postalCode: string;
  readonly address: string;
  readonly joinedOn: LocalDate | '';
  readonly leftOn: LocalDate | '';
};

/**
 * 従業員, or an administrator who is not one (no `employment`). Two counters, because two kinds of change must not
 * disturb each other: `version` counts changes of employment and card, `grantsVersion` those of access and grants.
 */
export type Person = {
  readonly id: string;
  readonly tenantId: string;
  readonly loginId: string;
  readonly employment?: Employment;
  readonly version: number;
  readonly access: Access;
  readonly sub?: string;
  readonly grants: readonly Grant[];
  readonly grantsVersion: number;
};

type AccessPart = Pick<Person, 'access' | 'grants' | 'grantsVersion'>;

/** The grants given, and 一般 over oneself for whoever is an employee. */
export const effectiveGrants = (person: Pick<Person, 'grants' | 'employment'>): readonly Omit<Grant, 'id'>[] =>
  person.employment === undefined ? person.grants : [...person.grants, { role: 'employee', scope: { kind: 'self' } }];

/** An administrator who can sign in: the tenant must keep one. */
export const isActiveAdmin = (person: Pick<Person, 'grants' | 'access'>): boolean =>
  person.access === 'user' && isTenantAdmin(person.grants);

/**
 * True when the grants of a person who has no user yet go beyond what the holder of `held` could give. Whoever sets the
 * mail or the login id of such a person, or sends the invitation, could otherwise become that user.
 */
export const grantsGoBeyond = (
  held: Parameters<typeof mayGive>[0],
  { access, grants }: Pick<Person, 'access' | 'grants'>,
  departments: DepartmentPlaces,
): boolean =>
  (access === 'none' || access === 'invited') && !grants.every((grant) => mayGive(held, grant, departments));

export const addGrant = <P extends AccessPart>(person: P, grant: Grant): P => {
  if (person.access === 'disabled') throw illegalState('user_disabled');
  if (person.grants.some((held) => sameGrant(held, grant))) throw alreadyExists('grant');
  return { ...person, grants: [...person.grants, grant], grantsVersion: person.grantsVersion + 1 };
};

/** Losing the last administrator is refused; `otherAdmins` counts those who would remain. */
export const removeGrant = <P extends AccessPart>(person: P, grantId: string, otherAdmins: number): P => {
  const grants = person.grants.filter((grant) => grant.id !== grantId);
  if (grants.length === person.grants.length) throw notFound('grant');
  const next = { ...person, grants, grantsVersion: person.grantsVersion + 1 };
  if (isActiveAdmin(person) && !isActiveAdmin(next) && otherAdmins === 0) throw illegalState('last_admin');
  return next;
};

/** Ends the access for good; grants go too, so that nothing comes back by accident. */
export const disable = <P extends AccessPart>(person: P, otherAdmins: number): P => {
  if (person.access === 'disabled') throw illegalState('user_disabled');
  if (isActiveAdmin(person) && otherAdmins === 0) throw illegalState('last_admin');
  return { ...person, access: 'disabled', grants: [], grantsVersion: person.grantsVersion + 1 };
};

export const invite = <P extends AccessPart>(person: P): P =>
  person.access === 'invited' ? person : { ...person, access: 'invited', grantsVersion: person.grantsVersion + 1 };

/** The invitation was redeemed: `sub` is the subject that Keycloak gave. */
export const becomeUser = <P extends AccessPart>(person: P, sub: string): P & { readonly sub: string } => ({
  ...person,
  access: 'user',
  sub,
  grantsVersion: person.grantsVersion + 1,
});
