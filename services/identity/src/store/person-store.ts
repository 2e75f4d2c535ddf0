import { alreadyExists, versionConflict } from '@nencho/kernel';
import { isDuplicateKey } from '@nencho/mongo';
import type { EmployeeFilter, PersonCard, PersonStore } from '../application/ports.js';
import type { Person } from '../domain/person.js';
import type { CardSeal } from './card-seal.js';
import type { Models, PersonRow } from './models.js';
import { withinScope } from './person-filter.js';
import { employmentFields, toGrantRow, toPerson } from './person-mapper.js';
import { toMongo } from './session.js';

type People = Pick<Models, 'people'>;
type Filter = Record<string, unknown>;

const isEmployee = { number: { $exists: true } } as const;
const activeAdmin = { access: 'user', grants: { $elemMatch: { role: 'admin', scopeKind: 'tenant' } } } as const;

const employeeFilter = ({ scope, companyId, departmentId, ids }: EmployeeFilter): Filter => ({
  ...withinScope(scope),
  ...(companyId === undefined ? {} : { companyId }),
  ...(departmentId === undefined ? {} : { departmentPath: departmentId }),
  ...(ids === undefined ? {} : { _id: { $in: [...ids] } }),
});

/** Reads with opened cards. */
const cardReads = ({ people }: People, seal: CardSeal) => {
  const opened = async (row: PersonRow): Promise<PersonCard> => ({
    person: toPerson(row),
    card: await seal.open(row.tenantId, row._id, row.card),
  });
  const rowsOf = async (filter: Filter, sort: Record<string, 1> = { number: 1 }, limit = 0) =>
    people.find(filter).sort(sort).limit(limit).lean<PersonRow[]>();
  const all = async (rows: readonly PersonRow[]) => Promise.all(rows.map(opened));

  return {
    cards: async (tenantId, filter, { limit, after }) => {
      const later = after === undefined ? [] : [{ number: { $gt: after[0] } }];
      return all(
        await rowsOf({ $and: [{ tenantId, ...isEmployee }, employeeFilter(filter), ...later] }, undefined, limit),
      );
    },
    cardsByIds: async (tenantId, ids, scope) =>
      all(await rowsOf({ $and: [{ tenantId, _id: { $in: [...ids] } }, withinScope(scope)] })),
    cardsByNumbers: async (tenantId, numbers) => all(await rowsOf({ tenantId, number: { $in: [...numbers] } })),
    cardsChangedAfter: async function* (tenantId, revision) {
      const rows = people.find({ tenantId, ...isEmployee, revision: { $gt: revision } }).lean<PersonRow>();
      for await (const row of rows.cursor({ batchSize: 500 })) yield await opened(row);
    },
  } satisfies Partial<PersonStore>;
};

const reads = ({ people }: People) => {
  const one = async (filter: Filter): Promise<Person | undefined> => {
    const row = await people.findOne(filter).lean<PersonRow>();
    return row === null ? undefined : toPerson(row);
  };
  const many = async (filter: Filter, sort: Record<string, 1> = { _id: 1 }, limit = 0): Promise<Person[]> =>
    (await people.find(filter).sort(sort).limit(limit).lean<PersonRow[]>()).map(toPerson);
  const invitable = { ...isEmployee, access: { $in: ['none', 'invited'] }, status: 'active' };

  return {
    find: async (tenantId, personId) => one({ tenantId, _id: personId }),
    findBySub: async (tenantId, sub) => one({ tenantId, sub }),
    findByGrant: async (tenantId, grantId) => one({ tenantId, 'grants.id': grantId }),
    employees: async (tenantId, ids) => many({ tenantId, ...isEmployee, _id: { $in: [...ids] } }),
    findByLoginIds: async (tenantId, loginIds) => many({ tenantId, loginId: { $in: [...loginIds] } }),
    employeeIds: async (tenantId, scope) =>
      people.distinct('_id', { $and: [{ tenantId, ...isEmployee }, withinScope(scope)] }),
    places: async function* (tenantId, afterId) {
      const rows = people.find({ tenantId, ...isEmployee, _id: { $gt: afterId } }).sort({ _id: 1 });
      for await (const row of rows.lean<PersonRow>().cursor({ batchSize: 500 })) yield toPerson(row);
    },
    withGrants: async (tenantId) => many({ tenantId, 'grants.0': { $exists: true } }),
    invitable: async (tenantId, scope, afterId, limit) =>
      many({ $and: [{ tenantId, _id: { $gt: afterId }, ...invitable }, withinScope(scope)] }, { _id: 1 }, limit),
    countInvitable: async (tenantId, scope) =>
      people.countDocuments({ $and: [{ tenantId, ...invitable }, withinScope(scope)] }),
    countActive: async (tenantId, session) =>
      people.countDocuments({ tenantId, status: 'active' }, session === undefined ? {} : { session: toMongo(session) }),
    countOtherAdmins: async (session, tenantId, personId) =>
      people.countDocuments({ tenantId, _id: { $ne: personId }, ...activeAdmin }, { session: toMongo(session) }),
  } satisfies Partial<PersonStore>;
};

const writes = ({ people }: People, seal: CardSeal) =>
  ({
    insert: async (session, person, card, revision) => {
      const row: PersonRow = {
        _id: person.id,
        tenantId: person.tenantId,
        loginId: person.loginId,
        access: person.access,
        ...(person.sub === undefined ? {} : { sub: person.sub }),
        grants: person.grants.map(toGrantRow),
        grantsVersion: person.grantsVersion,
        departmentPath: [],
        ...(person.employment === undefined ? {} : employmentFields(person.employment)),
        version: person.version,
        revision,
        card: await seal.seal(person.tenantId, person.id, card),
      };
      await people.create([row], { session: toMongo(session) });
    },
    saveAccess: async (session, { id, tenantId, loginId, access, sub, grants, grantsVersion }) => {
      const { matchedCount } = await people.updateOne(
        { _id: id, tenantId, loginId, grantsVersion: grantsVersion - 1 },
        {
          $set: {
            access,
            grants: grants.map(toGrantRow),
            grantsVersion,
            ...(sub === undefined ? {} : { sub }),
            ...(access === 'disabled' && sub !== undefined ? { signOff: true } : {}),
          },
        },
        { session: toMongo(session) },
      );
      if (matchedCount !== 1) throw versionConflict('person');
    },
    applyRows: async (session, tenantId, rows, revision) => {
      const writes = rows.map(async ({ personId, seenVersion, seenGrantsVersion, loginId, employment, card }) => ({
        updateOne: {
          filter: {
            ...{ _id: personId, tenantId, version: seenVersion },
            ...(seenGrantsVersion === undefined ? {} : { grantsVersion: seenGrantsVersion }),
            // The user name of whoever signs in never changes, whatever was looked at before.
            ...(seenVersion === 0 ? {} : { $or: [{ loginId }, { access: { $in: ['none', 'invited'] as const } }] }),
          },
          update: {
            $set: {
              loginId,
              ...employmentFields(employment),
              version: seenVersion + 1,
              revision,
              card: await seal.seal(tenantId, personId, card),
            },
            ...(employment.departmentId === undefined ? { $unset: { departmentId: '' } } : {}),
            ...(seenVersion === 0 ? { $setOnInsert: { access: 'none' as const, grants: [], grantsVersion: 1 } } : {}),
          },
          upsert: seenVersion === 0,
        },
      }));
      const operations = await Promise.all(writes);
      try {
        const result = await people.bulkWrite(operations, { session: toMongo(session), ordered: true });
        if (result.matchedCount + result.upsertedCount !== rows.length) throw versionConflict('person');
      } catch (error) {
        // Number, login id or id were taken since the dry run.
        throw isDuplicateKey(error) ? alreadyExists('person') : error;
      }
    },
  }) satisfies Partial<PersonStore>;

const signOffs = ({ people }: People) =>
  ({
    dueSignOffs: async (limit) => {
      const rows = await people.find({ signOff: true }).limit(limit).lean<PersonRow[]>();
      return rows.flatMap(({ _id, tenantId, sub }) => (sub === undefined ? [] : [{ tenantId, id: _id, sub }]));
    },
    settleSignOff: async (tenantId, personId) => {
      await people.updateOne({ _id: personId, tenantId }, { $unset: { signOff: '' } });
    },
  }) satisfies Partial<PersonStore>;

/** People of a tenant. Every call names the tenant: another tenant's id is simply not there. */
export const personStore = (models: People, seal: CardSeal): PersonStore => ({
  ...reads(models),
  ...cardReads(models, seal),
  ...writes(models, seal),
  ...signOffs(models),
});
