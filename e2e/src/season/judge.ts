import { setTimeout as pause } from 'node:timers/promises';
import { inPool } from './api.js';
import { linkOf, type Mail } from './inbox.js';
import type { PlayedSeason } from './season.js';
import type { Employee } from './steps.js';

type ResultAnswer = { readonly result: { readonly boxes: Readonly<Record<string, number>> } };
type Progress = {
  readonly counts: readonly { readonly status: string; readonly count: number }[];
  readonly total: number;
};
type AuditState = { readonly entries: number; readonly intact: boolean; readonly firstBroken: number };

/** What a season came to. It was good when `complaints` is empty. */
export type Judgement = {
  readonly states: Readonly<Record<string, number>>;
  readonly annualTax: number;
  readonly difference: number;
  readonly casesChecked: number;
  readonly mails: Readonly<Record<string, number>>;
  readonly auditEntries: number;
  readonly complaints: readonly string[];
};

const fewestCases = 20;
const mailPatienceMs = 240_000;

const resultComplaints = ({ person }: Employee, boxes: Readonly<Record<string, number>>): string[] => {
  const wrong = Object.entries(person.expected).flatMap(([box, value]) =>
    typeof value !== 'number' || boxes[box] === value
      ? []
      : [`${person.number}: ${box} is ${boxes[box]}, the engine says ${value}`],
  );
  const { fromCase } = person;
  const wrongCase =
    fromCase === undefined ||
    (boxes['box26AnnualTax'] === fromCase.box26 && boxes['box27Difference'] === fromCase.box27)
      ? []
      : [`${person.number}: ㉖ and ㉗ are not those of case ${fromCase.id}`];
  return [...wrong, ...wrongCase];
};

/** How many mails of each kind a season must send. */
const expectedMails = (employees: readonly Employee[]): Readonly<Record<string, number>> => ({
  invitation: employees.length,
  campaign_opened: employees.length,
  sent_back: employees.filter(({ person }) => person.correction !== undefined).length,
  approved: employees.length,
  result_ready: employees.length,
});

/** How each kind of mail ends its subject. */
const subjectEnds: Readonly<Record<string, string>> = {
  invitation: 'set your password',
  campaign_opened: 'declarations are open',
  sent_back: 'please check your declaration',
  approved: 'your declaration is approved',
  result_ready: 'your result is ready',
};

const kindOf = ({ subject }: Mail): string =>
  Object.entries(subjectEnds).find(([, end]) => subject.endsWith(end))?.[0] ?? 'unknown';

const countMails = (mails: readonly Mail[]): Record<string, number> => {
  const distinct = [...new Map(mails.map((mail) => [mail.messageId, mail])).values()];
  return Object.fromEntries(
    [...new Set(distinct.map(kindOf))].map((kind) => [kind, distinct.filter((mail) => kindOf(mail) === kind).length]),
  );
};

/** Waits until every mail has come; then nothing may be missing and nobody may hold two different links. */
const judgeMails = async ({ employees, inbox, tenantCode }: PlayedSeason) => {
  const expected = expectedMails(employees);
  const addresses = new Set(employees.map(({ person }) => person.mail));
  const ours = async () => (await inbox.all()).filter(({ to }) => to.some((address) => addresses.has(address)));
  const isComplete = (counts: Record<string, number>) =>
    Object.entries(expected).every(([kind, count]) => (counts[kind] ?? 0) === count);
  const deadline = performance.now() + mailPatienceMs;
  let mails = await ours();
  while (!isComplete(countMails(mails)) && performance.now() < deadline) {
    await pause(500);
    mails = await ours();
  }
  const counts = countMails(mails);
  const missing = Object.entries(expected)
    .filter(([kind, count]) => (counts[kind] ?? 0) !== count)
    .map(([kind, count]) => `${counts[kind] ?? 0} mails of kind ${kind}, expected ${count}`);
  const links = [...addresses].map((address) => {
    const found = mails.filter(({ to }) => to.includes(address)).flatMap((mail) => linkOf(mail) ?? []);
    return new Set(found.filter((link) => link.tenantCode === tenantCode).map(({ token }) => token)).size;
  });
  const twice = links.some((count) => count > 1) ? ['somebody held two different links'] : [];
  return { counts, complaints: [...missing, ...twice] };
};

/** Asks again until the audit trail has caught up with what was done, or stops growing. */
const settledAudit = async (season: PlayedSeason): Promise<AuditState> => {
  let last = await season.admin.send<AuditState>('POST', '/api/v1/audit/verify');
  for (let quiet = 0; quiet < 6;) {
    await pause(500);
    const next = await season.admin.send<AuditState>('POST', '/api/v1/audit/verify');
    quiet = next.entries === last.entries ? quiet + 1 : 0;
    last = next;
    if (!next.intact) return next;
  }
  return last;
};

/** Holds a played season against what must be true of it. */
export const judgeSeason = async (season: PlayedSeason, atLeastCases = fewestCases): Promise<Judgement> => {
  const { hr, employees, campaignId } = season;
  const results = await inPool(employees, 4, async (employee) => {
    const { result } = await hr.get<ResultAnswer>(`/api/v1/declarations/${employee.declarationId}/result`);
    return { employee, boxes: result.boxes };
  });
  const progress = await hr.get<Progress>(`/api/v1/campaigns/${campaignId}/progress`);
  const states = Object.fromEntries(
    progress.counts.filter(({ count }) => count > 0).map(({ status, count }) => [status, count]),
  );
  const casesChecked = employees.filter(({ person }) => person.fromCase !== undefined).length;
  const official = employees.some(({ person }) => person.fromCase?.id === 'R8-OFFICIAL-A');
  const mails = await judgeMails(season);
  const audit = await settledAudit(season);
  const sum = (box: string): number => results.reduce((total, { boxes }) => total + (boxes[box] ?? 0), 0);
  return {
    states,
    annualTax: sum('box26AnnualTax'),
    difference: sum('box27Difference'),
    casesChecked,
    mails: mails.counts,
    auditEntries: audit.entries,
    complaints: [
      ...results.flatMap(({ employee, boxes }) => resultComplaints(employee, boxes)),
      ...(casesChecked >= atLeastCases ? [] : [`only ${casesChecked} people are published cases`]),
      ...(official ? [] : ['the official example A is not among the people']),
      ...(states['DECLARATION_STATUS_FINALISED'] === employees.length ? [] : ['not everybody is finalised']),
      ...mails.complaints,
      ...(audit.intact ? [] : [`the audit chain is broken at ${audit.firstBroken}`]),
      ...(audit.entries > 0 ? [] : ['the audit trail is empty']),
    ],
  };
};
