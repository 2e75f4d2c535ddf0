import { requireUser, resolvedActorToWire, type Actor, type OperatorActor } from '@nencho/auth';
import {
  IdentityServiceService,
  type StartEmployeeImportRequest,
} from '@nencho/contracts/identity/v1/identity_service';
import { forbidden, formatInstant, validationFailed } from '@nencho/kernel';
import { bindService, type Handlers, type ServiceBinding } from '@nencho/service-kit';
import { invitationState } from '../domain/invitation.js';
import type { UseCases } from '../application/use-cases.js';
import { roleFromWire, scopeFromWire } from './enum-mapper.js';
import {
  cardToWire,
  companyToWire,
  contactToWire,
  contractToWire,
  departmentToWire,
  grantToWire,
  importToWire,
  invitationToWire,
  MAIL_LOCALE,
  pageFromWire,
  placeToWire,
  rotationKindFromWire,
  rotationToWire,
  taxProfileToWire,
  tenantToWire,
} from './identity-mapper.js';

type All = Handlers<typeof IdentityServiceService>;
type Part<Name extends keyof All> = Pick<All, Name>;

const requireOperator = (actor: Actor): OperatorActor => {
  if (actor.kind !== 'operator') throw forbidden('operator');
  return actor;
};

const tenants = (use: UseCases): Part<'createTenant' | 'listTenants' | 'getMe'> => ({
  createTenant: async (request, { actor }) => use.createTenant(request, requireOperator(actor)),
  listTenants: async ({ page }, { actor }) => {
    requireOperator(actor);
    const { items, nextCursor } = await use.listTenants(pageFromWire(page));
    return { items: items.map(tenantToWire), nextCursor };
  },
  getMe: async (_request, { actor }) => {
    const { tenant, person, card, grants, permissions } = await use.getMe(requireUser(actor));
    return {
      tenantId: tenant.id,
      tenantCode: tenant.code,
      tenantName: tenant.displayName,
      loginId: person.loginId,
      card: card === undefined ? undefined : cardToWire({ person, card }),
      grants: grants.map((grant) => grantToWire({ grant, personId: person.id })),
      permissions: [...permissions],
    };
  },
});

const contracts = (
  use: UseCases,
): Part<
  | 'rotateTenantKeys'
  | 'listKeyRotations'
  | 'giveContractNotice'
  | 'withdrawContractNotice'
  | 'recordContractEnd'
  | 'getTenantContract'
> => ({
  giveContractNotice: async ({ idempotencyKey, endDate }, { actor }) => ({
    contract: contractToWire(await use.giveContractNotice({ idempotencyKey, endDate }, requireUser(actor))),
  }),
  withdrawContractNotice: async ({ idempotencyKey }, { actor }) => ({
    contract: contractToWire(await use.withdrawContractNotice({ idempotencyKey }, requireUser(actor))),
  }),
  recordContractEnd: async ({ idempotencyKey, tenantId, endDate, reason, ticket }, { actor }) => {
    const command = { idempotencyKey, tenantId, endDate, reason, ticket };
    return { contract: contractToWire(await use.recordContractEnd(command, requireOperator(actor))) };
  },
  rotateTenantKeys: async ({ idempotencyKey, tenantId, kind, reason, ticket }, { actor }) => {
    const command = { idempotencyKey, tenantId, kind: rotationKindFromWire(kind), reason, ticket };
    return { rotationId: await use.rotateKeys(command, requireOperator(actor)) };
  },
  listKeyRotations: async ({ tenantId }, { actor }) => {
    requireOperator(actor);
    return { items: (await use.listKeyRotations(tenantId)).map(rotationToWire) };
  },
  getTenantContract: async ({ tenantId }) => {
    const known = await use.getTenantContract(tenantId);
    return 'given' in known
      ? { contract: undefined, given: known.given }
      : { contract: contractToWire(known.contract), given: '' };
  },
});

const organisation = (
  use: UseCases,
): Part<'createCompany' | 'listCompanies' | 'createDepartment' | 'listDepartments'> => ({
  createCompany: async ({ idempotencyKey, code, name, address, corporateNumber, phone }, { actor }) => {
    const command = { idempotencyKey, code, name, address, corporateNumber, phone };
    return { company: companyToWire(await use.createCompany(command, requireUser(actor))) };
  },
  listCompanies: async (_request, { actor }) => ({
    items: (await use.listCompanies(requireUser(actor))).map(companyToWire),
  }),
  createDepartment: async ({ idempotencyKey, companyId, code, name, parentId }, { actor }) => {
    const command = { idempotencyKey, companyId, code, name, parentId };
    return { department: departmentToWire(await use.createDepartment(command, requireUser(actor))) };
  },
  listDepartments: async ({ companyId }, { actor }) => ({
    items: (await use.listDepartments({ companyId }, requireUser(actor))).map(departmentToWire),
  }),
});

const employees = (use: UseCases): Part<'listEmployees' | 'batchGetCards' | 'searchEmployeeIds'> => ({
  listEmployees: async ({ page, companyId, departmentId, query }, { actor }) => {
    const wanted = { page: pageFromWire(page), companyId, departmentId, query };
    const { items, nextCursor } = await use.listEmployees(wanted, requireUser(actor));
    return { items: items.map(cardToWire), nextCursor };
  },
  batchGetCards: async ({ employeeIds }, { actor }) => ({
    items: (await use.batchGetCards(employeeIds, requireUser(actor))).map(cardToWire),
  }),
  searchEmployeeIds: async ({ query }, { actor }) => ({
    employeeIds: [...(await use.searchEmployeeIds(query, requireUser(actor)))],
  }),
});

/** The first message is the header, every later one a piece of the file. */
const readUpload = async (requests: AsyncIterable<StartEmployeeImportRequest>) => {
  const messages = requests[Symbol.asyncIterator]();
  const first = await messages.next();
  const header = first.done === true ? undefined : first.value.part;
  if (header?.$case !== 'header') throw validationFailed([{ path: 'header', rule: 'required' }]);
  const content = async function* (): AsyncGenerator<Uint8Array> {
    for (let next = await messages.next(); next.done !== true; next = await messages.next()) {
      const { part } = next.value;
      if (part?.$case !== 'chunk') throw validationFailed([{ path: 'chunk', rule: 'required' }]);
      yield part.value;
    }
  };
  return { idempotencyKey: header.value.idempotencyKey, content: content() };
};

const imports = (use: UseCases): Part<'startEmployeeImport' | 'getEmployeeImport' | 'applyEmployeeImport'> => ({
  startEmployeeImport: async (requests, { actor }) => {
    const user = requireUser(actor);
    return { import: importToWire(await use.startEmployeeImport(await readUpload(requests), user)) };
  },
  getEmployeeImport: async ({ importId }, { actor }) => ({
    import: importToWire(await use.getEmployeeImport(importId, requireUser(actor))),
  }),
  applyEmployeeImport: async ({ idempotencyKey, importId }, { actor }) => ({
    jobId: await use.applyEmployeeImport({ idempotencyKey, importId }, requireUser(actor)),
  }),
});

const grants = (use: UseCases): Part<'listGrants' | 'addGrant' | 'removeGrant' | 'disableUser'> => ({
  listGrants: async ({ employeeId }, { actor }) => ({
    items: (await use.listGrants(employeeId, requireUser(actor))).map(grantToWire),
  }),
  addGrant: async ({ idempotencyKey, employeeId, role, scopeKind, scopeId }, { actor }) => {
    const scope = scopeFromWire(scopeKind, scopeId);
    const command = { idempotencyKey, employeeId, role: roleFromWire(role), scope };
    return { grant: grantToWire(await use.addGrant(command, requireUser(actor))) };
  },
  removeGrant: async ({ idempotencyKey, grantId }, { actor }) => {
    await use.removeGrant({ idempotencyKey, grantId }, requireUser(actor));
    return {};
  },
  disableUser: async ({ idempotencyKey, employeeId }, { actor }) => {
    await use.disableUser({ idempotencyKey, employeeId }, requireUser(actor));
    return {};
  },
});

const invitations = (
  use: UseCases,
): Part<'issueInvitations' | 'resendInvitation' | 'listInvitations' | 'previewInvitation' | 'redeemInvitation'> => ({
  issueInvitations: async ({ idempotencyKey, employeeIds }, { actor }) => ({
    jobId: await use.issueInvitations({ idempotencyKey, employeeIds }, requireUser(actor)),
  }),
  resendInvitation: async ({ idempotencyKey, invitationId }, { actor }) => {
    const sent = await use.resendInvitation({ idempotencyKey, invitationId }, requireUser(actor));
    return { invitation: invitationToWire({ ...sent, state: invitationState(sent, use.now()) }) };
  },
  listInvitations: async ({ page, state }, { actor }) => {
    const { items, nextCursor } = await use.listInvitations({ page: pageFromWire(page), state }, requireUser(actor));
    return { items: items.map(invitationToWire), nextCursor };
  },
  previewInvitation: async ({ tenantCode, invitationId, token }) => {
    const { tenantName, loginId, expiresAt } = await use.previewInvitation({ tenantCode, invitationId, token });
    return { tenantName, loginId, expiresAt: formatInstant(expiresAt) };
  },
  redeemInvitation: async ({ tenantCode, invitationId, token, password }) =>
    use.redeemInvitation({ tenantCode, invitationId, token, password }),
});

const internal = (
  use: UseCases,
): Part<
  | 'resolveActor'
  | 'getTenantRoot'
  | 'getInvitationMail'
  | 'batchGetContacts'
  | 'batchGetPlaces'
  | 'batchGetTaxProfiles'
  | 'batchGetCardsForJob'
  | 'getPayer'
  | 'streamPlaces'
> => ({
  resolveActor: async ({ tenantId, sub }) => resolvedActorToWire(await use.resolveActor(tenantId, sub)),
  getTenantRoot: async ({ tenantId }) => {
    const { kekName, kekVersion, wrappedRoot } = await use.getTenantRoot(tenantId);
    return { kekName, kekVersion, wrappedRoot: Buffer.from(wrappedRoot) };
  },
  getInvitationMail: async ({ tenantId, invitationId, issueNo }) => {
    const mail = await use.getInvitationMail(tenantId, invitationId, issueNo);
    if (mail === undefined) return { valid: false, mail: '', link: '', locale: '', tenantName: '', expiresAt: '' };
    return { ...mail, valid: true, locale: MAIL_LOCALE, expiresAt: formatInstant(mail.expiresAt) };
  },
  batchGetContacts: async ({ tenantId, employeeIds }) => {
    const { tenant, contacts } = await use.batchGetContacts(tenantId, employeeIds);
    return { items: contacts.map(contactToWire), tenantCode: tenant.code, tenantName: tenant.displayName };
  },
  batchGetPlaces: async ({ tenantId, employeeIds }) => ({
    items: (await use.batchGetPlaces(tenantId, employeeIds)).map(placeToWire),
  }),
  batchGetTaxProfiles: async ({ tenantId, employeeIds }) => ({
    items: (await use.batchGetTaxProfiles(tenantId, employeeIds)).map(taxProfileToWire),
  }),
  batchGetCardsForJob: async ({ tenantId, employeeIds }, { actor }) => {
    const cards = await use.batchGetCardsForJob(tenantId, employeeIds, requireUser(actor));
    return { items: cards.map(cardToWire), taxProfiles: cards.map(taxProfileToWire) };
  },
  getPayer: async ({ tenantId, companyId }) => ({ company: companyToWire(await use.getPayer(tenantId, companyId)) }),
  streamPlaces: async function* ({ tenantId, afterEmployeeId }) {
    for await (const person of use.streamPlaces(tenantId, afterEmployeeId)) yield { place: placeToWire(person) };
  },
});

/** Thin: maps in, calls one use case, maps out. Errors are AppErrors all the way. */
export const identityGrpc = (use: UseCases): ServiceBinding =>
  bindService(IdentityServiceService, {
    ...tenants(use),
    ...contracts(use),
    ...organisation(use),
    ...employees(use),
    ...imports(use),
    ...grants(use),
    ...invitations(use),
    ...internal(use),
  });
