import { AppError } from '@nencho/kernel';
import type { Connection } from 'mongoose';

/**
 * What lies in a collection. `identity_data`: names, addresses, birth dates. `declared`: facts of a declaration and what
 * was computed of them. `reference`: ids, states, codes, login ids, names of companies. `wrapped_key`: keys under other
 * keys. `audit`: sealed lines of the trail. `session`: sealed tokens. `technical`: nothing of a tenant.
 */
export type DataClass =
  'identity_data' | 'declared' | 'reference' | 'wrapped_key' | 'audit' | 'session' | 'message' | 'technical';

/** The six services, or `every` for what the shared packages keep in each database. */
export type CopyOwner = 'every' | 'gateway' | 'identity' | 'declaration' | 'document' | 'notification' | 'retention';

/**
 * One collection that holds copies. `tenantField` says how a tenant's rows are found; without it nothing in the
 * collection belongs to a tenant, and `reason` says why that is so.
 */
export type CopyEntry = {
  readonly owner: CopyOwner;
  readonly name: string;
  readonly dataClasses: readonly DataClass[];
  /** Class of the tenant's key under which the sealed part lies. */
  readonly keyClass?: string;
  /** How long a row stays without an erasure. */
  readonly retention: string;
} & (
  | {
      readonly erase: 'rows';
      readonly tenantField: string;
      /** Rows of the tenant that stay: they carry the erasure itself. */
      readonly except?: Readonly<Record<string, unknown>>;
      /** Rows elsewhere that are named after a row here (`job/<id>`), and go with it. */
      readonly withNamed?: { readonly collection: string; readonly prefix: string };
    }
  | { readonly erase: 'none'; readonly tenantField?: string; readonly reason: string }
);

const ofTenant = { erase: 'rows', tenantField: 'tenantId' } as const;
const tenantIsId = { erase: 'rows', tenantField: '_id' } as const;
const untilEnd = 'until the contract has ended';
const notTheErasure = { topic: { $ne: 'nencho.erasure.v1' } } as const;

const shared: readonly CopyEntry[] = [
  {
    ...{ owner: 'every', name: 'leases', dataClasses: ['technical'], retention: 'until released', erase: 'none' },
    reason: 'names of work; those of a tenant’s jobs go with the jobs',
  },
  {
    ...{ owner: 'every', name: 'migrations', dataClasses: ['technical'], retention: 'for ever', erase: 'none' },
    reason: 'names of migrations',
  },
  {
    ...{ owner: 'every', name: 'connection_checks', dataClasses: ['technical'], retention: 'one row', erase: 'none' },
    reason: 'written once to see how the server is written to',
  },
  { ...ofTenant, owner: 'every', name: 'idempotency', dataClasses: ['reference'], retention: '48 hours' },
  { ...ofTenant, owner: 'every', name: 'rate_limits', dataClasses: ['reference'], retention: 'its window' },
  { ...ofTenant, owner: 'every', name: 'class_keys', dataClasses: ['wrapped_key'], retention: untilEnd },
  { ...tenantIsId, owner: 'every', name: 'tenant_roots', dataClasses: ['wrapped_key'], retention: untilEnd },
  {
    ...{ ...ofTenant, owner: 'every', name: 'jobs', dataClasses: ['reference'], retention: '90 days after its end' },
    withNamed: { collection: 'leases', prefix: 'job/' },
  },
  {
    ...{ ...ofTenant, owner: 'every', name: 'job_errors', dataClasses: ['declared', 'identity_data'] },
    retention: '90 days',
  },
  {
    ...{ ...ofTenant, owner: 'every', name: 'outbox', dataClasses: ['message', 'audit'] },
    ...{ keyClass: 'audit', retention: '14 days after publishing', except: notTheErasure },
  },
  {
    ...{ owner: 'every', name: 'inbox', dataClasses: ['technical'], retention: '30 days', erase: 'none' },
    reason: 'random ids of events; without them an event would have its effect twice',
  },
  {
    ...{ ...ofTenant, owner: 'every', name: 'dead_letters', dataClasses: ['message'], keyClass: 'messages' },
    ...{ retention: '90 days', except: notTheErasure },
  },
  {
    ...{ ...ofTenant, owner: 'every', name: 'parked_events', dataClasses: ['message'] },
    ...{ retention: 'until handled', except: notTheErasure },
  },
  {
    ...{ owner: 'every', name: 'tenant_tombstones', tenantField: '_id', dataClasses: ['reference'] },
    ...{ retention: 'for ever', erase: 'none', reason: 'a random id: what keeps an erased tenant from coming back' },
  },
  {
    ...{ owner: 'every', name: 'erasure_counts', tenantField: 'tenantId', dataClasses: ['reference'] },
    ...{ retention: '90 days', erase: 'none', reason: 'how many rows an erasure found, until it has been certified' },
  },
  {
    ...{ owner: 'every', name: 'ledger_position', dataClasses: ['technical'], retention: 'one row', erase: 'none' },
    reason: 'which entry of the erasure ledger was applied last',
  },
];

const identity: readonly CopyEntry[] = [
  {
    ...{ owner: 'identity', name: 'reserved_codes', tenantField: 'tenantId', dataClasses: ['reference'] },
    retention: 'until the erasure is certified',
    ...{ erase: 'none', reason: 'a hash that keeps the code from another tenant until the certificate is written' },
  },
  { ...ofTenant, owner: 'identity', name: 'key_rotations', dataClasses: ['reference'], retention: untilEnd },
  { ...ofTenant, owner: 'identity', name: 'companies', dataClasses: ['reference'], retention: untilEnd },
  { ...ofTenant, owner: 'identity', name: 'departments', dataClasses: ['reference'], retention: untilEnd },
  {
    ...{ ...ofTenant, owner: 'identity', name: 'people', dataClasses: ['identity_data', 'reference'] },
    ...{ keyClass: 'contact', retention: untilEnd },
  },
  { ...ofTenant, owner: 'identity', name: 'imports', dataClasses: ['reference'], retention: untilEnd },
  {
    ...{ ...ofTenant, owner: 'identity', name: 'import_chunks', dataClasses: ['identity_data'] },
    ...{ keyClass: 'contact', retention: '7 days' },
  },
  { ...ofTenant, owner: 'identity', name: 'invitations', dataClasses: ['reference'], retention: untilEnd },
  // The last of them: an operator sees the tenant as being erased until nothing of it is left.
  { ...tenantIsId, owner: 'identity', name: 'tenants', dataClasses: ['reference', 'wrapped_key'], retention: untilEnd },
];

const declaration: readonly CopyEntry[] = [
  ...['campaigns', 'scope_rows', 'pay_imports', 'attachments'].map((name): CopyEntry => ({
    ...{ ...ofTenant, owner: 'declaration', name, dataClasses: ['reference'], retention: untilEnd },
  })),
  ...['declarations', 'revisions', 'pay', 'results'].map((name): CopyEntry => ({
    ...{ ...ofTenant, owner: 'declaration', name, dataClasses: ['declared', 'reference'], retention: untilEnd },
    keyClass: 'declaration:<year>',
  })),
  {
    ...{ ...ofTenant, owner: 'declaration', name: 'pay_import_chunks', dataClasses: ['declared'] },
    ...{ keyClass: 'declaration:<year>', retention: '7 days' },
  },
];

const document: readonly CopyEntry[] = [
  {
    ...{ ...ofTenant, owner: 'document', name: 'attachments', dataClasses: ['declared', 'reference'] },
    ...{ keyClass: 'document:<year>', retention: untilEnd },
  },
  { ...ofTenant, owner: 'document', name: 'attachment_quotas', dataClasses: ['reference'], retention: untilEnd },
];

const notification: readonly CopyEntry[] = [
  { ...ofTenant, owner: 'notification', name: 'deliveries', dataClasses: ['reference'], retention: untilEnd },
];

const retention: readonly CopyEntry[] = [
  {
    ...{ ...ofTenant, owner: 'retention', name: 'audit_links', dataClasses: ['audit'], keyClass: 'audit' },
    retention: untilEnd,
  },
  { ...tenantIsId, owner: 'retention', name: 'audit_heads', dataClasses: ['reference'], retention: untilEnd },
  { ...ofTenant, owner: 'retention', name: 'operator_actions', dataClasses: ['reference'], retention: untilEnd },
  {
    ...{ owner: 'retention', name: 'erasures', tenantField: 'tenantId', dataClasses: ['reference'] },
    ...{ retention: 'for ever', erase: 'none' },
    reason: 'drives the erasure itself: ids, dates, counts; code and subjects of people leave with the certificate',
  },
  {
    ...{ owner: 'retention', name: 'certificates', dataClasses: ['technical'], retention: 'for ever', erase: 'none' },
    reason: 'the proof of the erasure: no personal data, a random id for the tenant',
  },
  {
    ...{ owner: 'retention', name: 'termination_records', dataClasses: ['identity_data'] },
    ...{ retention: 'business day 60 after the contract’s end', erase: 'none' },
    reason: 'whom the certificate is for, under a system key: needed after the tenant’s own keys are gone',
  },
  {
    ...{ owner: 'retention', name: 'certificate_codes', dataClasses: ['technical'], retention: 'for ever' },
    ...{ erase: 'none', reason: 'hashes of random codes' },
  },
];

const gateway: readonly CopyEntry[] = [
  { ...ofTenant, owner: 'gateway', name: 'sign_ins', dataClasses: ['session'], retention: '10 hours' },
  {
    ...{ owner: 'gateway', name: 'sessions', dataClasses: ['session'], retention: '10 hours', erase: 'none' },
    reason: 'the id of a sign-in, sealed; without the sign-in it opens nothing',
  },
  {
    ...{ owner: 'gateway', name: 'operator_sign_ins', dataClasses: ['session'], retention: '8 hours', erase: 'none' },
    reason: 'operators belong to no tenant',
  },
  {
    ...{ owner: 'gateway', name: 'operator_sessions', dataClasses: ['session'], retention: '8 hours', erase: 'none' },
    reason: 'operators belong to no tenant',
  },
];

/**
 * Every collection that any service opens, in every database: what an erasure goes by. A collection that is not here
 * cannot be opened, and a test holds the list against what lies in the databases after real use.
 */
export const copyInventory: readonly CopyEntry[] = [
  ...shared,
  ...identity,
  ...declaration,
  ...document,
  ...notification,
  ...retention,
  ...gateway,
];

/** The collections of one service's database. */
export const inventoryOf = (service: string): readonly CopyEntry[] =>
  copyInventory.filter(({ owner }) => owner === 'every' || owner === service);

/** From now on `connection` opens declared collections only. */
export const guardCollections = (connection: Connection, inventory: readonly CopyEntry[]): void => {
  const declared = new Set(inventory.map(({ name }) => name));
  const open = connection.collection.bind(connection);
  connection.collection = (name, options) => {
    if (!declared.has(name)) {
      throw new AppError('internal', `the collection ${name} is not in the copy inventory: an erasure would miss it`);
    }
    return open(name, options);
  };
};
