import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { AppError } from '@nencho/kernel';
import type { LogFields } from './log-fields.js';
import { createLogger } from './logger.js';
import { destroyPseudonymKeys } from './pseudonyms.js';

let directory: string;
let time: number;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nencho-pseudonyms-'));
  time = Date.parse('2026-12-20T14:59:59.250Z'); // Sunday, 23:59:59 in Tokyo
});

const newLogger = (lines: string[]) =>
  createLogger({
    service: 'test',
    level: 'debug',
    destination: { write: (line: string) => void lines.push(line) },
    pseudonymKeyDirectory: directory,
    clock: { now: () => new Date(time) },
  });

const logged = (fields: LogFields, event = 'thing_happened'): Record<string, unknown> => {
  const lines: string[] = [];
  newLogger(lines).info(event, fields);
  return JSON.parse(lines[0] ?? '{}') as Record<string, unknown>;
};

describe('a log line', () => {
  test('carries the allow-listed fields, the service, and the time with its offset', () => {
    const fields = {
      method: '/nencho.identity.v1.IdentityService/GetMe',
      code: 'version_conflict',
      durationMs: 12.5,
      errorId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
      eventType: 'DeclarationSubmitted',
      topic: 'nencho.declaration.v1',
      partition: 3,
      offset: '120',
      attempt: 2,
      jobId: 'identity.7c9e6679-7425-40de-944b-e07fc1f90ae7',
      jobKind: 'employee_import',
      count: 50,
      state: 'ready',
      dependency: 'mongodb',
      port: 50051,
      version: '0.0.0',
    };
    expect(logged(fields)).toEqual({
      level: 'info',
      time: '2026-12-20T23:59:59.250+09:00',
      service: 'test',
      event: 'thing_happened',
      ...fields,
    });
  });

  test('reduces an error to its name, code and place, without its message', () => {
    const error = new AppError('not_found', '山田太郎 の申告がない', { details: { mail: 'yamada@example.jp' } });
    const line = logged({ err: error });
    expect(line['err']).toEqual({
      name: 'AppError',
      code: 'not_found',
      at: expect.stringMatching(/^logger\.test\.[jt]s:\d+$/) as unknown,
    });
  });

  test('reduces what is not an error to nothing but that', () => {
    expect(logged({ err: { name: 'Yamada', message: 'x' } })['err']).toEqual({ name: 'NonError' });
    expect(logged({ err: 'Yamada' })['err']).toEqual({ name: 'NonError' });
  });

  test('has a fixed word as its event', () => {
    expect(logged({}, '山田太郎 saved')['event']).toBe('unnamed_event');
    expect(logged({}, 'Yamada saved 1')['event']).toBe('unnamed_event');
  });
});

/** Everything that somebody might hand to the logger by mistake, with the canary wherever a value can sit. */
const hostile = (canary: string): Record<string, unknown> => {
  const error = Object.assign(new Error(canary), { name: canary, code: canary, details: { canary } });
  const deep = { canary, [canary]: canary, list: [canary, { canary }], toJSON: () => canary, toString: () => canary };
  const getter = {
    get tenant(): string {
      throw new Error(canary);
    },
  };
  const fieldNames = (
    'method code errorId eventType topic jobId jobKind state dependency version tenant subject err ' +
    'durationMs partition offset attempt count port level time service msg event pid hostname traceId'
  ).split(' ');
  return {
    error: { err: error },
    'error with the canary as cause': { err: new AppError('internal', canary, { cause: error, details: { canary } }) },
    'every field a canary': Object.fromEntries(fieldNames.map((name) => [name, canary])),
    'every field an object': Object.fromEntries(fieldNames.map((name) => [name, deep])),
    'every field an array': Object.fromEntries(fieldNames.map((name) => [name, [canary]])),
    'unknown fields': { name: canary, body: deep, [canary]: 1, request: { headers: { cookie: canary } } },
    'a throwing getter': getter,
    map: new Map([[canary, canary]]),
    buffer: Buffer.from(canary),
    string: canary,
    array: [canary, deep],
    prototype: Object.create(deep) as unknown,
  };
};

describe.each(['山田CANARY太郎', 'yamada.canary@example.jp', '東京都CANARY 1-2-3', '〒100 canary 090-1234-5678'])(
  'the canary %s',
  (canary) => {
    test.each(Object.keys(hostile(canary)))('is in no line: %s', (kind) => {
      const lines: string[] = [];
      const logger = newLogger(lines);
      const value = hostile(canary)[kind] as LogFields;
      for (const level of ['debug', 'info', 'warn', 'error'] as const) {
        logger[level]('thing_happened', value);
        logger[level](canary, value);
      }
      const text = lines.join('');
      expect(lines).toHaveLength(8);
      expect(text.toLowerCase()).not.toContain('canary');
      expect(text).not.toContain('山田');
    });
  },
);

describe('pseudonyms', () => {
  const tenantOf = (subject = 'sub-1') => logged({ tenant: 'tenant-1', subject });

  test('are the same for all loggers of the installation, and never the id', () => {
    const [one, two] = [tenantOf(), tenantOf()];
    expect(one['tenant']).toMatch(/^[0-9a-f]{16}$/);
    expect(two['tenant']).toBe(one['tenant']);
    expect(tenantOf('sub-2')['subject']).not.toBe(one['subject']);
  });

  test('change with the week in Tokyo', () => {
    const sunday = tenantOf()['tenant'];
    time += 1000; // Monday, 00:00 in Tokyo; still Sunday in UTC
    const monday = tenantOf()['tenant'];
    expect(monday).not.toBe(sunday);
    expect(readdirSync(directory).sort()).toEqual(['log-pseudonym.2026-12-14.key', 'log-pseudonym.2026-12-21.key']);
  });

  test('lose their key 90 days after the week began, and nothing else is deleted', () => {
    writeFileSync(join(directory, 'something-else.key'), 'x');
    tenantOf();
    time = Date.parse('2027-03-13T23:59:59+09:00'); // the 89th day after Monday 2026-12-14
    tenantOf();
    expect(readdirSync(directory)).toContain('log-pseudonym.2026-12-14.key');
    time = Date.parse('2027-03-22T00:00:00+09:00'); // the next week in which somebody logs, though 98 days later
    tenantOf();
    expect(readdirSync(directory).sort()).toEqual([
      'log-pseudonym.2027-03-08.key',
      'log-pseudonym.2027-03-22.key',
      'something-else.key',
    ]);
  });

  test('lose their key to the second when somebody looks after it', () => {
    tenantOf();
    time = Date.parse('2027-03-13T23:59:59+09:00');
    expect(destroyPseudonymKeys(directory, { now: () => new Date(time) })).toBe(0);
    time += 1000; // 90 days after Monday 2026-12-14
    expect(destroyPseudonymKeys(directory, { now: () => new Date(time) })).toBe(1);
    expect(readdirSync(directory)).toEqual([]);
  });

  test('are left out, and the line is not, when the key directory cannot be used', () => {
    writeFileSync(join(directory, 'file'), '');
    directory = join(directory, 'file');
    expect(tenantOf()).toMatchObject({ tenant: 'unavailable', subject: 'unavailable', event: 'thing_happened' });
  });
});
