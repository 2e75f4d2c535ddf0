import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** Everything that `entry` imports by a package's or Node's name, through all relative imports; `seen` gets their files. */
const outsideImports = (entry: URL, seen = new Set<string>()): readonly string[] => {
  if (seen.has(entry.href)) return [];
  seen.add(entry.href);
  const specifiers = Array.from(
    readFileSync(entry, 'utf8').matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g),
    ([, specifier = '']) => specifier,
  );
  return specifiers.flatMap((specifier) =>
    specifier.startsWith('.') ? outsideImports(new URL(specifier, entry), seen) : [specifier],
  );
};

test('the engine and the kernel need nothing that a browser has not', () => {
  const engine = outsideImports(new URL('index.js', import.meta.url));
  expect([...new Set(engine)].sort()).toEqual(['@nencho/kernel', 'zod']);
  expect(outsideImports(new URL('../../kernel/dist/index.js', import.meta.url))).toEqual([]);
});

test('the bare engine holds no texts and no catalogue: who wants words imports @nencho/tax-rules/texts', () => {
  const files = new Set<string>();
  outsideImports(new URL('index.js', import.meta.url), files);
  expect(files.size).toBeGreaterThan(40);
  expect([...files].filter((file) => /\/texts\/|catalogue/.test(file))).toEqual([]);
});
