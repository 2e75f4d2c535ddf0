import type { Sealer } from '@nencho/crypto';
import type { ClientSession, Connection } from 'mongoose';
import type { CloseChain } from '../application/erasure-ports.js';
import type { ChainStore, LinkFilter, SearchTerm } from '../application/ports.js';
import { emptyHead, extendChain, type Digest, type Head, type Link } from '../domain/chain.js';
import { toMongo } from './session.js';

type LinkRow = Omit<Link, 'sealed' | 'tags'> & { readonly sealed: Buffer; readonly tags: string[] };
type HeadRow = {
  readonly _id: string;
  readonly index: number;
  readonly hash: string;
  /** The erasure has begun: nothing is added any more. */
  readonly closed?: boolean;
};

const tagBytes = 12;

/** Blind index of what can be searched for: nobody without the tenant's key can tell which type or person it is. */
export const tagOf = async (
  sealer: Pick<Sealer, 'mac'>,
  tenantId: string,
  { kind, value }: SearchTerm,
): Promise<string> =>
  (await sealer.mac(tenantId, 'index', `audit ${kind} ${value}`)).subarray(0, tagBytes).toString('base64url');

const toLink = ({ tenantId, index, eventId, at, tags, sealed, hash }: LinkRow): Link => ({
  tenantId,
  index,
  eventId,
  at,
  tags,
  sealed,
  hash,
});

type Deps = { readonly connection: Connection; readonly sealer: Pick<Sealer, 'mac'>; readonly digest: Digest };

export type AppendToChain = (
  tenantId: string,
  entries: readonly Omit<Link, 'index' | 'hash'>[],
  session: ClientSession,
) => Promise<void>;

/** Links and heads of all tenants' chains; every call names its tenant. */
export const chainStore = ({
  connection,
  sealer,
  digest,
}: Deps): ChainStore & { readonly append: AppendToChain; readonly close: CloseChain } => {
  const links = connection.collection<LinkRow>('audit_links');
  const heads = connection.collection<HeadRow>('audit_heads');

  const queryOf = async (tenantId: string, { terms, from, to, before }: LinkFilter) => {
    const tags = await Promise.all(terms.map(async (term) => tagOf(sealer, tenantId, term)));
    return {
      tenantId,
      ...(tags.length === 0 ? {} : { tags: { $all: tags } }),
      ...(before === undefined ? {} : { index: { $lt: before } }),
      ...(from === undefined && to === undefined
        ? {}
        : { at: { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lt: to }) } }),
    };
  };

  return {
    head: async (tenantId) => {
      const row = await heads.findOne({ _id: tenantId });
      return row === null ? undefined : { index: row.index, hash: row.hash };
    },
    search: async (tenantId, filter) => {
      const rows = await links
        .find(await queryOf(tenantId, filter))
        .sort({ index: -1 })
        .limit(filter.limit)
        .toArray();
      return rows.map(toLink);
    },
    stream: async function* (tenantId) {
      for await (const row of links.find({ tenantId }).sort({ index: 1 })) yield toLink(row);
    },
    append: async (tenantId, entries, session) => {
      const row = await heads.findOne({ _id: tenantId }, { session });
      if (row?.closed === true) return; // late: from the erasure on, what happens stands in the ledger
      const head: Head = row ?? emptyHead(tenantId, digest);
      const extended = extendChain(head, entries, digest);
      // Two processes that extend one chain at once conflict on the head, and one of them tries again.
      await heads.updateOne({ _id: tenantId }, { $set: extended.head }, { upsert: true, session });
      const rows = extended.links.map((link) => ({ ...link, tags: [...link.tags], sealed: Buffer.from(link.sealed) }));
      await links.insertMany(rows, { session });
    },
    close: async (tenantId, session) => {
      const row = await heads.findOne({ _id: tenantId }, { session: toMongo(session) });
      const { index, hash } = row ?? emptyHead(tenantId, digest);
      const closed = { $set: { index, hash, closed: true } };
      await heads.updateOne({ _id: tenantId }, closed, { upsert: true, session: toMongo(session) });
      return { index, hash };
    },
  };
};
