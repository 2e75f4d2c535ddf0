import { canonicalJson } from '@nencho/kernel';

/** One link of a tenant's audit chain, as it lies in the database. */
export type Link = {
  readonly tenantId: string;
  /** 1, 2, 3, … without a gap. */
  readonly index: number;
  readonly eventId: string;
  readonly at: Date;
  /** Blind indexes of type, actor and subjects (base64url). */
  readonly tags: readonly string[];
  readonly sealed: Uint8Array;
  readonly hash: string;
};

/** Where a chain ends: kept beside the links, so that a cut-off end is noticed. */
export type Head = { readonly index: number; readonly hash: string };

/** SHA-256 in hex. */
export type Digest = (data: string | Uint8Array) => string;

/** The end of a chain without links; bound to the tenant, so that chains cannot be swapped. */
export const emptyHead = (tenantId: string, digest: Digest): Head => ({
  index: 0,
  hash: digest(canonicalJson({ chain: 'nencho audit 1', tenantId })),
});

/**
 * Hash of a link: over its predecessor's hash, its place and the sealed entry. It is taken over ciphertext, so that the
 * chain still verifies when the tenant's keys are gone.
 */
export const linkHash = (link: Omit<Link, 'hash'>, previousHash: string, digest: Digest): string =>
  digest(
    canonicalJson({
      previousHash,
      tenantId: link.tenantId,
      index: link.index,
      eventId: link.eventId,
      at: link.at.toISOString(),
      tags: [...link.tags],
      sealed: digest(link.sealed),
    }),
  );

/** Adds entries to the end of a chain. @returns the new links and the new head */
export const extendChain = (
  head: Head,
  entries: readonly Omit<Link, 'index' | 'hash'>[],
  digest: Digest,
): { readonly links: readonly Link[]; readonly head: Head } => {
  const links: Link[] = [];
  let { index, hash } = head;
  for (const entry of entries) {
    index += 1;
    const link = { ...entry, index };
    hash = linkHash(link, hash, digest);
    links.push({ ...link, hash });
  }
  return { links, head: { index, hash } };
};

export type Verification = {
  readonly entries: number;
  readonly intact: boolean;
  /** Index of the first link that is missing or does not fit; 0 when intact. */
  readonly firstBroken: number;
  readonly headHash: string;
};

/** Recomputes a chain link by link, in the order of their index, and compares its end with the head. */
export const createVerifier = (tenantId: string, digest: Digest) => {
  let expected = emptyHead(tenantId, digest);
  let firstBroken = 0;
  return {
    take: (link: Link): void => {
      const fits =
        link.index === expected.index + 1 &&
        linkHash(link, expected.hash, digest) === link.hash &&
        link.tenantId === tenantId;
      if (!fits && firstBroken === 0) firstBroken = expected.index + 1;
      expected = { index: link.index, hash: link.hash };
    },
    finish: (head: Head): Verification => {
      const endFits = head.index === expected.index && head.hash === expected.hash;
      if (!endFits && firstBroken === 0) firstBroken = Math.min(head.index, expected.index) + 1;
      return { entries: head.index, intact: firstBroken === 0, firstBroken, headHash: head.hash };
    },
  };
};
