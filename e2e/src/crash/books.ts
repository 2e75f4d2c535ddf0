import type { SystemState } from '@nencho/local-stack/system';
import mongoose from 'mongoose';
import { setTimeout as pause } from 'node:timers/promises';

/** An event as the outbox of its service has it. */
export type WrittenEvent = { readonly id: string; readonly type: string; readonly published: boolean };

/** What the databases of the services say about one tenant, and what they owe. */
export type Books = {
  readonly events: readonly WrittenEvent[];
  /** Consumer groups → ids of the events whose effect they have. */
  readonly applied: ReadonlyMap<string, readonly string[]>;
  /** Event ids of the audit chain, one a link. */
  readonly chain: readonly string[];
  /** `kind subject issue` of each mail that was to be sent. */
  readonly deliveries: readonly string[];
  readonly openDeliveries: number;
  /** Submitted revisions by declaration. */
  readonly revisions: ReadonlyMap<string, number>;
  readonly aside: number;
  readonly openJobs: number;
};

type Row = Readonly<Record<string, unknown>>;

const databases = ['identity', 'declaration', 'document', 'notification', 'retention', 'gateway'] as const;

const countBy = (keys: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

/** Reads the books of a tenant straight from the databases. */
export const readBooks = async (state: SystemState, tenantCode: string): Promise<Books> => {
  const connection = await mongoose.createConnection(state.mongodbUri).asPromise();
  try {
    const client = connection.getClient();
    const find = async (service: string, collection: string, filter: Row = {}): Promise<readonly Row[]> =>
      client.db(`nencho_${service}`).collection(collection).find(filter).toArray();
    const everywhere = async (collection: string, filter: Row): Promise<readonly Row[]> =>
      (await Promise.all(databases.map(async (service) => find(service, collection, filter)))).flat();
    const [tenant] = await find('identity', 'tenants', { code: tenantCode });
    if (tenant === undefined) throw new Error('the tenant is not there');
    const tenantId = String(tenant['_id']);
    const events = (await everywhere('outbox', { tenantId })).map(({ _id, type, published }) => ({
      ...{ id: String(_id), type: String(type), published: published === true },
    }));
    const ours = new Set(events.map(({ id }) => id));
    const applied = new Map<string, string[]>();
    for (const { _id } of await everywhere('inbox', {})) {
      const [group = '', eventId = ''] = String(_id).split('/');
      if (ours.has(eventId)) applied.set(group, [...(applied.get(group) ?? []), eventId]);
    }
    const deliveries = await find('notification', 'deliveries', { tenantId });
    const aside = [
      ...(await everywhere('dead_letters', { tenantId })),
      ...(await everywhere('parked_events', { tenantId })),
    ];
    return {
      events,
      applied,
      chain: (await find('retention', 'audit_links', { tenantId })).map(({ eventId }) => String(eventId)),
      deliveries: deliveries.map(
        ({ kind, subjectId, issue }) => `${String(kind)} ${String(subjectId)} ${String(issue)}`,
      ),
      openDeliveries: deliveries.filter(({ open }) => open === true).length,
      revisions: countBy(
        (await find('declaration', 'revisions', { tenantId })).map(({ declarationId }) => String(declarationId)),
      ),
      aside: aside.length,
      openJobs: (await everywhere('jobs', { tenantId, open: true })).length,
    };
  } finally {
    await connection.close();
  }
};

/** Types that a group has taken at least one of: it must have taken all of them. */
const typesOf = ({ events }: Books, applied: readonly string[]): ReadonlySet<string> => {
  const taken = new Set(applied);
  return new Set(events.filter(({ id }) => taken.has(id)).map(({ type }) => type));
};

const twice = (keys: readonly string[]): number => keys.length - new Set(keys).size;

/** What is not in order: something not published or not applied, something counted twice. Empty when all is. */
export const bookComplaints = (books: Books): readonly string[] => {
  const { events, applied, chain, deliveries, openDeliveries, aside, openJobs } = books;
  const audit = events.filter(({ type }) => type === 'SealedAuditEntry').map(({ id }) => id);
  const inChain = new Set(chain);
  const groups = [...applied].flatMap(([group, ids]) => {
    const types = typesOf(books, ids);
    const owed = events.filter(({ type }) => types.has(type));
    return [
      ...(twice(ids) > 0 ? [`${group} has ${twice(ids)} inbox rows twice`] : []),
      ...(owed.length === ids.length ? [] : [`${group} applied ${ids.length} of ${owed.length} events`]),
    ];
  });
  const unpublished = events.filter(({ published }) => !published).length;
  return [
    ...(unpublished > 0 ? [`${unpublished} events are not published`] : []),
    ...groups,
    ...['retention', 'notification', 'declaration']
      .filter((group) => !applied.has(group))
      .map((group) => `${group} applied nothing`),
    ...(twice(chain) > 0 ? [`${twice(chain)} links of the audit chain stand twice`] : []),
    ...(audit.filter((id) => !inChain.has(id)).length > 0 || audit.length !== chain.length
      ? [`${chain.length} links for ${audit.length} audit entries`]
      : []),
    ...(twice(deliveries) > 0 ? [`${twice(deliveries)} deliveries twice`] : []),
    ...(openDeliveries > 0 ? [`${openDeliveries} mails are not sent`] : []),
    ...(aside > 0 ? [`${aside} events were put aside`] : []),
    ...(openJobs > 0 ? [`${openJobs} jobs do not end`] : []),
  ];
};

const patienceMs = 240_000;

/** Waits for the books to balance, without doing anything for it; gives them back as they are when they never do. */
export const balancedBooks = async (state: SystemState, tenantCode: string): Promise<Books> => {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const books = await readBooks(state, tenantCode).catch(() => undefined);
    const isLate = performance.now() > deadline;
    if (books !== undefined && (isLate || bookComplaints(books).length === 0)) return books;
    if (isLate) throw new Error('the databases cannot be read');
    await pause(1_000);
  }
};
