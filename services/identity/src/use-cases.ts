import type { KeyProvider, Sealer } from '@nencho/crypto';
import { createTenantRoot } from '@nencho/crypto';
import type { Clock } from '@nencho/kernel';
import type { AuditWriter, OutboxWriter } from '@nencho/messaging';
import type { Jobs } from '@nencho/mongo';
import type { Logger } from '@nencho/telemetry';
import { addGrant } from './application/add-grant.js';
import { applyEmployeeImport } from './application/apply-employee-import.js';
import { createCompany } from './application/create-company.js';
import { createDepartment } from './application/create-department.js';
import { createTenant } from './application/create-tenant.js';
import type { Directory } from './application/directory.js';
import { disableUser } from './application/disable-user.js';
import { batchGetCards, listEmployees, searchEmployeeIds } from './application/employee-reads.js';
import { ownImport } from './application/get-employee-import.js';
import { getInvitationMail } from './application/get-invitation-mail.js';
import { getMe } from './application/get-me.js';
import {
  batchGetCardsForJob,
  batchGetContacts,
  batchGetPlaces,
  batchGetTaxProfiles,
  getPayer,
  getTenantRoot,
} from './application/internal-reads.js';
import { invitationTokens } from './application/invitation-tokens.js';
import { issueInvitations } from './application/issue-invitations.js';
import { listGrants } from './application/list-grants.js';
import { listInvitations } from './application/list-invitations.js';
import { listCompanies, listDepartments } from './application/list-organisation.js';
import { listTenants } from './application/list-tenants.js';
import type { Cursors, HitRate, KeycloakUsers, Mutate, ReadEmployeeCsv, Transact } from './application/ports.js';
import { previewInvitation } from './application/preview-invitation.js';
import { redeemInvitation } from './application/redeem-invitation.js';
import { removeGrant } from './application/remove-grant.js';
import { resendInvitation } from './application/resend-invitation.js';
import { resolveActor } from './application/resolve-actor.js';
import { startEmployeeImport } from './application/start-employee-import.js';
import { sweep } from './application/sweep.js';
import type { Stores } from './store/stores.js';

export type UseCaseDeps = Stores & {
  readonly directory: Directory;
  readonly keycloak: KeycloakUsers;
  readonly keyProvider: KeyProvider;
  readonly sealer: Pick<Sealer, 'mac'>;
  readonly jobs: Pick<Jobs, 'start' | 'get'>;
  readonly mutate: Mutate;
  readonly transact: Transact;
  readonly events: OutboxWriter;
  readonly audit: AuditWriter;
  readonly hitRate: HitRate;
  readonly cursors: Cursors;
  readonly readCsv: ReadEmployeeCsv;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly publicBaseUrl: string;
};

/** Every use case with its dependencies; the only place that knows all of them. */
export const identityUseCases = (given: UseCaseDeps) => {
  const deps = {
    ...given,
    tokens: invitationTokens(given.sealer),
    createRoot: async (tenantId: string) => createTenantRoot(given.keyProvider, tenantId),
    startJob: given.jobs.start,
  };
  return {
    now: () => deps.clock.now(),
    createTenant: createTenant(deps),
    listTenants: listTenants(deps),
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
  };
};

export type UseCases = ReturnType<typeof identityUseCases>;
