import { setTimeout as pause } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Actor, ResolvedActor, UserActor } from '@nencho/auth';
import { AppError, employeeId, notFound, tenantId, validationFailed, type AppErrorCode } from '@nencho/kernel';
import type { CallContext } from './bind-service.js';
import type { TlsConfig } from './credentials.js';
import { errorStatuses, fromServiceError } from './error-mapping.js';
import type { PeerClient } from './grpc-client.js';
import {
  createTestCertificates,
  rawCall,
  startEcho,
  startTestRealm,
  type EchoService,
} from './testing/wire-harness.js';

// Processes, sockets and key pairs take their time on a loaded machine.
jest.setTimeout(30_000);

type Seen = { readonly actor: Actor; readonly context: CallContext };

const person: ResolvedActor = {
  disabled: false,
  employeeId: employeeId('e1'),
  departmentIds: [],
  grants: [{ role: 'hr', scope: { kind: 'company', companyId: 'c1' } }],
  grantsVersion: 4,
};

let certificates: Awaited<ReturnType<typeof createTestCertificates>>;
let realm: Awaited<ReturnType<typeof startTestRealm>>;
let wire: Awaited<ReturnType<typeof startEcho>>;
let gatewayTls: TlsConfig;
let gateway: PeerClient<EchoService>;
let seen: Seen[] = [];
let thrown: unknown;
const aborted: string[] = [];

/** The other side notices on its own. */
const untilAborts = async (count: number): Promise<void> => {
  for (let look = 0; aborted.length < count && look < 500; look += 1) {
    await pause(10);
  }
};
const untilAbort = async (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

const echo = async ({ text }: { readonly text: string }, context: CallContext) => {
  seen.push({ actor: context.actor, context });
  if (text === 'throw') {
    throw thrown;
  }
  if (text === 'wait') {
    await untilAbort(context.signal);
    aborted.push('unary');
  }
  return { text: text === 'large' ? 'x'.repeat(5_000_000) : `${text}!` };
};

beforeAll(async () => {
  certificates = await createTestCertificates();
  realm = await startTestRealm();
  gatewayTls = await certificates.issue('gateway');
  wire = await startEcho({
    tls: await certificates.issue('identity'),
    verify: realm.verify,
    resolve: async (_tenant, sub) => {
      if (sub === 'unknown') {
        throw notFound('user');
      }
      return Promise.resolve({
        ...person,
        disabled: sub === 'disabled',
        grants: sub === 'nobody' ? [] : person.grants,
      });
    },
    handlers: {
      say: echo,
      operate: echo,
      internal: echo,
      forPerson: echo,
      open: echo,
      list: async function* ({ count = 0 }, context) {
        for (let item = 0; item < count; item += 1) {
          yield await Promise.resolve({ text: String(item) });
        }
        seen.push({ actor: context.actor, context });
      },
      join: async (requests) => {
        const texts: string[] = [];
        for await (const { text } of requests) {
          texts.push(text);
        }
        return { text: texts.join('') };
      },
    },
  });
  gateway = wire.clientAs(gatewayTls);
});
afterAll(async () => {
  await wire.close();
  realm.close();
  certificates.close();
});
beforeEach(() => {
  seen = [];
});

const soon = { deadlineMs: 5_000 };
const raw = async (path: string, options: Partial<Parameters<typeof rawCall>[2]>) =>
  rawCall(wire.server.port, path, { tls: gatewayTls, deadlineMs: 3_000, ...options });
const hi = { text: 'hi' };
const code = (expected: AppErrorCode) => expect.objectContaining({ name: 'AppError', code: expected });

describe('mutual TLS', () => {
  test('names the calling service to the handler by its certificate', async () => {
    await expect(gateway.internal(hi, soon)).resolves.toEqual({ text: 'hi!' });
    expect(seen[0]?.context.caller).toBe('gateway');
    expect(seen[0]?.actor).toEqual({ kind: 'service', service: 'gateway' });
  });

  test('refuses a client without a certificate', async () => {
    const error = await raw('/test.Echo/Internal', { certificate: false });
    expect(error?.code).toBe(status.UNAVAILABLE);
    expect(seen).toEqual([]);
  });

  test('refuses a client of another authority', async () => {
    const tls = await certificates.issue('gateway', { by: certificates.stranger });
    await expect(wire.clientAs(tls).internal(hi, { deadlineMs: 3_000 })).rejects.toEqual(code('unavailable'));
    expect(seen).toEqual([]);
  });

  test('refuses an expired certificate', async () => {
    const tls = await certificates.issue('gateway', { notAfter: new Date(Date.now() - 60_000) });
    await expect(wire.clientAs(tls).internal(hi, { deadlineMs: 3_000 })).rejects.toEqual(code('unavailable'));
  });

  test('does not talk to a server of another authority', async () => {
    const tls = await certificates.issue('gateway', { trusts: certificates.stranger });
    await expect(wire.clientAs(tls).internal(hi, { deadlineMs: 3_000 })).rejects.toEqual(code('unavailable'));
    expect(seen).toEqual([]);
  });

  test('does not talk to a server that is another service', async () => {
    const impostor = await startEcho({
      tls: await certificates.issue('document'),
      verify: realm.verify,
      resolve: async () => Promise.resolve(person),
      handlers: {
        say: echo,
        operate: echo,
        internal: echo,
        forPerson: echo,
        open: echo,
        list: listNothing,
        join: echoJoin,
      },
    });
    const client = impostor.clientAs(gatewayTls);
    await expect(client.internal(hi, { deadlineMs: 3_000 })).rejects.toEqual(code('unavailable'));
    await impostor.close();
    expect(seen).toEqual([]);
  });

  test.each([
    ['of a service that the method does not admit', 'declaration', {}, 'forbidden'],
    ['of no service of ours', 'gateway', { spiffeId: 'spiffe://nencho/intruder' }, 'unauthenticated'],
    ['of another trust domain', 'gateway', { spiffeId: 'spiffe://other/gateway' }, 'unauthenticated'],
    ['with more after the name', 'gateway', { spiffeId: 'spiffe://nencho/gateway/x' }, 'unauthenticated'],
    ['without a URI', 'gateway', { spiffeId: undefined }, 'unauthenticated'],
  ] as const)('refuses a certificate %s', async (_situation, name, leaf, expected) => {
    const client = wire.clientAs(await certificates.issue(name, leaf));
    await expect(client.internal(hi, soon)).rejects.toEqual(code(expected));
    expect(seen).toEqual([]);
  });
});

const listNothing = async function* (): AsyncGenerator<{ text: string }> {
  yield await Promise.resolve({ text: '' });
};
const echoJoin = async () => Promise.resolve({ text: '' });

describe('the person behind a call', () => {
  test('is resolved from the token', async () => {
    const token = realm.sign({ amr: ['pwd'] });
    await gateway.say(hi, { ...soon, token });
    expect(seen[0]?.actor).toEqual({
      kind: 'user',
      tenantId: 'tenant-1',
      sub: 'person-1',
      employeeId: 'e1',
      departmentIds: [],
      grants: person.grants,
      grantsVersion: 4,
      credential: { kind: 'token', token, amr: ['pwd'] },
    });
  });

  const past = Math.floor(Date.now() / 1_000) - 60;
  test.each<[string, object]>([
    ['expired', { exp: past }],
    ['for another audience', { aud: 'account' }],
    ['of another issuer', { iss: 'http://127.0.0.1/realms/nencho' }],
    ['of a person who was disabled', { sub: 'disabled' }],
    ['of an unknown person', { sub: 'unknown' }],
  ])('is refused with a token %s', async (_situation, claims) => {
    await expect(gateway.say(hi, { ...soon, token: realm.sign({ ...claims }) })).rejects.toEqual(
      code('unauthenticated'),
    );
    expect(seen).toEqual([]);
  });

  test('is refused with a token of the operators’ realm, and the other way round', async () => {
    const ops = realm.sign({ iss: realm.realms.ops });
    await expect(gateway.say(hi, { ...soon, token: ops })).rejects.toEqual(code('unauthenticated'));
    await expect(gateway.operate(hi, { ...soon, token: realm.sign() })).rejects.toEqual(code('unauthenticated'));
    await gateway.operate(hi, { ...soon, token: ops });
    expect(seen.map(({ actor }) => actor.kind)).toEqual(['operator']);
  });

  test('is refused with a forged token', async () => {
    const [header, , signature] = realm.sign().split('.');
    const [, payload] = realm.sign({ sub: 'somebody-else' }).split('.');
    const token = [header, payload, signature].join('.');
    await expect(gateway.say(hi, { ...soon, token })).rejects.toEqual(code('unauthenticated'));
    expect(seen).toEqual([]);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['without a token', {}],
    ['with another scheme', { authorization: 'Basic YTpi' }],
    ['with two tokens in one', { authorization: 'Bearer a, Bearer b' }],
    [
      'with on-behalf-of where only a token counts',
      { 'nencho-on-behalf-of': '{"tenantId":"t","sub":"s","grantsVersion":1,"jobId":"j"}' },
    ],
  ])('is refused %s', async (_situation, metadata) => {
    expect((await raw('/test.Echo/Say', { metadata }))?.code).toBe(status.UNAUTHENTICATED);
    expect(seen).toEqual([]);
  });

  const job: UserActor = {
    ...person,
    kind: 'user',
    tenantId: tenantId('tenant-1'),
    sub: 'person-1',
    credential: { kind: 'job', service: 'declaration', jobId: 'job-1' },
  };

  test('is known from a job that the person started, to a method that admits it', async () => {
    const declaration = wire.clientAs(await certificates.issue('declaration'));
    await declaration.forPerson(hi, { ...soon, actor: job });
    expect(seen[0]?.actor).toMatchObject({
      kind: 'user',
      sub: 'person-1',
      grants: person.grants,
      credential: { kind: 'job', service: 'declaration', jobId: 'job-1' },
    });
    await expect(declaration.forPerson(hi, { ...soon, actor: { ...job, sub: 'nobody' } })).rejects.toEqual(
      code('forbidden'),
    );
    await expect(declaration.forPerson(hi, { ...soon, actor: { ...job, sub: 'disabled' } })).rejects.toEqual(
      code('unauthenticated'),
    );
    await declaration.forPerson(hi, { ...soon, token: realm.sign() });
    expect(seen).toHaveLength(2);
  });

  test.each(['{}', 'no json', '{"tenantId":"t","sub":"s","grantsVersion":1,"jobId":"j","role":"admin"}'])(
    'is refused when on-behalf-of is %s',
    async (claim) => {
      const tls = await certificates.issue('declaration');
      const error = await raw('/test.Echo/ForPerson', { tls, metadata: { 'nencho-on-behalf-of': claim } });
      expect(error?.code).toBe(status.UNAUTHENTICATED);
    },
  );

  test('does not travel to a method that asks for nobody', async () => {
    await gateway.open(hi, { ...soon, token: realm.sign() });
    await gateway.internal(hi, { ...soon, token: realm.sign() });
    expect(seen.map(({ actor }) => actor.kind)).toEqual(['anonymous', 'service']);
  });
});

describe('errors', () => {
  test.each(Object.keys(errorStatuses).filter((name) => name !== 'internal') as AppErrorCode[])(
    '%s arrives as it was thrown',
    async (name) => {
      const violations = [{ path: 'facts.spouse.birthDate', rule: 'required', params: { 上限: '三' } }];
      thrown = new AppError(name, 'text for our own log', { violations, details: { kind: 'declaration' } });
      const error = await gateway.internal({ text: 'throw' }, soon).catch((caught: unknown) => caught);
      const { errorId } = thrown as AppError;
      expect(error).toMatchObject({
        name: 'AppError',
        code: name,
        violations,
        details: { kind: 'declaration' },
        errorId,
      });
      expect((error as AppError).message).not.toContain('our own log');
      expect((error as AppError).cause).toMatchObject({ code: errorStatuses[name].grpc, details: name });
    },
  );

  test('a bug arrives as internal with an id and nothing else; the log has the id and the cause', async () => {
    thrown = new TypeError('cannot read 山田太郎');
    const error = await gateway.internal({ text: 'throw' }, soon).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'internal', violations: [], details: {} });
    expect((error as AppError).cause).toMatchObject({ details: 'internal' });
    const line = wire.lines.at(-1);
    expect(line).toMatchObject({
      level: 'error',
      fields: { code: 'internal', errorId: (error as AppError).errorId, err: thrown },
    });
  });

  test('an internal AppError tells nothing of its details either', async () => {
    thrown = new AppError('internal', 'secret', {
      details: { secret: 'secret' },
      violations: [{ path: 'a', rule: 'b' }],
    });
    await expect(gateway.internal({ text: 'throw' }, soon)).rejects.toMatchObject({ details: {}, violations: [] });
  });

  test('ten thousand violations arrive as far as they fit, with the number left out', async () => {
    const all = Array.from({ length: 10_000 }, (_, row) => ({
      path: `row ${String(row)}`,
      rule: 'required',
      params: {},
    }));
    thrown = validationFailed(all);
    const error = (await gateway.internal({ text: 'throw' }, soon).catch((caught: unknown) => caught)) as AppError;
    expect(error.code).toBe('validation_failed');
    expect(error.violations.length).toBeGreaterThan(200);
    expect(error.violations).toEqual(all.slice(0, error.violations.length));
    expect(error.details).toEqual({ violationsLeftOut: String(10_000 - error.violations.length) });
  });

  test('a message that cannot be decoded is validation_failed', async () => {
    const error = await raw('/test.Echo/Internal', { bytes: Buffer.from('{"text":') });
    expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: 'validation_failed' });
    expect(error === null ? undefined : fromServiceError(error, 'identity').violations).toEqual([
      { path: '', rule: 'malformed_message', params: {} },
    ]);
    expect(seen).toEqual([]);
  });
});

describe('deadlines', () => {
  test('a call without one is not sent, and not served', async () => {
    await expect(gateway.internal(hi, {})).rejects.toThrow('needs a deadline');
    const error = await rawCall(wire.server.port, '/test.Echo/Internal', { tls: gatewayTls });
    expect(error?.code).toBe(status.INVALID_ARGUMENT);
    expect(seen).toEqual([]);
  });

  test('the handler learns it, and the earlier of two holds', async () => {
    const deadline = new Date(Date.now() + 2_000);
    await gateway.internal(hi, { deadline, deadlineMs: 60_000 });
    expect(Math.abs((seen[0]?.context.deadline.getTime() ?? 0) - deadline.getTime())).toBeLessThan(500);
  });

  test('when it passes the caller gets timeout and the handler’s signal aborts', async () => {
    aborted.length = 0;
    await expect(gateway.internal({ text: 'wait' }, { deadlineMs: 150 })).rejects.toEqual(code('timeout'));
    await untilAborts(1);
    expect(aborted).toEqual(['unary']);
    await pause(10);
    expect(wire.lines.at(-1)?.fields).toMatchObject({ method: '/test.Echo/Internal', code: 'cancelled' });
  });

  test('the caller’s own signal cancels the call', async () => {
    aborted.length = 0;
    const controller = new AbortController();
    const call = gateway.internal({ text: 'wait' }, { ...soon, signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await expect(call).rejects.toEqual(code('unavailable'));
    await untilAborts(1);
    expect(aborted).toEqual(['unary']);
  });
});

describe('the log', () => {
  test('has one line per call, at its end, without the message', async () => {
    const before = wire.lines.length;
    await gateway.say({ text: '山田' }, { ...soon, token: realm.sign() });
    await expect(gateway.say(hi, { ...soon, token: 'x' })).rejects.toEqual(code('unauthenticated'));
    const [good, bad, ...more] = wire.lines.slice(before);
    expect(more).toEqual([]);
    const duration = { durationMs: expect.any(Number) };
    expect(good).toEqual({
      level: 'info',
      event: 'rpc_finished',
      fields: { method: '/test.Echo/Say', code: 'ok', tenant: 'tenant-1', subject: 'person-1', ...duration },
    });
    expect(bad?.fields).toEqual({
      method: '/test.Echo/Say',
      code: 'unauthenticated',
      errorId: expect.any(String),
      ...duration,
    });
  });
});

describe('large messages', () => {
  test('a request over 4 MiB is refused before it is sent', async () => {
    const error = await gateway.internal({ text: 'x'.repeat(4_200_000) }, soon).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'limit_exceeded',
      details: { limit: 'message_bytes', max: '4194304', actual: '4200011' },
    });
    expect(seen).toEqual([]);
  });

  test('a response over 4 MiB is an error of its own, not of the connection', async () => {
    await expect(gateway.internal({ text: 'large' }, soon)).rejects.toMatchObject({
      code: 'limit_exceeded',
      details: { limit: 'message_bytes', actual: '5000011' },
    });
    await expect(gateway.internal({ text: 'x'.repeat(4_000_000) }, soon)).resolves.toBeDefined();
  });

  test('a server refuses what a foreign client sends all the same', async () => {
    const error = await raw('/test.Echo/Internal', { bytes: Buffer.alloc(5_000_000) });
    expect(error?.code).toBe(status.RESOURCE_EXHAUSTED);
  });
});
