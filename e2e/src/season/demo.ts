import type { SystemState } from '@nencho/local-stack/system';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inPool, type Api } from './api.js';
import { isInvitation, newestMail, openInbox } from './inbox.js';
import { castSeason, employeesCsv, lastPaymentDate, payCsv, type SeasonPerson } from './people.js';
import { createCompany, createTenant, importCsv } from './setting-up.js';
import { acceptInvitation, declarationOf, declare, employeeIdOf, review, saveFacts, signIn } from './steps.js';

/** Password of everybody in the demo: for local systems only, where it is printed. */
const demoPassword = 'nencho demo password 2026';
const companyCode = 'C1';
const peopleInDemo = 12;

type JobStarted = { readonly jobId: string };

const inviteAll = async (state: SystemState, admin: Api, people: readonly SeasonPerson[]) => {
  const inbox = openInbox(state.mail.webUrl, await newestMail(state.mail.webUrl));
  const { jobId } = await admin.send<JobStarted>('POST', '/api/v1/invitations');
  await admin.finish(jobId);
  return inbox.waitForEach(
    people.map(({ mail }) => mail),
    isInvitation,
  );
};

const openCampaign = async (hr: Api, companyId: string): Promise<string> => {
  const { campaign } = await hr.send<{ readonly campaign: { readonly id: string } }>('POST', '/api/v1/campaigns', {
    companyId,
    taxYear: 2026,
    title: '令和8年分 年末調整',
    deadline: '2027-01-15',
    lastPaymentDate,
  });
  const { jobId } = await hr.send<JobStarted>('POST', `/api/v1/campaigns/${campaign.id}/open`);
  await hr.finish(jobId);
  return campaign.id;
};

/** 株式会社サンプル: somebody in every state of the season, from invited to finalised. */
const createSample = async (state: SystemState): Promise<void> => {
  const people = castSeason(peopleInDemo, 'demo').map((person) => ({ ...person, password: demoPassword }));
  const tenant = { code: 'sample', displayName: '株式会社サンプル', seats: 100, adminLoginId: 'admin' };
  const admin = await createTenant(state, tenant, demoPassword);
  const companyId = await createCompany(admin, companyCode, '株式会社サンプル');
  const imports = '/api/v1/employee-imports';
  await importCsv(admin, imports, imports, employeesCsv(people, companyCode));
  const mails = await inviteAll(state, admin, people);
  // The last one never follows the link.
  const signedIn = await inPool(people.slice(0, -1), 2, async (person) => {
    const mail = mails.get(person.mail);
    if (mail === undefined) throw new Error('an invitation is missing');
    return { person, api: await acceptInvitation(state.publicBaseUrl, person, mail) };
  });
  const [first] = signedIn;
  if (first === undefined) throw new Error('the demo needs people');
  const employeeId = await employeeIdOf(admin, first.person.number);
  const grant = { employeeId, role: 'ROLE_HR', scopeKind: 'SCOPE_KIND_COMPANY', scopeId: companyId };
  await admin.send('POST', '/api/v1/grants', grant);
  const hr = await signIn(state.publicBaseUrl, tenant.code, first.person);
  const campaignId = await openCampaign(hr, companyId);
  const employees = await inPool(signedIn, 2, async ({ person, api }) => ({
    person,
    api,
    declarationId: await declarationOf(api),
  }));
  const finalised = employees.slice(0, 3);
  const approved = employees.slice(3, 6);
  const submitted = employees.slice(6, 9);
  const [drafted] = employees.slice(9);
  const declaring = [...finalised, ...approved, ...submitted];
  await inPool(declaring, 2, async (employee) =>
    declare(employee, employee.person.correction?.firstFacts ?? employee.person.facts),
  );
  await inPool([...finalised, ...approved], 2, async (employee) => review(hr, employee, false));
  const pay = payCsv(finalised.map(({ person }) => person));
  await importCsv(hr, `/api/v1/campaigns/${campaignId}/pay-imports`, '/api/v1/pay-imports', pay);
  const { jobId } = await hr.send<JobStarted>('POST', `/api/v1/campaigns/${campaignId}/calculate`);
  await hr.finish(jobId, { itemsMayFail: true }); // most people are not approved yet
  const finalise = { allowPartial: true, expectedCount: finalised.length };
  await hr.finish((await hr.send<JobStarted>('POST', `/api/v1/campaigns/${campaignId}/finalise`, finalise)).jobId);
  const rest = payCsv(approved.slice(0, 2).map(({ person }) => person));
  await importCsv(hr, `/api/v1/campaigns/${campaignId}/pay-imports`, '/api/v1/pay-imports', rest);
  const [sentBack] = submitted;
  if (sentBack !== undefined) {
    const correction = {
      firstFacts: sentBack.person.facts,
      path: 'otherIncome',
      comment: '副業の所得がないか確かめてください。',
    };
    await review(hr, { ...sentBack, person: { ...sentBack.person, correction } }, true);
  }
  if (drafted !== undefined) await saveFacts(drafted, drafted.person.facts);
};

/** A second tenant, so that there is a stranger. */
const createStranger = async (state: SystemState): Promise<void> => {
  const tenant = { code: 'other', displayName: '株式会社となり', seats: 10, adminLoginId: 'admin' };
  const admin = await createTenant(state, tenant, demoPassword);
  await createCompany(admin, companyCode, '株式会社となり');
};

const accounts = ({ publicBaseUrl }: SystemState): readonly string[] => [
  'Demo: 株式会社サンプル (all passwords: ' + demoPassword + ')',
  `  employee       ${publicBaseUrl}/t/sample   login id s00010 (not finished), s00002 (has a result)`,
  `  HR             ${publicBaseUrl}/t/sample   login id s00001`,
  `  ADMIN          ${publicBaseUrl}/t/sample   login id admin`,
];

/** Fills an empty system through its public interfaces, once; afterwards only says what is there. */
export const ensureDemo = async (state: SystemState): Promise<readonly string[]> => {
  const marker = join(state.dataDirectory, 'demo-created');
  if (!existsSync(marker)) {
    await createSample(state);
    await createStranger(state);
    writeFileSync(marker, new Date().toISOString());
  }
  return accounts(state);
};
