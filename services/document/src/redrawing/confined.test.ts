import { mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, closeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { startConfined } from './drawing-child.js';

jest.setTimeout(60_000);

const secrets = mkdtempSync(join(tmpdir(), 'nencho-secrets-'));
const secretFile = join(secrets, 'object-store.key');
const nativeLibrary = createRequire(import.meta.resolve('sharp')).resolve(
  `@img/sharp-${process.platform}-${process.arch}/sharp.node`,
);
/** Of the checkout, beside the code that is needed: nothing there is for a drawing process. */
const configFile = join(import.meta.dirname, '..', 'config.js');

/** What one finds who has taken a drawing process over and can run JavaScript in it. */
let found: Record<string, unknown>;

beforeAll(async () => {
  writeFileSync(secretFile, 'SECRET', { mode: 0o444 });
  const open = openSync(secretFile, 'r');
  try {
    const program = join(import.meta.dirname, 'testing', 'prying-process.js');
    const child = startConfined(program, secretFile, nativeLibrary, configFile);
    child.stdin.end();
    found = JSON.parse(await text(child.stdout)) as typeof found;
  } finally {
    closeSync(open);
  }
});
afterAll(() => rmSync(secrets, { recursive: true }));

describe('a drawing process', () => {
  test('cannot read a secret that the service can', () => {
    expect(readFileSync(secretFile, 'utf8')).toBe('SECRET');
    expect(found).toMatchObject({ secret: 'ERR_ACCESS_DENIED', parentsEnvironment: 'ERR_ACCESS_DENIED' });
  });

  test('has no variable, and no file, directory or socket of the service', () => {
    expect(found).toMatchObject({ environment: [], files: [] });
  });

  test('stands in an empty directory, and can neither look around there nor write', () => {
    expect(found).toMatchObject({ ownDirectory: 'ERR_ACCESS_DENIED', writing: 'ERR_ACCESS_DENIED' });
    expect(found['directory']).not.toBe(process.cwd());
    expect(readdirSync(String(found['directory']))).toEqual([]);
  });

  test('reads no more of the service than what draws', () => {
    expect(readFileSync(configFile, 'utf8')).toContain('export');
    expect(found).toMatchObject({ configuration: 'ERR_ACCESS_DENIED' });
  });

  test('starts no program, loads no native code, makes no code of text: what decodes is WebAssembly', () => {
    expect(found).toMatchObject({ program: 'ERR_ACCESS_DENIED', native: 'ERR_DLOPEN_DISABLED' });
    expect(found).toMatchObject({ madeFromText: 'failed' });
  });
});
