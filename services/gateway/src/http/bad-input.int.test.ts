import { request as httpRequest } from 'node:http';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DeclarationServiceService } from '@nencho/contracts/declaration/v1/declaration_service';
import { DeclarationStatus } from '@nencho/contracts/declaration/v1/declaration';
import { type Facts } from '@nencho/contracts/declaration/v1/facts';
import { factsFromWire } from '@nencho/contracts/facts';
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { localDate, newId } from '@nencho/kernel';
import { emptyFacts } from '@nencho/tax-rules';
import { type TestSession } from '@nencho/testing';
import { answering } from '../testing/test-peers.js';
import { person, signedInSuite } from '../testing/signed-in-suite.js';
import { largestUploadBytes } from './upload-route.js';

let calls = 0;
let received = 0;
let largestPiece = 0;
let savedFacts: Facts | undefined;
const identity = answering(IdentityServiceService, {
  createCompany: async () => {
    calls += 1;
    return Promise.resolve({ company: undefined });
  },
  startEmployeeImport: async (requests) => {
    calls += 1;
    for await (const { part } of requests) {
      if (part?.$case !== 'chunk') continue;
      received += part.value.length;
      largestPiece = Math.max(largestPiece, part.value.length);
    }
    return { import: undefined };
  },
});
const declaration = answering(DeclarationServiceService, {
  saveFacts: async ({ facts }) => {
    calls += 1;
    savedFacts = facts;
    return Promise.resolve({ version: 2, status: DeclarationStatus.DECLARATION_STATUS_DRAFT });
  },
});

const suite = signedInSuite({ peers: { identity: [identity], declaration: [declaration] } });
let session: TestSession;

beforeAll(async () => {
  session = await suite.first().signIn(person);
}, 300_000);

beforeEach(() => {
  calls = 0;
  received = 0;
  largestPiece = 0;
  savedFacts = undefined;
});

type Problem = {
  readonly code: string;
  readonly status: number;
  readonly violations: readonly { readonly path: string; readonly rule: string }[];
};

const id = newId();
const company = { code: 'C1', name: '株式会社見本' };
const rules = async (answer: Response): Promise<readonly string[]> =>
  ((await answer.json()) as Problem).violations.map(({ path, rule }) => `${path}: ${rule}`);
const postCompany = async (body: string): Promise<Response> =>
  session.fetch('/api/v1/companies', { method: 'POST', body, headers: { 'content-type': 'application/json' } });

describe('a JSON body', () => {
  test.each([
    ['nothing', '', ['code: required', 'name: required']],
    ['an empty object', '{}', ['code: required', 'name: required']],
    ['a field too many', JSON.stringify({ ...company, tenantId: id }), ['tenantId: unknown_field']],
    ['a query for a text', '{"code":{"$gt":""},"name":"x"}', ['code: wrong_type']],
    ['a list for a text', '{"code":["a"],"name":"x"}', ['code: wrong_type']],
    ['a number for a text', '{"code":1,"name":"x"}', ['code: wrong_type']],
    ['null for a text', '{"code":null,"name":"x"}', ['code: wrong_type']],
    ['an empty text', '{"code":"","name":"x"}', ['code: too_small']],
    ['a text too long', JSON.stringify({ ...company, name: 'x'.repeat(201) }), ['name: too_big']],
    [
      'a number of another form',
      JSON.stringify({ ...company, corporateNumber: '12' }),
      ['corporateNumber: wrong_format'],
    ],
    ['__proto__', '{"code":"C1","name":"x","__proto__":{"isAdmin":true}}', ['__proto__: unknown_field']],
    ['__proto__ further in', '{"code":{"__proto__":{}},"name":"x"}', ['code.__proto__: unknown_field']],
    ['constructor', '{"code":"C1","name":"x","constructor":{"prototype":{}}}', ['constructor: unknown_field']],
    ['broken JSON', '{"code":', [': malformed_json']],
    ['a bare text', '"C1"', [': malformed_json']],
    ['a list', '[]', [': wrong_type']],
    ['JSON nested very deeply', `{"code":${'['.repeat(20_000)}${']'.repeat(20_000)},"name":"x"}`, ['code: wrong_type']],
  ])('with %s is refused at its place', async (_name, body, expected) => {
    const answer = await postCompany(body);
    expect(answer.status).toBe(400);
    expect(await rules(answer)).toEqual(expected);
    expect(calls).toBe(0);
  });

  test('never echoes what was sent', async () => {
    const answer = await postCompany('{"code":{"secret":"4712-9981"},"name":"x","canary-8832":1}');
    const text = await answer.text();
    expect(text).not.toContain('4712-9981');
    expect(text).toContain('canary-8832');
    expect(suite.first().log.join('')).not.toContain('canary-8832');
  });

  test('beyond the limit is 413', async () => {
    const answer = await postCompany(JSON.stringify({ ...company, name: 'x'.repeat(70_000) }));
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: 'limit_exceeded', reason: 'message_bytes' });
  });

  test.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/json; charset=shift_jis', 415],
    ['application/json; charset=utf-8', 201],
  ])('of type %s is %i', async (type, status) => {
    const headers = { 'content-type': type };
    const answer = await session.fetch('/api/v1/companies', { method: 'POST', body: JSON.stringify(company), headers });
    expect(answer.status).toBe(status);
  });

  test('that is compressed is 415: it could be a bomb', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const answer = await session.fetch('/api/v1/companies', { method: 'POST', body: 'x', headers });
    expect(answer.status).toBe(415);
  });
});

describe('facts', () => {
  const put = async (facts: unknown, version: unknown = 1): Promise<Response> =>
    session.fetch(`/api/v1/declarations/${id}/facts`, { method: 'PUT', json: { version, facts } });

  test('in the shape of the tax rules are handed on', async () => {
    const answer = await put(emptyFacts(localDate('1990-01-01')));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ version: 2, status: 'DECLARATION_STATUS_DRAFT' });
  });

  test('are handed on with their details, and refused with what only the employer knows', async () => {
    const employer = { id: 'e1', name: '見本前職商事', kind: 'previous', column: 'main', slip: 'received' };
    const facts = {
      ...emptyFacts(localDate('1990-01-01')),
      employers: [{ ...employer, salary: 1_200_000, withheldTax: 24_000, socialInsurance: 180_000 }],
      status: { singleParent: { reason: 'unmarried', deFactoPartner: false } },
      incomes: [],
    };
    expect((await put(facts)).status).toBe(200);
    expect(savedFacts && factsFromWire(savedFacts)).toStrictEqual(facts);
    const answer = await put({ ...facts, employment: { column: 'secondary' } });
    expect(answer.status).toBe(400);
    expect(await rules(answer)).toEqual(['facts.employment: unknown_field']);
    const wrong = { ...facts, employers: [{ ...facts.employers[0], leftOn: '2026-02-30', slip: 'soon' }] };
    expect(await rules(await put(wrong))).toEqual([
      'facts.employers[0].leftOn: date',
      'facts.employers[0].slip: not_allowed',
    ]);
    expect(calls).toBe(1);
  });

  test('with wrong parts are refused with every place', async () => {
    const facts = emptyFacts(localDate('1990-02-28'));
    const wrong = { ...facts, person: { ...facts.person, birthDate: '1990-02-30' } };
    const answer = await put({ ...wrong, otherIncome: { $gt: '' }, mine: 1 }, '1');
    expect(answer.status).toBe(400);
    const found = await rules(answer);
    expect(found).toContain('version: wrong_type');
    expect(found).toContain('facts.mine: unknown_field');
    expect(found.some((rule) => rule.startsWith('facts.otherIncome: '))).toBe(true);
    expect(found).toContain('facts.person.birthDate: date');
    expect(calls).toBe(0);
  });
});

describe('addresses', () => {
  test.each([
    ['/api/v1/campaigns/1', ['campaignId: wrong_format']],
    ['/api/v1/campaigns/%7B%22$gt%22:%22%22%7D', ['campaignId: wrong_format']],
    ['/api/v1/campaigns/%E0%A4', [': malformed_request']],
    ['/api/v1/employees?limit=0', ['limit: too_small']],
    ['/api/v1/employees?limit=201', ['limit: too_big']],
    ['/api/v1/employees?limit=ten', ['limit: wrong_type']],
    ['/api/v1/employees?tenantId=x', ['tenantId: unknown_field']],
    ['/api/v1/employees?q=a', ['q: unknown_field']],
    ['/api/v1/employees?companyId=a&companyId=b', ['companyId: wrong_type']],
    ['/api/v1/employees?q[$gt]=', ['q[$gt]: unknown_field']],
    ['/api/v1/employees?__proto__=x', ['__proto__: unknown_field']],
    ['/api/v1/declarations', ['campaignId: required']],
    ['/api/v1/declarations?campaignId=x&status=y', ['campaignId: wrong_format', 'status: not_allowed']],
    ['/api/v1/jobs/retention.x', ['job: wrong_format']],
    ['/api/v1/jobs/identity', ['job: wrong_format']],
    ['/api/v1/audit?from=yesterday', ['from: wrong_format']],
  ])('%s is refused at its place', async (path, expected) => {
    const answer = await session.fetch(path);
    expect(answer.status).toBe(400);
    expect(await rules(answer)).toEqual(expected);
  });

  test.each(['/api/v1/nothing', '/api/v2/me', '/api/v1/ME', '/api/v1/me/', '/api', '/login/elsewhere'])(
    '%s is not found',
    async (path) => {
      const answer = await session.fetch(path);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: 'not_found' });
    },
  );

  test('another method is not found', async () => {
    expect((await session.fetch('/api/v1/me', { method: 'DELETE' })).status).toBe(404);
  });
});

describe('an Idempotency-Key', () => {
  test.each([
    ['', 'wrong_format'],
    ['short', 'wrong_format'],
    ['with a blank', 'wrong_format'],
    ['x'.repeat(101), 'wrong_format'],
  ])('%j is refused', async (key, rule) => {
    const headers = { 'idempotency-key': key };
    const answer = await session.fetch('/api/v1/companies', { method: 'POST', json: company, headers });
    expect(await rules(answer)).toEqual([`header.idempotency-key: ${rule}`]);
    expect(calls).toBe(0);
  });

  test('that is missing is asked for', async () => {
    const { send, baseUrl } = suite.first();
    const answer = await send(`${baseUrl}/api/v1/companies`, {
      method: 'POST',
      headers: {
        cookie: `nencho.sid=${session.cookie('nencho.sid') ?? ''}`,
        origin: baseUrl,
        'x-nencho-csrf': session.csrfToken,
        'content-type': 'application/json',
      },
      body: JSON.stringify(company),
    });
    expect(await rules(answer)).toEqual(['header.idempotency-key: required']);
  });
});

describe('an upload', () => {
  const csv = { 'content-type': 'text/csv' };
  const upload = async (
    body: RequestInit['body'],
    headers: Readonly<Record<string, string>> = csv,
  ): Promise<Response> =>
    session.fetch('/api/v1/employee-imports', {
      method: 'POST',
      headers,
      ...(body === undefined ? {} : { body }),
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    } as never);

  /** Without a length given beforehand. */
  const streamOf = (bytes: number): ReadableStream<Uint8Array> => {
    let left = bytes;
    return new ReadableStream({
      pull: (controller) => {
        const size = Math.min(left, 256 * 1024);
        left -= size;
        if (size === 0) controller.close();
        else controller.enqueue(new Uint8Array(size).fill(97));
      },
    });
  };

  test('of the largest size arrives whole, in pieces of at most 64 KiB', async () => {
    const answer = await upload(streamOf(largestUploadBytes));
    expect(answer.status).toBe(201);
    expect(received).toBe(largestUploadBytes);
    expect(largestPiece).toBeLessThanOrEqual(64 * 1024);
  });

  test('one byte larger is 413 although its length was not given', async () => {
    const answer = await upload(streamOf(largestUploadBytes + 1));
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: 'limit_exceeded', reason: 'file_bytes' });
  });

  test('whose given length is too large is refused before a byte is handed on', async () => {
    const answer = await upload('x'.repeat(largestUploadBytes + 1));
    expect(answer.status).toBe(413);
    expect(calls).toBe(0);
  });

  test.each([
    ['application/json', 415],
    ['text/csv; charset=shift_jis', 415],
    ['text/csv; charset=UTF-8', 201],
    ['multipart/form-data; boundary=x', 415],
  ])('of type %s is %i', async (type, status) => {
    expect((await upload('a,b', { 'content-type': type })).status).toBe(status);
  });

  test('that breaks off leaves nothing behind', async () => {
    const outcome = new Promise<string>((resolve) => {
      const call = httpRequest({
        ...{ host: '127.0.0.1', port: suite.first().port, path: '/api/v1/employee-imports', method: 'POST' },
        headers: {
          cookie: `nencho.sid=${session.cookie('nencho.sid') ?? ''}`,
          origin: suite.first().baseUrl,
          'x-nencho-csrf': session.csrfToken,
          'idempotency-key': newId(),
          'content-type': 'text/csv',
          'content-length': '1000',
        },
      });
      call.on('error', () => {
        resolve('broken off');
      });
      call.write('half');
      const whenReceived = setInterval(() => {
        if (received < 4) return;
        clearInterval(whenReceived);
        call.destroy();
      }, 10);
    });
    expect(await outcome).toBe('broken off');
    expect((await upload('a,b')).status).toBe(201);
  });
});
