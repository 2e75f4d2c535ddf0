import { describe, expect, test } from '@jest/globals';
import { attachmentCopies } from './attachment-copies.js';

/** An object store with these files, of which some cannot be removed. */
const storeWith = (names: readonly string[], held: ReadonlySet<string>) => {
  const left = new Set(names);
  return {
    left,
    copies: attachmentCopies({
      list: async function* (prefix) {
        for (const name of [...left])
          if (name.startsWith(prefix)) yield await Promise.resolve({ name, at: new Date(0) });
      },
      remove: async (name) => {
        if (held.has(name)) return Promise.reject(new Error('a legal hold'));
        left.delete(name);
        return Promise.resolve();
      },
    }),
  };
};

describe('the files of an erased tenant', () => {
  test('go, though one of them cannot be removed; then that one is told of', async () => {
    const held = new Set(['t1/b']);
    const { left, copies } = storeWith(['t1/a', 't1/b', 't1/c', 't2/a'], held);
    expect(await copies.eraseSome('t1')).toBe(2);
    expect([...left]).toEqual(['t1/b', 't2/a']);
    await expect(copies.eraseSome('t1')).rejects.toThrow('a legal hold');
    held.clear();
    expect([await copies.eraseSome('t1'), await copies.eraseSome('t1')]).toEqual([1, 0]);
    expect([...left]).toEqual(['t2/a']);
  });
});
