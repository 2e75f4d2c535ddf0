import { methodPolicies } from '@nencho/auth';
import { repositoryRoot } from '@nencho/local-stack';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Api } from '../season/api.js';
import { employeesCsv, payCsv } from '../season/people.js';
import type { Ids, Target } from './cast.js';
import { smallestPng } from './smallest-png.js';

/** A line of the gateway's table of routes, which its own tests hold against the code. */
export type TableLine = {
  /** `GET /api/v1/me` */
  readonly name: string;
  readonly area: string;
  /** Full paths of the RPCs behind it. */
  readonly calls: readonly string[];
};

/** `identity.GetMe` → `/nencho.identity.v1.IdentityService/GetMe` */
const rpcOf = (call: string): string => {
  const [area = '', method = ''] = call.split('.');
  const found = Object.keys(methodPolicies).find(
    (path) => path.startsWith(`/nencho.${area}.v1.`) && path.endsWith(`/${method}`),
  );
  if (found === undefined) throw new Error(`no RPC is called ${call}`);
  return found;
};

export const readRouteTable = (): readonly TableLine[] => {
  const readme = readFileSync(join(repositoryRoot, 'services/gateway/README.md'), 'utf8');
  const lines = readme.matchAll(/^\| ([A-Z]+) +\| `([^`]+)` +\| (\w+) +\|[^|]*\| ([^|]+?) +\|/gm);
  return [...lines].map(([, method = '', path = '', area = '', calls = '']) => ({
    ...{ name: `${method} ${path}`, area },
    calls: calls === '–' ? [] : calls.split(', ').map(rpcOf),
  }));
};

/** What a request for the target holds beyond the ids in its path. */
export type RouteRow = {
  /** Of several RPCs behind the route, the one whose rule decides about this request. */
  readonly decidedBy?: string;
  readonly query?: (target: Target) => Readonly<Record<string, string>>;
  readonly body?: (target: Target) => unknown;
  readonly csv?: (target: Target) => string;
  readonly file?: (target: Target) => Uint8Array<ArrayBuffer>;
  /** For a list: the ids that it shows, of the kind that the RPC's row looks for. */
  readonly shows?: (answer: never, target: Target, api: Api) => readonly unknown[] | Promise<readonly unknown[]>;
};

type Items<T> = { readonly items: readonly T[] };
type JobErrors = { readonly itemErrors: readonly { readonly code: string }[] };

const ids = ({ items }: Items<{ readonly id: string }>): readonly string[] => items.map(({ id }) => id);
/** Nothing has this version any more: whoever may act hears of a conflict, and nothing changes. */
const outdated = { version: 0 };

const reachedByJob = async ({ jobId }: { readonly jobId: string }, target: Target, api: Api) => {
  await api.finish(jobId, { itemsMayFail: true });
  const { itemErrors } = await api.get<JobErrors>(`/api/v1/jobs/${jobId}`);
  return itemErrors.some(({ code }) => code === 'not_found') ? [] : [target.ids.employeeId];
};

const organisation: Readonly<Record<string, RouteRow>> = {
  'GET /api/v1/me': {},
  'GET /api/v1/companies': { shows: ids },
  // A code that the tenant has: whoever may add a company hears of it.
  'POST /api/v1/companies': {
    body: () => ({ code: 'C1', name: '株式会社C1', address: '東京都千代田区霞が関3-1-1', phone: '03-0000-0000' }),
  },
  'GET /api/v1/departments': { query: ({ ids: { companyId } }) => ({ companyId }), shows: ids },
  'POST /api/v1/departments': {
    body: ({ ids: { companyId } }) => ({ companyId, code: 'D10', name: '新設部' }),
  },
  'GET /api/v1/employees': { query: () => ({ limit: '200' }), shows: ids },
  'POST /api/v1/employees/search': { body: ({ person }) => ({ q: person.number }), shows: ids },
  'POST /api/v1/employee-imports': {
    csv: ({ person, companyCode }) => employeesCsv([person], companyCode),
    shows: (answer: { readonly import: { readonly errorCount: number } }, target) =>
      answer.import.errorCount === 0 ? [target.ids.employeeId] : [],
  },
  'GET /api/v1/employee-imports/:importId': {},
  'POST /api/v1/employee-imports/:importId/apply': {},
  'GET /api/v1/grants': { query: ({ ids: { employeeId } }) => ({ employeeId }), shows: ids },
  'POST /api/v1/grants': {
    body: ({ ids: { employeeId, companyId } }) => ({
      ...{ employeeId, role: 'ROLE_HR', scopeKind: 'SCOPE_KIND_COMPANY', scopeId: companyId },
    }),
  },
  'POST /api/v1/invitations': {
    body: ({ ids: { employeeId } }) => ({ employeeIds: [employeeId] }),
    shows: reachedByJob,
  },
  'GET /api/v1/invitations': { query: () => ({ limit: '200' }), shows: ids },
  'POST /api/v1/invitations/:invitationId/resend': {},
};

const campaigns: Readonly<Record<string, RouteRow>> = {
  'GET /api/v1/campaigns': { shows: ids },
  'GET /api/v1/campaigns/:campaignId': {},
  'GET /api/v1/campaigns/:campaignId/progress': {},
  'POST /api/v1/campaigns': {
    body: ({ ids: { companyId } }) => ({
      ...{ companyId, taxYear: 2026, title: '令和8年分', deadline: '2026-12-15', lastPaymentDate: '2026-12-25' },
    }),
  },
  'POST /api/v1/campaigns/:campaignId/open': {},
  'POST /api/v1/campaigns/:campaignId/calculate': {},
  'POST /api/v1/campaigns/:campaignId/finalise': { body: () => ({ allowPartial: true, expectedCount: 9_999 }) },
  'GET /api/v1/campaigns/:campaignId/results.csv': {},
  'POST /api/v1/campaigns/:campaignId/pay-imports': { csv: ({ person }) => payCsv([person]) },
  'GET /api/v1/pay-imports/:importId': {},
  'POST /api/v1/pay-imports/:importId/apply': {},
};

const declarations: Readonly<Record<string, RouteRow>> = {
  'GET /api/v1/my/declarations': {
    shows: ({ items }: Items<{ readonly summary: { readonly id: string } }>) => items.map(({ summary }) => summary.id),
  },
  'GET /api/v1/declarations/:declarationId': {},
  'PUT /api/v1/declarations/:declarationId/facts': { body: ({ person: { facts } }) => ({ ...outdated, facts }) },
  'POST /api/v1/declarations/:declarationId/submit': { body: () => outdated },
  'POST /api/v1/declarations/:declarationId/send-back': {
    body: () => ({ ...outdated, comments: [{ path: 'otherIncome', comment: 'ご確認ください' }] }),
  },
  'POST /api/v1/declarations/:declarationId/approve': { body: () => outdated },
  'GET /api/v1/declarations': {
    decidedBy: rpcOf('declaration.ListDeclarations'),
    query: ({ ids: { campaignId } }) => ({ campaignId }),
  },
  'POST /api/v1/declarations/search': {
    decidedBy: rpcOf('identity.SearchEmployeeIds'),
    body: ({ ids: { campaignId }, person }) => ({ campaignId, q: person.number }),
    shows: ({ items }: Items<{ readonly card: { readonly id: string } | null }>) => items.map(({ card }) => card?.id),
  },
  'GET /api/v1/declarations/:declarationId/attachments': {},
  'POST /api/v1/declarations/:declarationId/attachments/:certificate': { file: smallestPng },
  'GET /api/v1/attachments/:attachmentId/pages/:page': {},
  'GET /api/v1/attachments/:attachmentId/file': {},
  'DELETE /api/v1/attachments/:attachmentId': {},
  'GET /api/v1/declarations/:declarationId/result': {},
  'GET /api/v1/declarations/:declarationId/slip.pdf': {},
};

const inSpring = '2027-05-31';

/** The notice comes first of all routes: whatever follows finds an end of the contract, and its day is far away. */
const contractNotice: Readonly<Record<string, RouteRow>> = {
  'POST /api/v1/contract-end/notice': { body: () => ({ endDate: inSpring }) },
};

const contractEnd: Readonly<Record<string, RouteRow>> = {
  'GET /api/v1/contract-end': {},
  'POST /api/v1/contract-end/contact': {
    body: () => ({ organisation: '見本', contactName: '見本 花子', postalCode: '100-0001', address: '東京都千代田区' }),
  },
  'POST /api/v1/contract-end/export-acknowledgement': {},
  'POST /api/v1/contract-end/export-waiver': {},
  'POST /api/v1/contract-end/cancel': {},
  'POST /api/v1/contract-end/withdraw': {},
};

/** A row for every route of the tenant area, in the order of the run: what ends something for the target comes last. */
export const routeRows: Readonly<Record<string, RouteRow>> = {
  ...contractNotice,
  ...organisation,
  ...campaigns,
  ...declarations,
  'GET /api/v1/jobs/:job': {},
  'POST /api/v1/jobs/:job/cancel': {},
  'GET /api/v1/audit': { query: ({ ids: { employeeId } }) => ({ subjectId: employeeId }) },
  'POST /api/v1/audit/verify': {},
  'GET /api/v1/audit/export': {},
  'GET /api/v1/transparency': {},
  ...contractEnd,
  'GET /api/v1/deliveries/summary': { query: ({ ids: { campaignId } }) => ({ campaignId }) },
  'DELETE /api/v1/grants/:grantId': {},
  'POST /api/v1/employees/:employeeId/disable': {},
};

const partOf = (part: string, route: string, own: Ids): readonly string[] => {
  if (part === 'job') return [`identity.${own.identityJobId}`, `declaration.${own.declarationJobId}`];
  if (part === 'importId') return [route.includes('/pay-imports/') ? own.payImportId : own.employeeImportId];
  // Of the operators' routes, which refuse before they look.
  if (part === 'tenantId') return [own.companyId];
  const value = (own as Readonly<Record<string, unknown>>)[part];
  if (typeof value !== 'string') throw new Error(`${route}: the cast has no ${part}`);
  return [value];
};

/** Parts of an address that are no things of anybody. */
const fixedParts: Readonly<Record<string, string>> = { certificate: 'other', page: '1' };

const filled = (pattern: string, value: string): string =>
  pattern.replaceAll(/:([A-Za-z]+)/g, (_part, name: string) => fixedParts[name] ?? value);

/** Addresses of the target's things by a route: one, or one for each service that holds such things. */
export const addressesOf = (name: string, { query }: RouteRow, target: Target): readonly string[] => {
  const [, pattern = ''] = name.split(' ');
  const part = /:([A-Za-z]+)/.exec(pattern)?.[1];
  const search = query === undefined ? '' : `?${new URLSearchParams(query(target)).toString()}`;
  const values = part === undefined ? [''] : partOf(part, pattern, target.ids);
  return values.map((value) => filled(pattern, value) + search);
};
