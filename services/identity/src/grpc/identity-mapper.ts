import { keyHolders, type KeyRotation, type KeyRotationKind } from '../domain/key-rotation.js';
import {
  KeyRotationKind as WireRotationKind,
  type KeyRotation as WireRotation,
} from '@nencho/contracts/identity/v1/identity_service';
import type {
  Company as WireCompany,
  Contact as WireContact,
  Department as WireDepartment,
  EmployeeCard as WireCard,
  EmployeeImport as WireImport,
  EmployeePlace as WirePlace,
  Grant as WireGrant,
  Invitation as WireInvitation,
  TaxProfile as WireTaxProfile,
  Tenant as WireTenant,
  TenantContract as WireContract,
} from '@nencho/contracts/identity/v1/identity';
import type { PageRequest } from '@nencho/contracts/common/v1/page';
import { formatInstant, type Violation } from '@nencho/kernel';
import type { Contract } from '../application/contract.js';
import type { PageQuery } from '../application/paging.js';
import type { PersonCard } from '../application/ports.js';
import type { Company } from '../domain/company.js';
import type { Department } from '../domain/department.js';
import type { EmployeeImport } from '../domain/employee-import.js';
import type { Grant } from '../domain/grants.js';
import type { Invitation, InvitationState } from '../domain/invitation.js';
import type { Person } from '../domain/person.js';
import type { Tenant } from '../domain/tenant.js';
import { roleToWire, scopeToWire } from './enum-mapper.js';

export const pageFromWire = (page: PageRequest | undefined): PageQuery => ({
  cursor: page?.cursor ?? '',
  limit: page?.limit ?? 0,
});

export const tenantToWire = (tenant: Tenant & { readonly seatsUsed: number }): WireTenant => ({
  id: tenant.id,
  code: tenant.code,
  displayName: tenant.displayName,
  seats: tenant.seats,
  seatsUsed: tenant.seatsUsed,
  contractStart: tenant.contractStart,
  createdAt: formatInstant(tenant.createdAt),
  state: tenant.state,
  contractEnd: tenant.contractEnd ?? '',
});

export const contractToWire = (contract: Contract): WireContract => ({
  tenantId: contract.tenantId,
  tenantCode: contract.code,
  displayName: contract.displayName,
  state: contract.state,
  contractStart: contract.contractStart,
  contractEnd: contract.contractEnd,
});

export const companyToWire = ({ id, code, name, address, corporateNumber, phone }: Company): WireCompany => ({
  id,
  code,
  name,
  address,
  corporateNumber,
  phone,
});

export const departmentToWire = ({ id, companyId, code, name, parentId, path }: Department): WireDepartment => ({
  id,
  companyId,
  code,
  name,
  parentId: parentId ?? '',
  path: [...path],
});

export const cardToWire = ({ person, card }: PersonCard): WireCard => ({
  id: person.id,
  number: person.employment?.number ?? '',
  familyName: card.familyName,
  givenName: card.givenName,
  familyKana: card.familyKana,
  givenKana: card.givenKana,
  mail: card.mail,
  loginId: person.loginId,
  companyId: person.employment?.companyId ?? '',
  departmentId: person.employment?.departmentId ?? '',
  status: person.employment?.status ?? 'active',
  access: person.access,
  version: person.version,
});

export const placeToWire = ({ id, employment, version }: Person): WirePlace => ({
  employeeId: id,
  number: employment?.number ?? '',
  companyId: employment?.companyId ?? '',
  departmentId: employment?.departmentId ?? '',
  departmentPath: [...(employment?.departmentPath ?? [])],
  status: employment?.status ?? 'left',
  version,
});

export const taxProfileToWire = ({ person, card }: PersonCard): WireTaxProfile => ({
  employeeId: person.id,
  birthDate: card.birthDate,
  postalCode: card.postalCode,
  address: card.address,
  joinedOn: card.joinedOn,
  version: person.version,
});

/** Mails are written in the language of the tenant's country until people can choose one. */
export const MAIL_LOCALE = 'ja';

export const contactToWire = ({ person, card }: PersonCard): WireContact => ({
  employeeId: person.id,
  mail: card.mail,
  locale: MAIL_LOCALE,
});

export const grantToWire = ({ grant, personId }: { readonly grant: Grant; readonly personId: string }): WireGrant => ({
  id: grant.id,
  employeeId: personId,
  role: roleToWire[grant.role],
  ...scopeToWire(grant.scope),
});

export const invitationToWire = (
  invitation: Omit<Invitation, 'state'> & { readonly state: InvitationState },
): WireInvitation => ({
  id: invitation.id,
  employeeId: invitation.personId,
  state: invitation.state,
  issueNo: invitation.issueNo,
  expiresAt: formatInstant(invitation.expiresAt),
  createdAt: formatInstant(invitation.createdAt),
});

const violationToWire = ({ path, rule, params = {} }: Violation) => ({ path, rule, params: { ...params } });

export const importToWire = (found: EmployeeImport): WireImport => ({
  id: found.id,
  state: found.state,
  rows: found.rows,
  toCreate: found.toCreate,
  toUpdate: found.toUpdate,
  unchanged: found.unchanged,
  errors: found.errors.map(({ line, violations }) => ({ line, violations: violations.map(violationToWire) })),
  errorCount: found.errorCount,
  createdAt: formatInstant(found.createdAt),
});

const rotationKinds: readonly (readonly [KeyRotationKind, WireRotationKind])[] = [
  ['kek', WireRotationKind.KEY_ROTATION_KIND_KEK],
  ['class_keys', WireRotationKind.KEY_ROTATION_KIND_CLASS_KEYS],
];

export const rotationKindFromWire = (wire: WireRotationKind): KeyRotationKind | undefined =>
  rotationKinds.find(([, each]) => each === wire)?.[0];

export const rotationToWire = ({ id, kind, orderedAt, servicesDone, finishedAt }: KeyRotation): WireRotation => ({
  rotationId: id,
  kind: rotationKinds.find(([each]) => each === kind)?.[1] ?? WireRotationKind.KEY_ROTATION_KIND_UNSPECIFIED,
  orderedAt: formatInstant(orderedAt),
  finishedAt: finishedAt === undefined ? '' : formatInstant(finishedAt),
  servicesDone: [...servicesDone],
  services: keyHolders.length,
});
