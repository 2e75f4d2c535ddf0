import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { unusedExports } from './check-exports.mjs';

const files = {
  'packages/a/package.json': JSON.stringify({
    name: '@nencho/a',
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './extra': { types: './dist/src/extra.d.ts', default: './dist/src/extra.js' },
      './generated/*': { default: './dist/gen/*.js' },
    },
  }),
  'packages/a/src/index.ts': `export { called, calledByWeb, calledByScript, aliased, forgotten, testedOnly } from './a.js';
export { type Signature, type Idle } from './a.js';`,
  'packages/a/src/a.ts': `export type Signature = { a: number };
export type Idle = string;
export const called = (x: Signature) => x, calledByWeb = 1, calledByScript = 1, aliased = 1, forgotten = 1, testedOnly = 1;`,
  'packages/a/src/a.test.ts': `import { testedOnly, forgotten } from '@nencho/a'; void [testedOnly, forgotten];`,
  'packages/a/src/extra.ts': `export const extraUsed = 1; export const extraForgotten = 1; export function alsoForgotten() {}`,
  'services/s/src/main.ts': `import { called, aliased as other } from '@nencho/a'; import { extraUsed } from '@nencho/a/extra'; void [called, other, extraUsed];
// forgotten, extraForgotten: a mention is no import`,
  'services/s/web/src/page.tsx': `export { calledByWeb } from '@nencho/a'; export const page = <p />;`,
  'scripts/x.mjs': `import { calledByScript } from '../packages/a/dist/index.js'; void calledByScript;`,
};

let root;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'nencho-exports-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
});
afterAll(() => rmSync(root, { recursive: true }));

test('lists what nobody outside the package imports, its own tests aside', () => {
  expect(unusedExports(root)).toEqual([
    '@nencho/a/extra: alsoForgotten',
    '@nencho/a/extra: extraForgotten',
    '@nencho/a: Idle',
    '@nencho/a: forgotten',
    '@nencho/a: testedOnly',
  ]);
});
