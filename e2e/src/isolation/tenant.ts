import { Role, ScopeKind } from '@nencho/contracts/identity/v1/identity';
import type { SystemState } from '@nencho/local-stack/system';
import { serviceClients, signInForTokens, type ServiceClients, type TokenSource } from '@nencho/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { smallestPng } from './smallest-png.js';
import type { Api } from '../season/api.js';
import { isInvitation, linkOf, newestMail, openInbox } from '../season/inbox.js';
import { employeesCsv, lastPaymentDate, payCsv, type SeasonPerson } from '../season/people.js';
import { createCompany, createTenant } from '../season/setting-up.js';
import { acceptInvitation, declarationOf, declare, review } from '../season/steps.js';
import type { Ids } from './cast.js';

export type Member = {
  readonly person: SeasonPerson;
  readonly companyCode: string;
  readonly api: Api;
  readonly ids: Ids;
};

export type BuiltTenant = {
  readonly id: string;
  readonly code: string;
  readonly admin: Api;
  readonly adminTokens: TokenSource;
  /** Of the user `<code>.admin`. */
  readonly adminPassword: string;
  readonly members: readonly Member[];
};

type JobStarted = { readonly jobId: string };
type Import = { readonly import: { readonly id: string; readonly errorCount: number; readonly errors: unknown } };

const bare = (restJobId: string): string => restJobId.replace(/^[a-z]+\./, '');

const applied = async (api: Api, upload: string, imports: string, csv: string) => {
  const { import: checked } = await api.uploadCsv<Import>(upload, csv);
  if (checked.errorCount > 0) throw new Error(`the import has errors: ${JSON.stringify(checked.errors)}`);
  const { jobId } = await api.send<JobStarted>('POST', `${imports}/${checked.id}/apply`);
  await api.finish(jobId);
  return { importId: checked.id, jobId: bare(jobId) };
};

/** Access tokens of a user of a tenant, as the gateway would get them. */
export const tokensOf = async (
  { publicBaseUrl, keycloak, clients }: SystemState,
  username: string,
  password: string,
): Promise<TokenSource> =>
  signInForTokens(
    {
      baseUrl: publicBaseUrl,
      keycloakUrl: keycloak.url,
      realm: 'nencho',
      clientId: 'nencho-gateway',
      clientSecret: readFileSync(clients.gatewaySecretFile, 'utf8').trim(),
      redirectUri: `${publicBaseUrl}/login/callback`,
    },
    { username, password },
  );

type Season = { readonly campaignId: string; readonly payImportId: string; readonly jobId: string };

type PlayedCompany = Season & {
  readonly declarationIds: ReadonlyMap<string, string>;
  readonly attachmentIds: ReadonlyMap<string, string>;
};

/** A certificate, and that the declaration has heard of it: then it goes in with the submission. */
const attach = async (api: Api, declarationId: string): Promise<string> => {
  const path = `/api/v1/declarations/${declarationId}`;
  const { attachment } = await api.uploadFile<{ readonly attachment: { readonly id: string } }>(
    `${path}/attachments/other`,
    smallestPng(),
    'certificate.png',
  );
  type Answer = { readonly declaration: { readonly attachmentIds: readonly string[] } };
  for (;;) {
    const { declaration } = await api.get<Answer>(path);
    if (declaration.attachmentIds.includes(attachment.id)) return attachment.id;
    await pause(100);
  }
};

/** One company's season from the campaign to the finalised results. */
const playCompany = async (
  admin: Api,
  companyId: string,
  people: readonly { readonly person: SeasonPerson; readonly api: Api }[],
): Promise<PlayedCompany> => {
  const { campaign } = await admin.send<{ readonly campaign: { readonly id: string } }>('POST', '/api/v1/campaigns', {
    companyId,
    taxYear: 2026,
    title: '令和8年分',
    deadline: '2026-12-15',
    lastPaymentDate,
  });
  const path = `/api/v1/campaigns/${campaign.id}`;
  const { jobId } = await admin.send<JobStarted>('POST', `${path}/open`);
  await admin.finish(jobId);
  const declarationIds = new Map<string, string>();
  const attachmentIds = new Map<string, string>();
  for (const { person, api } of people) {
    const employee = { person, api, declarationId: await declarationOf(api) };
    attachmentIds.set(person.number, await attach(api, employee.declarationId));
    await declare(employee, person.facts);
    await review(admin, employee, false);
    declarationIds.set(person.number, employee.declarationId);
  }
  const all = people.map(({ person }) => person);
  const { importId } = await applied(admin, `${path}/pay-imports`, '/api/v1/pay-imports', payCsv(all));
  await admin.finish((await admin.send<JobStarted>('POST', `${path}/calculate`)).jobId);
  const finalise = { allowPartial: false, expectedCount: people.length };
  await admin.finish((await admin.send<JobStarted>('POST', `${path}/finalise`, finalise)).jobId);
  return { campaignId: campaign.id, payImportId: importId, jobId: bare(jobId), declarationIds, attachmentIds };
};

const page = { cursor: '', limit: 200 };

/** A grant that nobody uses: something to list and to remove. */
const spareGrant = async (clients: ServiceClients, token: string, employeeId: string, companyId: string) => {
  const request = { idempotencyKey: randomUUID(), employeeId, role: Role.ROLE_HR, scopeId: companyId };
  const { grant } = await clients.identity.addGrant(
    { ...request, scopeKind: ScopeKind.SCOPE_KIND_COMPANY },
    { token, deadlineMs: 10_000 },
  );
  return grant?.id ?? '';
};

export type NewMember = { readonly person: SeasonPerson; readonly companyCode: string; readonly spare: boolean };

/** A tenant with companies of three departments, and people who have finished their season. */
export const buildTenant = async (state: SystemState, newMembers: readonly NewMember[]): Promise<BuiltTenant> => {
  const clients = serviceClients(state, 'gateway');
  const code = `iso-${randomUUID().slice(0, 8)}`;
  const inbox = openInbox(state.mail.webUrl, await newestMail(state.mail.webUrl));
  const adminPassword = `${randomUUID()} admin`;
  const tenant = { code, displayName: '株式会社隔離', seats: 50, adminLoginId: 'admin' };
  const admin = await createTenant(state, tenant, adminPassword);
  const adminTokens = await tokensOf(state, `${code}.admin`, adminPassword);
  const options = async () => ({ token: await adminTokens.accessToken(), deadlineMs: 15_000 });
  const companyCodes = [...new Set(newMembers.map(({ companyCode }) => companyCode))];
  const companyIds = new Map<string, string>();
  let imported = { importId: '', jobId: '' };
  for (const companyCode of companyCodes) {
    companyIds.set(companyCode, await createCompany(admin, companyCode, `株式会社${companyCode}`));
    const people = newMembers.filter((member) => member.companyCode === companyCode).map(({ person }) => person);
    const imports = '/api/v1/employee-imports';
    imported = await applied(admin, imports, imports, employeesCsv(people, companyCode));
  }
  await admin.finish((await admin.send<JobStarted>('POST', '/api/v1/invitations')).jobId);
  const mails = await inbox.waitForEach(
    newMembers.map(({ person }) => person.mail),
    isInvitation,
  );
  const joined = [];
  for (const member of newMembers) {
    const mail = mails.get(member.person.mail);
    const link = mail === undefined ? undefined : linkOf(mail);
    if (mail === undefined || link === undefined) throw new Error('an invitation is missing');
    const api = await acceptInvitation(state.publicBaseUrl, member.person, mail);
    joined.push({ ...member, api, invitationId: link.invitationId });
  }
  const { items: cards } = await clients.identity.listEmployees(
    { page, companyId: '', departmentId: '', query: '' },
    await options(),
  );
  const { items: departments } = await clients.identity.listDepartments({ companyId: '' }, await options());
  const members: Member[] = [];
  for (const companyCode of companyCodes) {
    const companyId = companyIds.get(companyCode) ?? '';
    const people = joined.filter((member) => member.companyCode === companyCode);
    const season = await playCompany(admin, companyId, people);
    for (const { person, api, invitationId, spare } of people) {
      const card = cards.find(({ number }) => number === person.number);
      const department = departments.find(({ id }) => id === card?.departmentId);
      if (card === undefined || department === undefined) throw new Error('a person has no place');
      const { accessToken } = adminTokens;
      const grantId = spare ? await spareGrant(clients, await accessToken(), card.id, companyId) : randomUUID();
      const ids: Ids = {
        ...{ employeeId: card.id, companyId, departmentPath: department.path, grantId, invitationId },
        ...{ employeeImportId: imported.importId, identityJobId: imported.jobId },
        declarationId: season.declarationIds.get(person.number) ?? '',
        attachmentId: season.attachmentIds.get(person.number) ?? '',
        ...{ campaignId: season.campaignId, payImportId: season.payImportId, declarationJobId: season.jobId },
      };
      members.push({ person, companyCode, api, ids });
    }
  }
  const { tenantId: id } = await clients.identity.getMe({}, await options());
  clients.close();
  return { id, code, admin, adminTokens, adminPassword, members };
};
