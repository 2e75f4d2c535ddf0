import type { CompanyId, DepartmentId, EmployeeId, TenantId } from '@nencho/kernel';
import type { Role } from './permissions.js';
import type { ServiceName } from './service-names.js';

/** Where a grant holds. A department includes everything under it. */
export type Scope =
  | { readonly kind: 'tenant' }
  | { readonly kind: 'company'; readonly companyId: string }
  | { readonly kind: 'department'; readonly departmentId: string }
  | { readonly kind: 'self' };

export type ResolvedGrant = { readonly role: Role; readonly scope: Scope };

/** What identity knows about a subject: answered by `ResolveActor`, cached at most 5 s. */
export type ResolvedActor = {
  readonly disabled: boolean;
  readonly employeeId?: EmployeeId;
  readonly companyId?: CompanyId;
  readonly departmentIds: readonly DepartmentId[];
  readonly grants: readonly ResolvedGrant[];
  readonly grantsVersion: number;
};

/** What vouches for the person: an access token, or a job that the person started. */
export type Credential =
  | { readonly kind: 'token'; readonly token: string; readonly authTime?: number; readonly amr: readonly string[] }
  | { readonly kind: 'job'; readonly service: ServiceName; readonly jobId: string };

export type UserActor = Omit<ResolvedActor, 'disabled'> & {
  readonly kind: 'user';
  readonly tenantId: TenantId;
  readonly sub: string;
  readonly credential: Credential;
};

/** Staff of whoever runs the service; belongs to no tenant. */
export type OperatorActor = {
  readonly kind: 'operator';
  readonly sub: string;
  readonly token: string;
  /** When this person signed in, in seconds since 1970. */
  readonly authTime?: number;
};

/** Another service, on its own account. */
export type ServiceActor = { readonly kind: 'service'; readonly service: ServiceName };

/** Somebody who has not signed in; only ever through the gateway. */
export type AnonymousActor = { readonly kind: 'anonymous' };

export type Actor = UserActor | OperatorActor | ServiceActor | AnonymousActor;
