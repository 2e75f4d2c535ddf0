import type { ClientSession, Connection } from 'mongoose';
import type { ScopeRowStore } from '../application/ports.js';
import type { Campaign } from '../domain/campaign.js';
import type { ScopeRow } from '../domain/place.js';
import { rowsOf, within, type Filter, type PlaceColumns, type ScopeRowDocument } from './rows.js';

const toScopeRow = ({ _id, ...row }: ScopeRowDocument): ScopeRow => ({
  employeeId: _id,
  employeeNumber: row.employeeNumber,
  companyId: row.companyId,
  departmentId: row.departmentId,
  departmentPath: row.departmentPath,
  active: row.active,
  version: row.version,
});

const placeColumns = ({ employeeNumber, companyId, departmentId, departmentPath }: ScopeRow): PlaceColumns => ({
  employeeNumber,
  companyId,
  departmentId,
  departmentPath: [...departmentPath],
});

const toOpen = (tenantId: string, { id, companyId }: Pick<Campaign, 'id' | 'companyId'>): Filter<ScopeRowDocument> => ({
  tenantId,
  companyId,
  active: true,
  openedIn: { $ne: id },
});

/**
 * How the declarations of a person follow: none that is finalised, and none into another company, since the payer is that
 * of the campaign. The number does follow there: it is the tenant's, and may be given to somebody else.
 */
const moves = (tenantId: string, { employeeId, companyId, ...row }: ScopeRow) => {
  const { employeeNumber, departmentId, departmentPath } = placeColumns({ employeeId, companyId, ...row });
  const theirs = { tenantId, employeeId, status: { $ne: 'finalised' as const } };
  return [
    { updateMany: { filter: theirs, update: { $set: { employeeNumber } } } },
    { updateMany: { filter: { ...theirs, companyId }, update: { $set: { departmentId, departmentPath } } } },
  ];
};

/** The projection of identity's employees: who is where, nothing sealed. */
export const scopeRowStore = (connection: Connection, session?: ClientSession): ScopeRowStore => {
  const rows = rowsOf(connection, 'scope_rows');
  const declarations = rowsOf(connection, 'declarations');
  return {
    applyNewer: async (tenantId, given) => {
      const ids = given.map(({ employeeId }) => employeeId);
      const known = await rows
        .find({ tenantId, _id: { $in: ids } }, { projection: { version: 1 }, ...within(session) })
        .toArray();
      const versionOf = new Map(known.map(({ _id, version }) => [_id, version]));
      const newer = given.filter(({ employeeId, version }) => version > (versionOf.get(employeeId) ?? -1));
      if (newer.length === 0) return 0;
      await rows.bulkWrite(
        newer.map((row) => ({
          updateOne: {
            filter: { _id: row.employeeId, tenantId },
            update: {
              $set: { ...placeColumns(row), active: row.active, version: row.version },
              $setOnInsert: { openedIn: [] },
            },
            upsert: true,
          },
        })),
        within(session),
      );
      await declarations.bulkWrite(
        newer.flatMap((row) => moves(tenantId, row)),
        within(session),
      );
      return newer.length;
    },
    hasCompany: async (tenantId, companyId) =>
      (await rows.findOne({ tenantId, companyId }, { projection: { _id: 1 }, ...within(session) })) !== null,
    countToOpen: async (tenantId, campaign) => rows.countDocuments(toOpen(tenantId, campaign), within(session)),
    pageToOpen: async (tenantId, campaign, after, limit) => {
      const found = await rows
        .find({ ...toOpen(tenantId, campaign), _id: { $gt: after ?? '' } }, within(session))
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      return found.map(toScopeRow);
    },
    stillToOpen: async (tenantId, campaign, employeeIds) => {
      const found = await rows
        .find({ ...toOpen(tenantId, campaign), _id: { $in: [...employeeIds] } }, within(session))
        .sort({ _id: 1 })
        .toArray();
      return found.map(toScopeRow);
    },
    markOpened: async (tenantId, campaignId, employeeIds) => {
      await rows.updateMany(
        { tenantId, _id: { $in: [...employeeIds] } },
        { $addToSet: { openedIn: campaignId } },
        within(session),
      );
    },
  };
};
