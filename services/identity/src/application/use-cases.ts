import type { Clock } from '@nencho/kernel';
import { addGrant } from './add-grant.js';
import { applyEmployeeImport } from './apply-employee-import.js';
import {
  endContracts,
  getTenantContract,
  giveContractNotice,
  recordContractEnd,
  withdrawContractNotice,
  type Tombstones,
} from './contract.js';
import { createCompany } from './create-company.js';
import { createDepartment } from './create-department.js';
import { createTenant } from './create-tenant.js';
import type { Directory } from './directory.js';
import { disableUser } from './disable-user.js';
import { batchGetCards, listEmployees, searchEmployeeIds } from './employee-reads.js';
import { ownImport } from './get-employee-import.js';
import { getInvitationMail } from './get-invitation-mail.js';
import { getMe } from './get-me.js';
import {
  batchGetCardsForJob,
  batchGetContacts,
  batchGetPlaces,
  batchGetTaxProfiles,
  getPayer,
  getTenantRoot,
} from './internal-reads.js';
import { issueInvitations } from './issue-invitations.js';
import { listGrants } from './list-grants.js';
import { listInvitations } from './list-invitations.js';
import { listCompanies, listDepartments } from './list-organisation.js';
import { listTenants } from './list-tenants.js';
import type {
  Audit,
  CompanyStore,
  Cursors,
  DepartmentStore,
  Events,
  HitRate,
  ImportStore,
  InvitationStore,
  InvitationTokens,
  JobEnded,
  KeycloakUsers,
  KeyRotationStore,
  Log,
  Mutate,
  PersonStore,
  ReadEmployeeCsv,
  StartJob,
  TenantRoot,
  TenantStore,
  Transact,
  WithDigest,
} from './ports.js';
import { previewInvitation } from './preview-invitation.js';
import { redeemInvitation } from './redeem-invitation.js';
import { removeGrant } from './remove-grant.js';
import { resendInvitation } from './resend-invitation.js';
import { resolveActor } from './resolve-actor.js';
import { startEmployeeImport } from './start-employee-import.js';
import { listKeyRotations, rotateKeys } from './rotate-keys.js';
import { sweep } from './sweep.js';

export type Stores = {
  readonly tenants: TenantStore;
  readonly companies: CompanyStore;
  readonly departments: DepartmentStore;
  readonly people: PersonStore;
  readonly imports: ImportStore;
  readonly invitations: InvitationStore;
};

export type UseCaseDeps = Stores & {
  readonly rotations: KeyRotationStore;
  readonly directory: Directory;
  readonly tombstones: Tombstones;
  readonly keycloak: KeycloakUsers;
  readonly createRoot: (tenantId: string) => Promise<TenantRoot>;
  readonly tokens: InvitationTokens;
  readonly startJob: StartJob;
  readonly jobEnded: JobEnded;
  readonly mutate: Mutate;
  readonly transact: Transact;
  readonly clockAgrees: () => Promise<boolean>;
  readonly events: Events;
  readonly audit: Audit;
  readonly hitRate: HitRate;
  readonly cursors: Cursors;
  readonly readCsv: ReadEmployeeCsv;
  readonly withDigest: WithDigest;
  readonly clock: Clock;
  readonly logger: Log;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly publicBaseUrl: string;
};

/** Every use case with its dependencies; the only place that knows all of them. */
export const identityUseCases = (deps: UseCaseDeps) => ({
  now: () => deps.clock.now(),
  createTenant: createTenant(deps),
  listTenants: listTenants(deps),
  recordContractEnd: recordContractEnd(deps),
  rotateKeys: rotateKeys(deps),
  listKeyRotations: listKeyRotations(deps),
  giveContractNotice: giveContractNotice(deps),
  withdrawContractNotice: withdrawContractNotice(deps),
  getTenantContract: getTenantContract(deps),
  endContracts: endContracts(deps),
  getMe: getMe(deps),
  createCompany: createCompany(deps),
  listCompanies: listCompanies(deps),
  createDepartment: createDepartment(deps),
  listDepartments: listDepartments(deps),
  listEmployees: listEmployees(deps),
  batchGetCards: batchGetCards(deps),
  searchEmployeeIds: searchEmployeeIds(deps),
  startEmployeeImport: startEmployeeImport(deps),
  getEmployeeImport: ownImport(deps),
  applyEmployeeImport: applyEmployeeImport(deps),
  listGrants: listGrants(deps),
  addGrant: addGrant(deps),
  removeGrant: removeGrant(deps),
  disableUser: disableUser(deps),
  issueInvitations: issueInvitations(deps),
  resendInvitation: resendInvitation(deps),
  listInvitations: listInvitations(deps),
  previewInvitation: previewInvitation(deps),
  redeemInvitation: redeemInvitation(deps),
  resolveActor: resolveActor(deps),
  getTenantRoot: getTenantRoot(deps),
  getInvitationMail: getInvitationMail(deps),
  batchGetContacts: batchGetContacts(deps),
  batchGetPlaces: batchGetPlaces(deps),
  batchGetTaxProfiles: batchGetTaxProfiles(deps),
  batchGetCardsForJob: batchGetCardsForJob(deps),
  getPayer: getPayer(deps),
  streamPlaces: deps.people.places,
  sweep: sweep(deps),
});

export type UseCases = ReturnType<typeof identityUseCases>;
