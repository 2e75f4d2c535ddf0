import type { SystemState } from '@nencho/local-stack/system';
import { yen } from '@nencho/kernel';
import { signInTenantUser } from '@nencho/testing';
import { createHash, randomUUID } from 'node:crypto';
import { pictureOf } from '../harness/certificate-files.js';
import { apiOf, inPool, type Api } from '../season/api.js';
import { isInvitation, linkOf, newestMail, openInbox, type Mail } from '../season/inbox.js';
import { castSeason, employeesCsv, lastPaymentDate, payCsv, type SeasonPerson } from '../season/people.js';
import type { PlayedSeason } from '../season/season.js';
import { createCompany, createTenant } from '../season/setting-up.js';
import { declarationOf, employeeIdOf, type Employee } from '../season/steps.js';
import type { Journal } from './journal.js';
import type { Killer } from './killer.js';
import { patiently } from './patience.js';

export const peopleInRun = 6;
/** Saves of a person before the last one, which states the facts as they are. */
const drafts = 3;
const width = 3;
const companyCode = 'C1';

type JobStarted = { readonly jobId: string };
type Versioned = { readonly version: number };
type DeclarationAnswer = { readonly declaration: { readonly summary: Versioned } };
type Submitted = Versioned & { readonly receipt: { readonly number: string } };

/** The API with the killer looking at each request before it is sent. */
const watched = (api: Api, { beforeRequest }: Pick<Killer, 'beforeRequest'>): Api => ({
  ...api,
  get: async (path) => {
    beforeRequest();
    return api.get(path);
  },
  send: async (method, path, json) => {
    beforeRequest();
    return api.send(method, path, json);
  },
  uploadCsv: async (path, csv) => {
    beforeRequest();
    return api.uploadCsv(path, csv);
  },
  uploadFile: async (path, file, fileName) => {
    beforeRequest();
    return api.uploadFile(path, file, fileName);
  },
  finish: async (jobId, options) => {
    beforeRequest();
    return api.finish(jobId, options);
  },
});

type Run = { readonly state: SystemState; readonly killer: Killer; readonly journal: Journal };

const signIn = async (
  { state, killer }: Run,
  tenantCode: string,
  { loginId, password }: Pick<SeasonPerson, 'loginId' | 'password'>,
) => {
  killer.beforeRequest();
  const { publicBaseUrl: baseUrl } = state;
  return watched(
    apiOf(await patiently(async () => signInTenantUser({ baseUrl, tenantCode, loginId, password }))),
    killer,
  );
};

/** Whoever gets no answer tries again; a link that is used up by then was used by the try without an answer. */
const redeem = async ({ state, killer, journal }: Run, person: SeasonPerson, mail: Mail): Promise<void> => {
  const link = linkOf(mail);
  if (link === undefined) throw new Error('the invitation mail has no link');
  const headers = { 'content-type': 'application/json', origin: state.publicBaseUrl, 'idempotency-key': randomUUID() };
  killer.beforeRequest();
  let unanswered = 0;
  await patiently(async () => {
    unanswered += 1;
    const response = await fetch(`${state.publicBaseUrl}/api/v1/invitations/redeem`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ ...link, password: person.password }),
    });
    await response.body?.cancel();
    if (!response.ok && !(response.status === 404 && unanswered > 1))
      throw new Error(`redeeming answered ${response.status}`);
  });
  journal.acknowledge({ kind: 'password_set', person: person.number });
};

const saveOnce = async (
  { journal }: Run,
  { api, declarationId }: Employee,
  facts: SeasonPerson['facts'],
): Promise<number> => {
  const path = `/api/v1/declarations/${declarationId}`;
  const { declaration } = await api.get<DeclarationAnswer>(path);
  const { version: before } = declaration.summary;
  const { version } = await api.send<Versioned>('PUT', `${path}/facts`, { version: before, facts });
  journal.acknowledge({ kind: 'saved', declarationId, before, version, otherIncome: facts.otherIncome });
  return version;
};

const attach = async ({ journal }: Run, { api, declarationId, person }: Employee): Promise<void> => {
  type Uploaded = { readonly attachment: { readonly id: string } };
  const file = pictureOf(`certificate of ${person.number}`);
  const path = `/api/v1/declarations/${declarationId}/attachments/life_insurance`;
  const { attachment } = await api.uploadFile<Uploaded>(path, file, '控除証明書.png');
  const sha256 = createHash('sha256').update(file).digest('hex');
  journal.acknowledge({ kind: 'attached', declarationId, attachmentId: attachment.id, sha256 });
};

const declare = async (run: Run, employee: Employee): Promise<void> => {
  const { person, api, declarationId } = employee;
  for (let draft = 1; draft <= drafts; draft += 1) {
    await saveOnce(run, employee, { ...person.facts, otherIncome: yen(draft) });
  }
  const before = await saveOnce(run, employee, person.facts);
  await attach(run, employee);
  const path = `/api/v1/declarations/${declarationId}/submit`;
  const { version, receipt } = await api.send<Submitted>('POST', path, { version: before });
  run.journal.acknowledge({ kind: 'submitted', declarationId, before, version, receipt: receipt.number });
};

const approve = async ({ journal }: Run, hr: Api, { declarationId }: Employee): Promise<void> => {
  const path = `/api/v1/declarations/${declarationId}`;
  const { declaration } = await hr.get<DeclarationAnswer>(path);
  const { version: before } = declaration.summary;
  const { version } = await hr.send<Versioned>('POST', `${path}/approve`, { version: before });
  journal.acknowledge({ kind: 'approved', declarationId, before, version });
};

type Checked = { readonly import: { readonly id: string; readonly errorCount: number } };

const importFile = async (
  { journal }: Run,
  api: Api,
  upload: string,
  importPath: string,
  csv: string,
  what: 'people' | 'pay',
): Promise<void> => {
  const checked = await api.uploadCsv<Checked>(upload, csv);
  if (checked.import.errorCount > 0) throw new Error('the import has errors');
  const { jobId } = await api.send<JobStarted>('POST', `${importPath}/${checked.import.id}/apply`);
  const { done } = await api.finish(jobId);
  journal.acknowledge({ kind: 'imported', what, count: done });
};

const finishJob = async ({ journal }: Run, api: Api, path: string, body?: unknown): Promise<void> => {
  const { jobId } = await api.send<JobStarted>('POST', path, body);
  const { done } = await api.finish(jobId);
  journal.acknowledge({ kind: 'job_done', job: path.split('/').at(-1) ?? path, done });
};

const everybodyInvited = async (run: Run, admin: Api, people: readonly SeasonPerson[]) => {
  const { state } = run;
  const inbox = openInbox(state.mail.webUrl, await newestMail(state.mail.webUrl));
  await finishJob(run, admin, '/api/v1/invitations');
  const mails = await inbox.waitForEach(
    people.map(({ mail }) => mail),
    isInvitation,
  );
  return { inbox, mails };
};

/** A season with several drafts of everybody, by clients who go on whatever is killed under them. */
export const playRun = async (run: Run, runId: string): Promise<PlayedSeason> => {
  const { state, killer } = run;
  const tenantCode = `crash-${runId}`;
  // Nobody forgets anything: each declaration goes the straight way.
  const people = castSeason(peopleInRun, runId).map((person): SeasonPerson => {
    const straight = { ...person };
    delete straight.correction;
    return straight;
  });
  const adminPassword = `${randomUUID()} admin`;
  const tenant = { code: tenantCode, displayName: '株式会社丈夫', seats: peopleInRun + 1, adminLoginId: 'admin' };
  const admin = watched(await createTenant(state, tenant, adminPassword), killer);
  const companyId = await createCompany(admin, companyCode, '株式会社丈夫');
  killer.enter('import');
  const imports = '/api/v1/employee-imports';
  await importFile(run, admin, imports, imports, employeesCsv(people, companyCode), 'people');
  killer.enter('invitations');
  const { inbox, mails } = await everybodyInvited(run, admin, people);
  const signedIn = await inPool(people, width, async (person) => {
    const mail = mails.get(person.mail);
    if (mail === undefined) throw new Error('an invitation is missing');
    await redeem(run, person, mail);
    return { person, api: await signIn(run, tenantCode, person) };
  });
  killer.enter('declaring');
  const [first] = people;
  if (first === undefined) throw new Error('a run needs people');
  const grant = {
    employeeId: await employeeIdOf(admin, first.number),
    role: 'ROLE_HR',
    scopeKind: 'SCOPE_KIND_COMPANY',
    scopeId: companyId,
  };
  await admin.send('POST', '/api/v1/grants', grant);
  const hr = await signIn(run, tenantCode, first);
  const { campaign } = await hr.send<{ readonly campaign: { readonly id: string } }>('POST', '/api/v1/campaigns', {
    ...{ companyId, taxYear: 2026, title: '令和8年分 年末調整', deadline: '2027-01-31', lastPaymentDate },
  });
  const base = `/api/v1/campaigns/${campaign.id}`;
  await finishJob(run, hr, `${base}/open`);
  const employees = await inPool(signedIn, width, async ({ person, api }) => {
    const employee = { person, api, declarationId: await declarationOf(api) };
    await declare(run, employee);
    return employee;
  });
  killer.enter('reviewing');
  await inPool(employees, width, async (employee) => approve(run, hr, employee));
  killer.enter('calculating');
  await importFile(run, hr, `${base}/pay-imports`, '/api/v1/pay-imports', payCsv(people), 'pay');
  await finishJob(run, hr, `${base}/calculate`);
  killer.enter('finalising');
  await finishJob(run, hr, `${base}/finalise`, { allowPartial: false, expectedCount: people.length });
  return { tenantCode, campaignId: campaign.id, companyId, admin, adminPassword, hr, employees, inbox, phases: [] };
};
