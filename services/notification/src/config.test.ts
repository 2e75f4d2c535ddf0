import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { notificationConfig, withItsTransport } from './config.js';

const directory = mkdtempSync(join(tmpdir(), 'nencho-config-'));
const file = join(directory, 'file');
writeFileSync(file, 'x');

const good = {
  ...{ NODE_ENV: 'test', SYSTEM_KEY_DIRECTORY: directory, LOCAL_KEY_DIRECTORY: directory },
  ...{ VERIFICATION_KEY_DIRECTORY: directory, PSEUDONYM_KEY_DIRECTORY: directory },
  ...{ PROBE_PORT: '0', GRPC_PORT: '0', IDENTITY_TARGET: 'localhost:1' },
  ...{ TLS_CERT_FILE: file, TLS_KEY_FILE: file, TLS_CA_FILE: file, KAFKA_CA_FILE: file },
  ...{ MONGODB_URI: 'mongodb://localhost:1/', MONGODB_DATABASE: 'nencho_notification' },
  LEDGER_URL: 'https://ledger.blob.example',
  ...{ KAFKA_BROKERS: 'localhost:1', KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'p' },
  ...{ TENANT_ISSUER: 'http://localhost/t', TENANT_JWKS_URL: 'http://localhost/t/keys' },
  ...{ OPS_ISSUER: 'http://localhost/o', OPS_JWKS_URL: 'http://localhost/o/keys' },
  PUBLIC_BASE_URL: 'https://nencho.example/',
  ...{ MAIL_TRANSPORT: 'smtp', SMTP_URL: 'smtp://localhost:25', MAIL_FROM: 'Nencho <no-reply@nencho.example>' },
};

const wrongNames = (change: Readonly<Record<string, string | undefined>>): readonly string[] => {
  const given = Object.entries<string | undefined>({ ...good, ...change }).filter(([, value]) => value !== undefined);
  const parsed = withItsTransport.safeParse(Object.fromEntries(given));
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
};

describe('the configuration', () => {
  test('of a local system is taken; the sender is one address, the base has no slash', () => {
    expect(wrongNames({})).toEqual([]);
    expect(withItsTransport.parse(good)).toMatchObject({
      MAIL_FROM: { name: 'Nencho', address: 'no-reply@nencho.example' },
      PUBLIC_BASE_URL: 'https://nencho.example',
    });
  });

  test.each(['nobody', 'a@b.example, c@d.example', 'A\r\nBcc: x@y.example <a@b.example>'])(
    'refuses the sender %j',
    (sender) => {
      expect(wrongNames({ MAIL_FROM: sender })).toEqual(['MAIL_FROM']);
    },
  );

  test('wants what the transport needs', () => {
    expect(wrongNames({ SMTP_URL: undefined })).toEqual(['SMTP_URL']);
    expect(wrongNames({ SMTP_URL: 'http://localhost' })).toEqual(['SMTP_URL']);
    expect(wrongNames({ MAIL_TRANSPORT: 'sendgrid' })).toEqual(['SENDGRID_API_KEY_FILE']);
    expect(wrongNames({ MAIL_TRANSPORT: 'sendgrid', SENDGRID_API_KEY_FILE: file, SMTP_URL: undefined })).toEqual([]);
    expect(wrongNames({ MAIL_TRANSPORT: 'pigeon' })).toEqual(['MAIL_TRANSPORT']);
  });
});

test('the README names every variable, and no other', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const [, table = ''] = readme.split('## Environment');
  const cells = (table.split('\n## ')[0] ?? '').split('\n').map((line) => line.split('|')[1] ?? '');
  const named = cells.flatMap((cell) => [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));
  expect(named.toSorted()).toEqual(Object.keys(notificationConfig.shape).toSorted());
});
