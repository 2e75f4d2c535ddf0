import { createHash } from 'node:crypto';
import { localDate, notFound, versionConflict } from '@nencho/kernel';
import { isDuplicateKey } from '@nencho/mongo';
import type { Letter, Session, TenantRoot, TenantStore } from '../application/ports.js';
import { livingStates, type Tenant } from '../domain/tenant.js';
import type { Models, TenantRow } from './models.js';
import { toMongo } from './session.js';

/** Time that one attempt to create a tenant may take before the same order may be taken up again. */
const CREATION_CLAIM_MS = 30_000;

const toTenant = (row: TenantRow): Tenant => ({
  id: row._id,
  code: row.code,
  displayName: row.displayName,
  seats: row.seats,
  contractStart: localDate(row.contractStart),
  ...(row.contractEnd === undefined ? {} : { contractEnd: localDate(row.contractEnd) }),
  state: row.state,
  contractVersion: row.contractVersion ?? 1,
  createdAt: row.createdAt,
  peopleRevision: row.peopleRevision,
});

/** What is kept of the code of an erased tenant. */
const codeHash = (code: string): string => createHash('sha256').update(`tenant code\n${code}`).digest('hex');

const living = [...livingStates];

const toRoot = ({ root }: Pick<TenantRow, 'root'>): TenantRoot | undefined =>
  root === undefined
    ? undefined
    : { kekName: root.kekName, kekVersion: root.kekVersion, wrappedRoot: root.wrappedRoot };

/** The row of one tenant, changed within a transaction; `not_found` when it is not a living one. */
const change = async ({ tenants }: Models, session: Session, tenantId: string, guard: keyof TenantRow) => {
  const row = await tenants
    .findOneAndUpdate(
      { _id: tenantId, state: { $in: living } },
      { $inc: { [guard]: 1 } },
      { session: toMongo(session), returnDocument: 'after' },
    )
    .lean<TenantRow>();
  if (row === null) throw notFound('tenant');
  return toTenant(row);
};

const creation = ({
  tenants,
  reservedCodes,
}: Models): Pick<TenantStore, 'reserve' | 'releaseReservation' | 'keepRoot' | 'activate'> => ({
  reserve: async (tenant, fingerprint, now) => {
    const { id, ...rest } = tenant;
    if ((await reservedCodes.exists({ _id: codeHash(tenant.code) })) !== null) return undefined;
    const claimedUntil = new Date(now.getTime() + CREATION_CLAIM_MS);
    const row = { ...rest, _id: id, adminGuard: 0, importGuard: 0, creation: { fingerprint, claimedUntil } };
    try {
      await tenants.create([row]);
      return tenant;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const same = { code: tenant.code, state: 'creating' as const, 'creation.fingerprint': fingerprint };
    const resumed = await tenants
      .findOneAndUpdate(
        { ...same, 'creation.claimedUntil': { $lte: now } },
        { $set: { 'creation.claimedUntil': claimedUntil } },
        { returnDocument: 'after' },
      )
      .lean<TenantRow>();
    if (resumed !== null) return toTenant(resumed);
    return (await tenants.exists(same)) === null ? undefined : 'in_progress';
  },
  releaseReservation: async (tenantId) => {
    await tenants.updateOne({ _id: tenantId, state: 'creating' }, { $set: { 'creation.claimedUntil': new Date(0) } });
  },
  keepRoot: async (tenantId, root) => {
    const wanted = { ...root, wrappedRoot: Buffer.from(root.wrappedRoot) };
    await tenants.updateOne({ _id: tenantId, root: { $exists: false } }, { $set: { root: wanted } });
    const row = await tenants.findById(tenantId).lean<TenantRow>();
    const kept = row === null ? undefined : toRoot(row);
    if (kept === undefined) throw notFound('tenant');
    return kept;
  },
  activate: async (session, tenantId, letter: Letter) => {
    const update = { $set: { state: 'active', letter: { ...letter, state: 'open' } }, $unset: { creation: '' } };
    const { matchedCount } = await tenants.updateOne({ _id: tenantId, state: 'creating' }, update, {
      session: toMongo(session),
    });
    if (matchedCount !== 1) throw notFound('tenant');
  },
});

const letters = ({ tenants }: Models): Pick<TenantStore, 'openLetter' | 'dueLetters' | 'settleLetter'> => ({
  openLetter: async (tenantId, now) => {
    const open = { 'letter.state': 'open', 'letter.expiresAt': { $gt: now } } as const;
    const row = await tenants.findOne({ _id: tenantId, ...open }).lean<TenantRow>();
    return row?.letter;
  },
  dueLetters: async (now) => {
    const rows = await tenants
      .find({ 'letter.state': 'open', 'letter.expiresAt': { $lte: now } })
      .limit(100)
      .lean<TenantRow[]>();
    return rows.flatMap(({ _id, letter }) =>
      letter === undefined
        ? []
        : [{ tenantId: _id, personId: letter.personId, sub: letter.sub, expiresAt: letter.expiresAt }],
    );
  },
  settleLetter: async (tenantId, state) => {
    await tenants.updateOne({ _id: tenantId }, { $set: { 'letter.state': state } });
  },
});

type ContractPart = 'contract' | 'otherThing' | 'saveContract' | 'dueEnds' | 'beginErasure' | 'releaseCode';

const contracts = ({
  tenants,
  reservedCodes,
  companies,
  departments,
  people,
}: Models): Pick<TenantStore, ContractPart> => ({
  contract: async (tenantId) => {
    const row = await tenants.findOne({ _id: tenantId, state: { $ne: 'creating' } }).lean<TenantRow>();
    return row === null ? undefined : toTenant(row);
  },
  otherThing: async (id) => {
    if ((await companies.exists({ _id: id })) !== null) return 'company';
    if ((await departments.exists({ _id: id })) !== null) return 'department';
    return (await people.exists({ _id: id })) === null ? undefined : 'employee';
  },
  saveContract: async (session, { id, state, contractEnd, contractVersion }) => {
    const end = contractEnd === undefined ? { $unset: { contractEnd: '' } } : {};
    const { matchedCount } = await tenants.updateOne(
      // A row from before contracts could end has no version.
      { _id: id, contractVersion: contractVersion === 2 ? { $in: [1, null] } : contractVersion - 1 },
      { $set: { state, contractVersion, ...(contractEnd === undefined ? {} : { contractEnd }) }, ...end },
      { session: toMongo(session) },
    );
    if (matchedCount !== 1) throw versionConflict('tenant');
  },
  dueEnds: async (today) => {
    const due = { state: 'notice', contractEnd: { $lte: today } } as const;
    return (await tenants.find(due).limit(100).lean<TenantRow[]>()).map(toTenant);
  },
  beginErasure: async (tenantId) => {
    const row = await tenants.findById(tenantId).lean<TenantRow>();
    if (row === null) return;
    await reservedCodes.updateOne({ _id: codeHash(row.code) }, { $setOnInsert: { tenantId } }, { upsert: true });
    await tenants.updateOne({ _id: tenantId }, { $set: { state: 'erasing' } });
  },
  releaseCode: async (session, tenantId) => {
    await reservedCodes.deleteMany({ tenantId }, { session: toMongo(session) });
  },
});

export const tenantStore = (models: Models): TenantStore => {
  const { tenants, people } = models;
  const seatsUsed = async (tenantId: string) => people.countDocuments({ tenantId, status: 'active' });
  return {
    ...creation(models),
    ...letters(models),
    ...contracts(models),
    find: async (tenantId) => {
      const row = await tenants.findOne({ _id: tenantId, state: { $in: living } }).lean<TenantRow>();
      return row === null ? undefined : toTenant(row);
    },
    findByCode: async (code) => {
      const row = await tenants.findOne({ code }).lean<TenantRow>();
      return row === null ? undefined : toTenant(row);
    },
    list: async ({ limit, after }) => {
      const rows = await tenants
        .find({ state: { $in: [...living, 'erasing'] }, ...(after === undefined ? {} : { code: { $gt: after[0] } }) })
        .sort({ code: 1 })
        .limit(limit)
        .lean<TenantRow[]>();
      return Promise.all(rows.map(async (row) => ({ ...toTenant(row), seatsUsed: await seatsUsed(row._id) })));
    },
    replaceRoot: async (session, tenantId, from, to) => {
      const root = { ...to, wrappedRoot: Buffer.from(to.wrappedRoot) };
      const { matchedCount } = await models.tenants.updateOne(
        { _id: tenantId, 'root.kekName': from.kekName, 'root.kekVersion': from.kekVersion },
        { $set: { root } },
        { session: toMongo(session) },
      );
      if (matchedCount !== 1) throw versionConflict('tenant root');
    },
    root: async (tenantId) => {
      const row = await tenants.findById(tenantId).lean<TenantRow>();
      return row === null ? undefined : toRoot(row);
    },
    nextPeopleRevision: async (session, tenantId) =>
      (await change(models, session, tenantId, 'peopleRevision')).peopleRevision,
    guardAdmins: async (session, tenantId) => {
      await change(models, session, tenantId, 'adminGuard');
    },
    guardImports: async (session, tenantId) => change(models, session, tenantId, 'importGuard'),
  };
};
