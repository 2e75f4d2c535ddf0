import type { SystemState } from '@nencho/local-stack/system';
import { randomBytes, randomUUID } from 'node:crypto';
import { inPool, type Api } from './api.js';
import { isInvitation, newestMail, openInbox, type Inbox } from './inbox.js';
import { castSeason, employeesCsv, lastPaymentDate, payCsv, type SeasonPerson } from './people.js';
import { createCompany, createTenant, importCsv } from './setting-up.js';
import { acceptInvitation, declarationOf, declare, employeeIdOf, review, signIn, type Employee } from './steps.js';

/** Called at the end of each phase; also where a test makes something go wrong in the middle of a season. */
export type SeasonWatch = {
  readonly onPhase?: (name: string, ms: number) => void;
  readonly during?: (moment: 'invitations' | 'calculation') => Promise<void>;
  /** Before somebody declares for the first time. */
  readonly beforeDeclaring?: (employee: Employee) => Promise<void>;
  /** Changes the cast before anybody is entered. */
  readonly recast?: (person: SeasonPerson, index: number) => SeasonPerson;
};

/** What a played season leaves behind, to be judged. */
export type PlayedSeason = Omit<OpenSeason, 'phase'>;

const width = 4;
const companyCode = 'C1';

type JobStarted = { readonly jobId: string };

type Phase = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** A season whose campaign is open: everybody is signed in and nobody has declared yet. */
export type OpenSeason = {
  readonly tenantCode: string;
  readonly companyId: string;
  readonly campaignId: string;
  readonly admin: Api;
  /** The administrator signs in as `admin` with it. */
  readonly adminPassword: string;
  readonly hr: Api;
  readonly employees: readonly Employee[];
  readonly inbox: Inbox;
  readonly phase: Phase;
  readonly phases: readonly { readonly name: string; readonly ms: number }[];
};

const phaseClock = (onPhase: SeasonWatch['onPhase']): Pick<OpenSeason, 'phase' | 'phases'> => {
  const phases: { name: string; ms: number }[] = [];
  return {
    phases,
    phase: async (name, work) => {
      const started = performance.now();
      const result = await work();
      const ms = performance.now() - started;
      phases.push({ name, ms });
      onPhase?.(name, ms);
      return result;
    },
  };
};

const openCampaign = async (hr: Api, companyId: string): Promise<string> => {
  type Campaign = { readonly campaign: { readonly id: string } };
  const { campaign } = await hr.send<Campaign>('POST', '/api/v1/campaigns', {
    companyId,
    taxYear: 2026,
    title: '令和8年分 年末調整',
    deadline: '2027-01-31',
    lastPaymentDate,
  });
  const { jobId } = await hr.send<JobStarted>('POST', `/api/v1/campaigns/${campaign.id}/open`);
  await hr.finish(jobId);
  return campaign.id;
};

/** From the order of a tenant to an open campaign, each person signed in as themselves. */
export const openSeason = async (state: SystemState, count: number, watch: SeasonWatch = {}): Promise<OpenSeason> => {
  const baseUrl = state.publicBaseUrl;
  const runId = randomBytes(3).toString('hex');
  const tenantCode = `season-${runId}`;
  const people = castSeason(count, runId).map(watch.recast ?? ((person) => person));
  const inbox = openInbox(state.mail.webUrl, await newestMail(state.mail.webUrl));
  const { phase, phases } = phaseClock(watch.onPhase);

  const adminPassword = `${randomUUID()} admin`;
  const admin = await phase('tenant and first ADMIN', async () => {
    const tenant = { code: tenantCode, displayName: '株式会社季節', seats: count + 10, adminLoginId: 'admin' };
    return createTenant(state, tenant, adminPassword);
  });
  const companyId = await phase('company and departments', async () =>
    createCompany(admin, companyCode, '株式会社季節'),
  );
  await phase('import of employees', async () => {
    const imports = '/api/v1/employee-imports';
    await importCsv(admin, imports, imports, employeesCsv(people, companyCode));
  });
  const mails = await phase('invitations', async () => {
    const { jobId } = await admin.send<JobStarted>('POST', '/api/v1/invitations');
    await Promise.all([admin.finish(jobId), watch.during?.('invitations')]);
    return inbox.waitForEach(
      people.map(({ mail }) => mail),
      isInvitation,
    );
  });
  const signedIn = await phase('passwords and sign-in', async () =>
    inPool(people, width, async (person) => {
      const mail = mails.get(person.mail);
      if (mail === undefined) throw new Error('an invitation is missing');
      return { person, api: await acceptInvitation(baseUrl, person, mail) };
    }),
  );
  const hr = await phase('role of HR', async () => {
    const [first] = signedIn;
    if (first === undefined) throw new Error('a season needs people');
    const employeeId = await employeeIdOf(admin, first.person.number);
    const grant = { employeeId, role: 'ROLE_HR', scopeKind: 'SCOPE_KIND_COMPANY', scopeId: companyId };
    await admin.send('POST', '/api/v1/grants', grant);
    return signIn(baseUrl, tenantCode, first.person);
  });
  const campaignId = await phase('campaign', async () => openCampaign(hr, companyId));
  const employees = await phase('finding the declarations', async () =>
    inPool(signedIn, width, async ({ person, api }) => ({ person, api, declarationId: await declarationOf(api) })),
  );
  return { tenantCode, companyId, campaignId, admin, adminPassword, hr, employees, inbox, phase, phases };
};

/** Plays a whole season through the public interfaces. */
export const playSeason = async (state: SystemState, count: number, watch: SeasonWatch = {}): Promise<PlayedSeason> => {
  const open = await openSeason(state, count, watch);
  const { hr, employees, campaignId, phase } = open;
  await phase('declaring and submitting', async () =>
    inPool(employees, width, async (employee) => {
      await watch.beforeDeclaring?.(employee);
      await declare(employee, employee.person.correction?.firstFacts ?? employee.person.facts);
    }),
  );
  const corrected = employees.filter(({ person }) => person.correction !== undefined);
  await phase('sending back and correcting', async () =>
    inPool(corrected, width, async (employee) => {
      await review(hr, employee, true);
      await declare(employee, employee.person.facts);
    }),
  );
  await approveAndPay(open);
  await phase('calculation', async () => {
    const { jobId } = await hr.send<JobStarted>('POST', `/api/v1/campaigns/${campaignId}/calculate`);
    await Promise.all([hr.finish(jobId), watch.during?.('calculation')]);
  });
  await phase('finalising', async () => {
    const { jobId } = await hr.send<JobStarted>('POST', `/api/v1/campaigns/${campaignId}/finalise`, {
      allowPartial: false,
      expectedCount: employees.length,
    });
    await hr.finish(jobId);
  });
  return open;
};

/** HR approves everybody and imports the year's pay: then the campaign can be calculated. */
export const approveAndPay = async ({ hr, employees, campaignId, phase }: OpenSeason): Promise<void> => {
  await phase('approving', async () => inPool(employees, width, async (employee) => review(hr, employee, false)));
  const csv = payCsv(employees.map(({ person }) => person));
  await phase('import of pay', async () =>
    importCsv(hr, `/api/v1/campaigns/${campaignId}/pay-imports`, '/api/v1/pay-imports', csv),
  );
};
