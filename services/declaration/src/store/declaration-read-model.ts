import { readCursor, signCursor } from '@nencho/mongo';
import type { ClientSession, Connection } from 'mongoose';
import type { ReviewList, ReviewQuery, ScopedCampaign, StatusCounts } from '../application/ports.js';
import type { DeclarationStatus } from '../domain/declaration.js';
import { toLine } from './declaration-mapping.js';
import { rowsOf, within, type DeclarationRow, type Filter } from './rows.js';
import { scopeQuery } from './scope-query.js';

type ClearRow = Omit<DeclarationRow, 'facts' | 'comments'>;

/** Lists never touch what is sealed. */
const clearOnly = { projection: { facts: 0, comments: 0 } } as const;

const inCampaign = ({ tenantId, campaignId, scope }: ScopedCampaign): Filter<DeclarationRow>[] => [
  { tenantId, campaignId },
  scopeQuery(scope),
];

const filtersOf = ({ status, departmentId, employeeIds, withProblem }: ReviewQuery): Filter<DeclarationRow>[] => [
  ...(status === undefined ? [] : [{ status }]),
  ...(departmentId === undefined ? [] : [{ departmentPath: departmentId }]),
  ...(employeeIds === undefined ? [] : [{ employeeId: { $in: [...employeeIds] } }]),
  ...(withProblem ? [{ problem: { $ne: '' } }] : []),
];

const afterPosition = ([number, id]: readonly (string | number)[]): Filter<DeclarationRow> => ({
  $or: [{ employeeNumber: { $gt: String(number) } }, { employeeNumber: String(number), _id: { $gt: String(id) } }],
});

type Group = {
  _id: { departmentId: string; status: DeclarationStatus };
  count: number;
  withPay: number;
  calculated: number;
  withProblem: number;
};

const countIf = (condition: Record<string, unknown>) => ({ $sum: { $cond: [condition, 1, 0] } });

const progressGroup = {
  $group: {
    _id: { departmentId: '$departmentId', status: '$status' },
    count: { $sum: 1 },
    withPay: countIf({ $eq: ['$hasPay', true] }),
    calculated: countIf({ $in: ['$resultStatus', ['calculated', 'finalised']] }),
    withProblem: countIf({ $ne: ['$problem', ''] }),
  },
} as const;

const countsOf = (groups: readonly Group[]): StatusCounts =>
  groups.reduce<Partial<Record<DeclarationStatus, number>>>(
    (counts, { _id: { status }, count }) => ({ ...counts, [status]: (counts[status] ?? 0) + count }),
    {},
  );

const sumOf = (groups: readonly Group[], column: 'count' | 'withPay' | 'calculated' | 'withProblem'): number =>
  groups.reduce((sum, group) => sum + group[column], 0);

/** The list screens: clear columns, filtered and counted by the database within the actor's scope. */
export const declarationReadModel = (
  connection: Connection,
  cursorKey: Uint8Array,
  session?: ClientSession,
): ReviewList => {
  const rows = rowsOf(connection, 'declarations');
  const options = { ...clearOnly, ...within(session) };
  const cursorScope = ({ tenantId, campaignId }: ReviewQuery) => `${tenantId}/declarations/${campaignId}`;

  return {
    page: async (query) => {
      const position = readCursor(cursorKey, cursorScope(query), query.cursor);
      const after = position === undefined ? [] : [afterPosition(position)];
      const found = await rows
        .find<ClearRow>({ $and: [...inCampaign(query), ...filtersOf(query), ...after] }, options)
        .sort({ employeeNumber: 1, _id: 1 })
        .limit(query.limit + 1)
        .toArray();
      const items = found.slice(0, query.limit).map(toLine);
      const last = found.length > query.limit ? items.at(-1) : undefined;
      const nextCursor =
        last === undefined ? '' : signCursor(cursorKey, cursorScope(query), [last.place.employeeNumber, last.id]);
      return { items, nextCursor };
    },
    progress: async (campaign) => {
      const groups = await rows
        .aggregate<Group>([{ $match: { $and: inCampaign(campaign) } }, progressGroup], within(session))
        .toArray();
      const departmentIds = [...new Set(groups.map(({ _id }) => _id.departmentId))].sort();
      return {
        counts: countsOf(groups),
        departments: departmentIds.map((departmentId) => ({
          departmentId,
          counts: countsOf(groups.filter(({ _id }) => _id.departmentId === departmentId)),
        })),
        withPay: sumOf(groups, 'withPay'),
        calculated: sumOf(groups, 'calculated'),
        withProblem: sumOf(groups, 'withProblem'),
        total: sumOf(groups, 'count'),
      };
    },
    unfinished: async (campaign) => {
      const open = { $and: [...inCampaign(campaign), { status: { $ne: 'finalised' } }] } as Filter<DeclarationRow>;
      const ready = { $and: [...inCampaign(campaign), { status: 'approved', resultStatus: 'calculated' }] };
      return {
        total: await rows.countDocuments(open, within(session)),
        finalisable: await rows.countDocuments(ready as Filter<DeclarationRow>, within(session)),
      };
    },
    campaignIds: async (tenantId, scope) =>
      rows.distinct('campaignId', { $and: [{ tenantId }, scopeQuery(scope)] }, within(session)),
    mine: async (tenantId, employeeId) => {
      const found = await rows
        .find<ClearRow>({ tenantId, employeeId }, options)
        .sort({ taxYear: -1, _id: 1 })
        .toArray();
      return found.map(toLine);
    },
    byNumbers: async (tenantId, campaignId, employeeNumbers) => {
      const numbers = { $in: [...employeeNumbers] };
      const found = await rows.find<ClearRow>({ tenantId, campaignId, employeeNumber: numbers }, options).toArray();
      return found.map(toLine);
    },
    finalisedIds: async (campaign, { employeeNumber: number, id }, limit) => {
      const more = id === undefined ? { employeeNumber: { $gt: number } } : afterPosition([number, id]);
      const found = await rows
        .find<ClearRow>({ $and: [...inCampaign(campaign), { status: 'finalised' }, more] }, options)
        .sort({ employeeNumber: 1, _id: 1 })
        .limit(limit)
        .toArray();
      return found.map(({ _id, employeeNumber }) => ({ id: _id, employeeNumber }));
    },
  };
};
