import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { createVerifier, emptyHead, extendChain, type Digest, type Head, type Link } from './chain.js';

const digest: Digest = (data) => createHash('sha256').update(data).digest('hex');
const tenantId = 'tenant-1';

const entry = (n: number) => ({
  tenantId,
  eventId: `event-${n}`,
  at: new Date(Date.UTC(2026, 10, n)),
  tags: [`type-${n}`],
  sealed: Buffer.from(`sealed ${n}`),
});

const chainOf = (length: number) =>
  extendChain(
    emptyHead(tenantId, digest),
    Array.from({ length }, (_, i) => entry(i + 1)),
    digest,
  );

const verify = (links: readonly Link[], head: Head, tenant = tenantId) => {
  const verifier = createVerifier(tenant, digest);
  links.forEach(verifier.take);
  return verifier.finish(head);
};

describe('a chain of audit entries', () => {
  test('verifies when nothing was touched, also when it grew in two batches', () => {
    const first = chainOf(3);
    const second = extendChain(first.head, [entry(4), entry(5)], digest);
    const all = [...first.links, ...second.links];
    expect(all.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5]);
    expect(verify(all, second.head)).toEqual({ entries: 5, intact: true, firstBroken: 0, headHash: second.head.hash });
    expect(second.head.hash).toBe(chainOf(5).head.hash);
  });

  test('without entries is intact', () => {
    expect(verify([], emptyHead(tenantId, digest))).toMatchObject({ entries: 0, intact: true });
  });

  const { links, head } = chainOf(5);
  const at = (index: number): Link => {
    const link = links[index - 1];
    if (link === undefined) throw new Error('no such link');
    return link;
  };
  test.each<[string, readonly Link[], Head, number]>([
    [
      'changed content',
      links.map((link) => (link.index === 3 ? { ...link, sealed: Buffer.from('other') } : link)),
      head,
      3,
    ],
    ['a changed time', links.map((link) => (link.index === 2 ? { ...link, at: new Date(0) } : link)), head, 2],
    ['a changed tag', links.map((link) => (link.index === 4 ? { ...link, tags: [] } : link)), head, 4],
    ['a removed entry', links.filter(({ index }) => index !== 4), head, 4],
    ['a cut-off end', links.slice(0, 3), head, 4],
    ['a swapped order', [at(1), { ...at(3), index: 2 }, { ...at(2), index: 3 }, at(4), at(5)], head, 2],
    ['an end that was added behind the head', [...links, { ...at(5), index: 6 }], head, 6],
    ['a head that was set back', links, { index: 2, hash: at(2).hash }, 3],
  ])('shows %s at its place', (_, touched, touchedHead, firstBroken) => {
    expect(verify(touched, touchedHead)).toMatchObject({ intact: false, firstBroken });
  });

  test('of one tenant does not verify as that of another', () => {
    expect(verify(links, head, 'tenant-2')).toMatchObject({ intact: false, firstBroken: 1 });
  });
});
