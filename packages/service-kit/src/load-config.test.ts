import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadConfig } from './load-config.js';
import { peerTarget, serviceConfig, serviceEnv } from './service-env.js';

let directory: string;
let env: Record<string, string>;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'nencho-config-'));
  const file = join(directory, 'file');
  writeFileSync(file, 'x');
  env = {
    NODE_ENV: 'test',
    SYSTEM_KEY_DIRECTORY: directory,
    VERIFICATION_KEY_DIRECTORY: directory,
    PSEUDONYM_KEY_DIRECTORY: directory,
    PROBE_PORT: '8081',
    TLS_CERT_FILE: file,
    TLS_KEY_FILE: file,
    TLS_CA_FILE: file,
    GRPC_PORT: '50051',
    MONGODB_URI: 'mongodb://user:secret@127.0.0.1:27017/?replicaSet=rs',
    MONGODB_DATABASE: 'nencho_declaration',
    KAFKA_BROKERS: '127.0.0.1:9093,127.0.0.1:9094',
    KAFKA_USERNAME: 'declaration',
    KAFKA_PASSWORD: 'secret',
    KAFKA_CA_FILE: file,
    TENANT_ISSUER: 'http://localhost:3000/auth/realms/nencho',
    TENANT_JWKS_URL: 'http://127.0.0.1:8080/auth/realms/nencho/protocol/openid-connect/certs',
    OPS_ISSUER: 'http://localhost:3000/auth/realms/nencho-ops',
    OPS_JWKS_URL: 'http://127.0.0.1:8080/auth/realms/nencho-ops/protocol/openid-connect/certs',
    LOCAL_KEY_DIRECTORY: directory,
    CURSOR_KEY_FILE: file,
    IDENTITY_TARGET: '127.0.0.1:50051',
    CLOCK_SHIFT_MS: '-86400000',
    PATH: '/usr/bin',
  };
});
afterAll(() => rmSync(directory, { recursive: true }));

const schema = serviceConfig({
  ...serviceEnv.runtime,
  ...serviceEnv.tls,
  ...serviceEnv.grpcServer,
  ...serviceEnv.mongo,
  ...serviceEnv.kafka,
  ...serviceEnv.tokens,
  ...serviceEnv.keys,
  ...serviceEnv.cursors,
  IDENTITY_TARGET: peerTarget,
});

const load = (changes: Readonly<Record<string, string | undefined>>) => {
  const printed: string[] = [];
  const exit = (code: number): never => {
    throw new Error(`exit ${String(code)}`);
  };
  const run = () => loadConfig(schema, { ...env, ...changes }, { print: (text) => void printed.push(text), exit });
  return { run, printed };
};

describe('loadConfig', () => {
  test('reads numbers, lists and defaults, and leaves the rest of the environment out', () => {
    const config = load({ LOG_LEVEL: '' }).run();
    expect(config).toMatchObject({
      GRPC_PORT: 50_051,
      GRPC_HOST: '127.0.0.1',
      KAFKA_BROKERS: ['127.0.0.1:9093', '127.0.0.1:9094'],
      TOPIC_PREFIX: '',
      LOG_LEVEL: 'info',
      TOKEN_AUDIENCE: 'nencho-api',
      CLOCK_SHIFT_MS: -86_400_000,
    });
    expect(config).not.toHaveProperty('PATH');
  });

  test('names everything that is wrong, without the values, and exits 78', () => {
    const { run, printed } = load({
      GRPC_PORT: '70000',
      MONGODB_URI: 'postgres://user:geheim@db',
      KAFKA_BROKERS: 'geheim',
      TLS_CERT_FILE: '/no/such/geheim.pem',
      SYSTEM_KEY_DIRECTORY: env['TLS_CERT_FILE'],
      IDENTITY_TARGET: 'geheim',
      TENANT_ISSUER: undefined,
      LOG_LEVEL: 'geheim',
    });
    expect(run).toThrow('exit 78');
    const [text = ''] = printed;
    for (const name of [
      'GRPC_PORT',
      'MONGODB_URI',
      'KAFKA_BROKERS',
      'TLS_CERT_FILE',
      'SYSTEM_KEY_DIRECTORY',
      'IDENTITY_TARGET',
      'LOG_LEVEL',
    ]) {
      expect(text).toMatch(new RegExp(`^  ${name} (?!is missing)`, 'm'));
    }
    expect(text).toContain('  TENANT_ISSUER is missing\n');
    expect(text.split('\n')).toHaveLength(10);
    expect(text).not.toContain('geheim');
  });

  test('refuses a shifted clock in production, and production is what an unsaid environment is', () => {
    for (const NODE_ENV of ['production', undefined]) {
      const { run, printed } = load({ NODE_ENV });
      expect(run).toThrow('exit 78');
      expect(printed.join('')).toContain('CLOCK_SHIFT_MS must be 0 in production');
    }
    expect(load({ NODE_ENV: 'production', CLOCK_SHIFT_MS: '0' }).run().NODE_ENV).toBe('production');
  });

  test('takes a secret from the file that a variable names, without its line end', () => {
    const file = join(directory, 'kafka-password');
    writeFileSync(file, 'from the file\n');
    const { run } = load({ KAFKA_PASSWORD: undefined, KAFKA_PASSWORD_FILE: file });
    expect(run().KAFKA_PASSWORD).toBe('from the file');
  });

  test('says that a secret is missing when its file is', () => {
    const { run, printed } = load({ KAFKA_PASSWORD: undefined, KAFKA_PASSWORD_FILE: join(directory, 'absent') });
    expect(run).toThrow('exit 78');
    expect(printed.join('')).toContain('KAFKA_PASSWORD is missing');
  });
});
