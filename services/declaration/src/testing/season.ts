import type { UserActor } from '@nencho/auth';
import { newId, type Violation } from '@nencho/kernel';
import type { Job } from '@nencho/mongo';
import type { AdjustmentFacts, PayTotals } from '@nencho/tax-rules';
import type { Campaign } from '../domain/campaign.js';
import type { Receipt } from '../domain/declaration.js';
import { employeeActor, hrOf, newEmployee, type Employee, type EmployeeOptions } from './people.js';
import type { World } from './world.js';

/** One company of one tenant with a campaign, and the steps of a season on it. */
export type Season = {
  readonly tenantId: string;
  readonly companyId: string;
  readonly hr: UserActor;
  readonly campaign: Campaign;
  readonly people: readonly Employee[];
  readonly declarationIdOf: (person: Employee) => Promise<string>;
};

export const key = (): string => newId();

/** An actor whose jobs can go on. */
export const known = (world: World, actor: UserActor): UserActor => {
  world.actors.set(actor.sub, actor);
  return actor;
};

export const runJob = async (
  world: World,
  actor: UserActor,
  started: Promise<{ readonly jobId: string }>,
): Promise<Job> => {
  const { jobId } = await started;
  return world.finish(actor.tenantId, jobId);
};

/** Who failed in a job, and by which rule. */
export const failuresOf = async (world: World, { tenantId, id }: Job): Promise<Readonly<Record<string, string>>> => {
  const { items } = await world.jobs.listErrors(tenantId, id, '');
  return Object.fromEntries(items.map(({ item, violations }) => [item, violations[0]?.rule ?? '']));
};

export const openSeason = async (
  world: World,
  options: { readonly people?: readonly Partial<EmployeeOptions>[]; readonly tenantId?: string } = {},
): Promise<Season> => {
  const tenantId = options.tenantId ?? (await world.newTenant());
  const companyId = newId();
  const people = (options.people ?? [{}]).map((person) => newEmployee({ companyId, ...person }));
  world.register.put(tenantId, ...people);
  const hr = known(world, hrOf(tenantId));
  const campaign = await world.useCases.createCampaign(
    {
      idempotencyKey: key(),
      companyId,
      taxYear: 2026,
      title: '令和8年分 年末調整',
      deadline: '2026-12-10',
      lastPaymentDate: '2026-12-25',
    },
    hr,
  );
  const job = await runJob(
    world,
    hr,
    world.useCases.openCampaign({ idempotencyKey: key(), campaignId: campaign.id }, hr),
  );
  if (job.state !== 'succeeded') throw new Error(`the campaign was not opened: ${job.state}`);
  return {
    tenantId,
    companyId,
    hr,
    campaign,
    people,
    declarationIdOf: async (person) => {
      const [mine] = await world.useCases.listMyDeclarations(employeeActor(tenantId, person));
      if (mine === undefined) throw new Error('this person has no declaration');
      return mine.line.id;
    },
  };
};

/** The facts as opened, with changes. */
export const factsWith = async (
  world: World,
  season: Season,
  person: Employee,
  changes: Partial<AdjustmentFacts> = {},
): Promise<AdjustmentFacts> => {
  const id = await season.declarationIdOf(person);
  const { declaration } = await world.useCases.getDeclaration(id, employeeActor(season.tenantId, person));
  return { ...declaration.facts, ...changes };
};

export const saveAndSubmit = async (
  world: World,
  season: Season,
  person: Employee,
  changes: Partial<AdjustmentFacts> = {},
): Promise<{ readonly declarationId: string; readonly version: number; readonly receipt: Receipt }> => {
  const actor = employeeActor(season.tenantId, person);
  const declarationId = await season.declarationIdOf(person);
  const { declaration } = await world.useCases.getDeclaration(declarationId, actor);
  const facts = { ...declaration.facts, ...changes };
  const { version } = await world.useCases.saveFacts(
    { idempotencyKey: key(), declarationId, version: declaration.version, facts },
    actor,
  );
  const submitted = await world.useCases.submitDeclaration({ idempotencyKey: key(), declarationId, version }, actor);
  return { declarationId, ...submitted };
};

export const approveAll = async (world: World, season: Season): Promise<void> => {
  for (const person of season.people) {
    const { declarationId, version } = await saveAndSubmit(world, season, person);
    await world.useCases.approveDeclaration({ idempotencyKey: key(), declarationId, version }, season.hr);
  }
};

const defaultPay = { salaryTotal: 4_800_000, withheldTaxTotal: 120_000, socialInsuranceWithheld: 700_000 };

export const payCsv = (
  rows: readonly (readonly [string, Partial<Record<keyof PayTotals, number | string>>?])[],
): Buffer =>
  Buffer.from(
    [
      '従業員番号,給与・賞与の総額,源泉徴収税額,社会保険料',
      ...rows.map(([number, pay]) => {
        const { salaryTotal, withheldTaxTotal, socialInsuranceWithheld } = { ...defaultPay, ...pay };
        return `"${number}","${salaryTotal}","${withheldTaxTotal}","${socialInsuranceWithheld}"`;
      }),
    ].join('\r\n'),
  );

/** Uploads and applies pay for these people. */
export const importPay = async (
  world: World,
  season: Season,
  rows: Parameters<typeof payCsv>[0] = season.people.map(({ employeeNumber }) => [employeeNumber]),
): Promise<Job> => {
  const { hr, campaign } = season;
  const { id: importId } = await world.useCases.startPayImport(
    { idempotencyKey: key(), campaignId: campaign.id, content: payCsv(rows) },
    hr,
  );
  return runJob(world, hr, world.useCases.applyPayImport({ idempotencyKey: key(), importId }, hr));
};

export const calculate = async (world: World, season: Season): Promise<Job> =>
  runJob(
    world,
    season.hr,
    world.useCases.startCalculation({ idempotencyKey: key(), campaignId: season.campaign.id }, season.hr),
  );

export const finaliseSeason = async (
  world: World,
  season: Season,
  options: { readonly expectedCount: number; readonly allowPartial?: boolean },
): Promise<Job> =>
  runJob(
    world,
    season.hr,
    world.useCases.startFinalisation(
      { idempotencyKey: key(), campaignId: season.campaign.id, allowPartial: false, ...options },
      season.hr,
    ),
  );

/** What an expected failure says: its code and its rules. */
export const refusal = async (
  act: Promise<unknown>,
): Promise<{ readonly code: string; readonly violations: readonly Violation[]; readonly details: unknown }> => {
  try {
    await act;
  } catch (error) {
    const { code, violations, details } = error as { code: string; violations: readonly Violation[]; details: unknown };
    return { code, violations, details };
  }
  throw new Error('it was not refused');
};
