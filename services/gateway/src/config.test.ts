import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { configSchema, isLoopbackHttp, variableNames } from './config.js';
import { cookieRule } from './login/session.js';

const directory = mkdtempSync(join(tmpdir(), 'nencho-config-'));
const file = join(directory, 'file');
writeFileSync(file, 'x');

const good = {
  ...{ NODE_ENV: 'test', SYSTEM_KEY_DIRECTORY: directory, PROBE_PORT: '0', PORT: '0', WEB_ROOT: directory },
  ...{ VERIFICATION_KEY_DIRECTORY: directory, PSEUDONYM_KEY_DIRECTORY: directory },
  ...{ TLS_CERT_FILE: file, TLS_KEY_FILE: file, TLS_CA_FILE: file, KAFKA_CA_FILE: file },
  ...{ MONGODB_URI: 'mongodb://localhost:1/', MONGODB_DATABASE: 'nencho_gateway' },
  LEDGER_URL: 'https://ledger.blob.example',
  ...{ KAFKA_BROKERS: 'localhost:1', KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'p' },
  TENANT_ISSUER: 'http://localhost:3000/auth/realms/nencho',
  OPS_ISSUER: 'http://localhost:3000/auth/realms/nencho-ops',
  ...{ IDENTITY_TARGET: 'localhost:1', DECLARATION_TARGET: 'localhost:1', DOCUMENT_TARGET: 'localhost:1' },
  ...{ NOTIFICATION_TARGET: 'localhost:1', RETENTION_TARGET: 'localhost:1' },
  PUBLIC_BASE_URL: 'http://localhost:3000',
  KEYCLOAK_INTERNAL_URL: 'http://127.0.0.1:8080/auth',
  ...{ OIDC_CLIENT_SECRET_FILE: file, SESSION_KEY_FILE: file },
};

const wrongNames = (change: Readonly<Record<string, string | undefined>>): readonly string[] => {
  const given = Object.entries<string | undefined>({ ...good, ...change }).filter(([, value]) => value !== undefined);
  const parsed = configSchema.safeParse(Object.fromEntries(given));
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
};

describe('the configuration', () => {
  test('of a local system is taken', () => {
    expect(wrongNames({})).toEqual([]);
  });

  test.each([
    ['http://localhost:3000', true],
    ['http://127.0.0.1:3000', true],
    ['http://[::1]:3000', true],
    ['https://nencho.example', true],
    ['http://nencho.example', false],
    ['http://localhost.evil.example', false],
    ['http://192.168.0.10:3000', false],
    ['https://nencho.example/path', false],
    ['https://nencho.example/', false],
    ['ftp://localhost', false],
  ])('takes %s as public origin: %s', (url, isTaken) => {
    expect(wrongNames({ PUBLIC_BASE_URL: url })).toEqual(isTaken ? [] : expect.arrayContaining(['PUBLIC_BASE_URL']));
  });

  test('wants a certificate and its key together', () => {
    expect(wrongNames({ WEB_TLS_CERT_FILE: file })).toEqual(['WEB_TLS_KEY_FILE']);
    expect(wrongNames({ WEB_TLS_CERT_FILE: file, WEB_TLS_KEY_FILE: file })).toEqual([]);
  });

  test('names every variable that is missing', () => {
    expect(wrongNames({ PORT: undefined, SESSION_KEY_FILE: undefined })).toEqual(['PORT', 'SESSION_KEY_FILE']);
  });
});

test('the cookie is plain on loopback over http alone', () => {
  const rule = (url: string) => cookieRule('tenant', isLoopbackHttp(url));
  expect(rule('http://localhost:3000')).toEqual({ name: 'nencho.sid', secure: false });
  expect(rule('https://localhost:3000')).toEqual({ name: '__Host-nencho', secure: true });
  expect(rule('https://nencho.example')).toEqual({ name: '__Host-nencho', secure: true });
  expect(cookieRule('operator', false)).toEqual({ name: '__Host-nencho-ops', secure: true });
});

test('the README names every variable, and no other', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const [, table = ''] = readme.split('## Environment');
  const named = [...(table.split('\n## ')[0] ?? '').matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name);
  expect(named.toSorted()).toEqual([...variableNames].toSorted());
});
