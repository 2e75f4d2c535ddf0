import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { methodPolicies, type MethodPolicy, type ServiceName } from '@nencho/auth';
import { rawCall, serviceClients, type ServiceClients } from '@nencho/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { testedSystem } from '../harness/system-under-test.js';
import { deviations } from './ask.js';
import { ApiFailure } from '../season/api.js';
import { actorNames, type Ids } from './cast.js';
import { rowsForServices, userRows } from './rows.js';
import { buildWorld, type World } from './world.js';

const system = testedSystem();
const services: readonly ServiceName[] = [
  'gateway',
  'identity',
  'declaration',
  'document',
  'notification',
  'retention',
];
const policies = Object.entries(methodPolicies);
const ofKind = (...kinds: readonly MethodPolicy['kind'][]) => policies.filter(([, { kind }]) => kinds.includes(kind));

const status = { invalidArgument: 3, permissionDenied: 7, unavailable: 14, unauthenticated: 16 };

let world: World;
let gateway: ServiceClients;
let document: ServiceClients;
/** Taken at the beginning, to have run out at the end. */
let oldToken: string;

beforeAll(async () => {
  world = await buildWorld(system);
  gateway = serviceClients(system, 'gateway');
  document = serviceClients(system, 'document');
  oldToken = await world.actors.admin.tokens.accessToken();
  await pause(5_500); // grants given while building hold after five seconds at the latest
}, 600_000);
afterAll(() => {
  for (const clients of [gateway, document]) (clients as ServiceClients | undefined)?.close();
});

describe('every method × every role × self, own department, other department, other company, other tenant, nobody', () => {
  test('has a row for each method that people call', () => {
    expect(Object.keys(userRows).sort()).toEqual(
      ofKind('user')
        .map(([path]) => path)
        .sort(),
    );
    expect(Object.keys(rowsForServices).sort()).toEqual(
      ofKind('internalWithUser')
        .map(([path]) => path)
        .sort(),
    );
  });

  test.each(Object.entries(userRows))('%s', async (path, row) => {
    const { asked, lines } = await deviations(path, row, gateway, world);
    expect(lines).toEqual([]);
    expect(asked).toBeGreaterThanOrEqual(actorNames.length * (row.only?.length ?? 5) - 1);
  });

  test.each(Object.entries(rowsForServices))('%s, by the document service for a person', async (path, row) => {
    expect((await deviations(path, row, document, world)).lines).toEqual([]);
  });
});

/** `/nencho.identity.v1.IdentityService/GetMe` → identity; JobService is mounted by two, asked at identity here. */
const serviceOf = (path: string): ServiceName => {
  const area = /^\/nencho\.(\w+)\./.exec(path)?.[1];
  return services.find((name) => name === area) ?? 'identity';
};
const codeOf = async (path: string, as: ServiceName, metadata: Readonly<Record<string, string>> = {}) =>
  (await rawCall(system, { service: serviceOf(path), path, as, metadata, deadlineMs: 10_000 }))?.code;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const refusedWith = async (
  paths: readonly (readonly [string, MethodPolicy])[],
  expected: number,
  code: (path: string, policy: MethodPolicy) => Promise<number | undefined>,
): Promise<void> => {
  const others: string[] = [];
  for (const [path, policy] of paths) {
    const found = await code(path, policy);
    if (found !== expected) others.push(`${path}: ${String(found)}`);
  }
  expect(others).toEqual([]);
  expect(paths.length).toBeGreaterThan(0);
};
/** Every route that reads one thing by its id. */
const routesOf = (ids: Ids): readonly string[] => [
  `/api/v1/employee-imports/${ids.employeeImportId}`,
  `/api/v1/jobs/identity.${ids.identityJobId}`,
  `/api/v1/jobs/declaration.${ids.declarationJobId}`,
  `/api/v1/campaigns/${ids.campaignId}`,
  `/api/v1/campaigns/${ids.campaignId}/progress`,
  `/api/v1/campaigns/${ids.campaignId}/results.csv`,
  `/api/v1/declarations?campaignId=${ids.campaignId}`,
  `/api/v1/declarations/${ids.declarationId}`,
  `/api/v1/declarations/${ids.declarationId}/result`,
  `/api/v1/declarations/${ids.declarationId}/slip.pdf`,
  `/api/v1/pay-imports/${ids.payImportId}`,
];

const firstCaller = ({ callers }: MethodPolicy): ServiceName => callers[0] ?? 'gateway';

describe('straight to the port of a service, past the gateway', () => {
  const forPeople = ofKind('user', 'operator', 'internalWithUser');

  test.each(services.filter((name) => name !== 'gateway'))(
    '%s answers nobody without a certificate',
    async (service) => {
      const paths = policies.filter(([path]) => serviceOf(path) === service);
      await refusedWith(paths, status.unavailable, async (path) => {
        const error = await rawCall(system, { service, path, deadlineMs: 5_000 });
        return error?.code;
      });
    },
  );

  test('a certificate of a service whom the method does not admit is refused, whatever token it shows', async () => {
    const token = await world.actors.admin.tokens.accessToken();
    for (const as of services) {
      const closed = policies.filter(([, { callers }]) => !callers.includes(as));
      await refusedWith(closed, status.permissionDenied, async (path) => codeOf(path, as, bearer(token)));
    }
  });

  test('a call without a deadline is refused', async () => {
    await refusedWith(policies, status.invalidArgument, async (path, policy) => {
      const error = await rawCall(system, { service: serviceOf(path), path, as: firstCaller(policy) });
      return error?.code;
    });
  });

  test.each<[string, () => Promise<Readonly<Record<string, string>>>]>([
    ['without a token', async () => Promise.resolve({})],
    [
      'with a forged token',
      async () => {
        const [header = '', payload = '', signature = ''] = (await world.actors.employee.tokens.accessToken()).split(
          '.',
        );
        const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as object;
        const forged = Buffer.from(JSON.stringify({ ...claims, tenant: world.otherTenant.id })).toString('base64url');
        return bearer([header, forged, signature].join('.'));
      },
    ],
    ['with a token of another audience', async () => Promise.resolve(bearer(world.actors.admin.tokens.idToken))],
    ['with another word for a token', async () => Promise.resolve({ authorization: 'Basic YWRtaW46YWRtaW4=' })],
  ])('every method for people refuses a call %s', async (_situation, metadata) => {
    const shown = await metadata();
    await refusedWith(forPeople, status.unauthenticated, async (path, policy) =>
      codeOf(path, firstCaller(policy), shown),
    );
  });

  test('an operator reaches no tenant, and no user of a tenant what is the operators’', async () => {
    await refusedWith(ofKind('user', 'internalWithUser'), status.unauthenticated, async (path, policy) =>
      codeOf(path, firstCaller(policy), bearer(await world.operator.accessToken())),
    );
    await refusedWith(ofKind('operator'), status.unauthenticated, async (path) =>
      codeOf(path, 'gateway', bearer(await world.actors.admin.tokens.accessToken())),
    );
    const listed = await gateway.identity.listTenants(
      { page: { cursor: '', limit: 200 } },
      { token: await world.operator.accessToken(), deadlineMs: 10_000 },
    );
    expect(listed.items.map(({ code }) => code)).toContain(world.tenantCode);
  });

  test('on behalf of a person: what that person may see, of that person’s tenant, and for services only', async () => {
    const { employee } = world.actors;
    const claim = (tenantId: string) => ({
      'nencho-on-behalf-of': JSON.stringify({ tenantId, sub: randomUUID(), grantsVersion: 0, jobId: randomUUID() }),
    });
    await refusedWith(ofKind('internalWithUser'), status.unauthenticated, async (path) =>
      codeOf(path, 'document', claim(world.tenantId)),
    );
    await refusedWith(ofKind('user'), status.unauthenticated, async (path) =>
      codeOf(path, 'gateway', claim(world.tenantId)),
    );
    const request = { tenantId: world.otherTenant.id, employeeIds: [world.otherTenant.ids.employeeId] };
    const token = await employee.tokens.accessToken();
    await expect(document.identity.batchGetCardsForJob(request, { token, deadlineMs: 10_000 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('an invitation of another tenant is answered as one that does not exist', async () => {
    const tries = [world.otherTenant.ids.invitationId, randomUUID()].map(async (invitationId) => {
      const link = { tenantCode: world.tenantCode, invitationId, token: 'x'.repeat(22) };
      const options = { deadlineMs: 10_000 };
      const answers = await Promise.allSettled([
        gateway.identity.previewInvitation(link, options),
        gateway.identity.redeemInvitation({ ...link, password: `${randomUUID()} long` }, options),
      ]);
      return answers.map((answer) => {
        const { code, details } = (answer as PromiseRejectedResult).reason as { code: string; details: object };
        return { code, details };
      });
    });
    const [foreign, missing] = await Promise.all(tries);
    expect(foreign).toEqual(missing);
    expect(foreign?.map(({ code }) => code)).toEqual(['not_found', 'not_found']);
  });
});

describe('through the gateway', () => {
  test('another tenant’s id and an unknown id get the same status and the same body on every route', async () => {
    const { admin } = world.actors;
    const [foreign, missing] = (['otherTenant', 'missing'] as const).map((name) => {
      const target = world.targetsOf(admin).find((one) => one.name === name);
      if (target === undefined) throw new Error(`no target ${name}`);
      return routesOf(target.ids);
    });
    const answer = async (route: string): Promise<unknown> => {
      const failure = await admin.api.get(route).catch((error: unknown) => error);
      if (!(failure instanceof ApiFailure)) return `${route} answered`;
      const { errorId, ...body } = failure.problem as Readonly<Record<string, unknown>>;
      return { status: failure.status, hasId: typeof errorId === 'string', body };
    };
    const differing: unknown[] = [];
    for (const [index, route] of (foreign ?? []).entries()) {
      const [ofForeign, ofMissing] = [await answer(route), await answer(missing?.[index] ?? '')];
      if (JSON.stringify(ofForeign) !== JSON.stringify(ofMissing)) differing.push([route, ofForeign, ofMissing]);
      expect(ofForeign).toMatchObject({ status: 404, hasId: true, body: { code: 'not_found' } });
    }
    expect(differing).toEqual([]);
  });
});

describe('what was good once', () => {
  test('a person who is disabled is refused within five seconds, though the token lives on', async () => {
    const { tokens, ids } = world.leaver;
    const token = await tokens.accessToken();
    const people = ofKind('user');
    expect(await gateway.identity.getMe({}, { token, deadlineMs: 10_000 })).toMatchObject({
      card: { id: ids.employeeId },
    });
    await gateway.identity.disableUser(
      { idempotencyKey: randomUUID(), employeeId: ids.employeeId },
      { token: await world.actors.admin.tokens.accessToken(), deadlineMs: 10_000 },
    );
    await pause(5_000);
    const stillLives = (): boolean => {
      const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { exp: number };
      return exp * 1_000 > Date.now() - 30_000;
    };
    await refusedWith(people, status.unauthenticated, async (path) => codeOf(path, 'gateway', bearer(token)));
    expect(stillLives()).toBe(true);
  });

  test('a token that ran out is refused by every method for people', async () => {
    const { exp } = JSON.parse(Buffer.from(oldToken.split('.')[1] ?? '', 'base64url').toString()) as { exp: number };
    const tolerance = 31_000;
    await pause(Math.max(0, exp * 1_000 + tolerance - Date.now()));
    await refusedWith(ofKind('user', 'internalWithUser'), status.unauthenticated, async (path, policy) =>
      codeOf(path, firstCaller(policy), bearer(oldToken)),
    );
  });
});
