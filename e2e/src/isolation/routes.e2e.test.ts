import { beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { testedSystem } from '../harness/system-under-test.js';
import { ApiFailure } from '../season/api.js';
import { actorNames, type CastActor, type Target } from './cast.js';
import { addressesOf, readRouteTable, routeRows, type RouteRow } from './route-rows.js';
import { userRows } from './rows.js';
import { expectedOutcome } from './rule.js';
import { buildWorld, type World } from './world.js';

const system = testedSystem();
const table = readRouteTable();
const ofArea = (...areas: readonly string[]) => table.filter(({ area }) => areas.includes(area));
const methodOf = (name: string): string => name.split(' ')[0] ?? '';
const isRead = (name: string): boolean => methodOf(name) === 'GET';

let world: World;

beforeAll(async () => {
  world = await buildWorld(system);
  await pause(5_500); // grants given while building hold after five seconds at the latest
}, 600_000);

type Problem = { readonly code?: string; readonly reason?: string; readonly errorId?: string };
type Answer = { readonly outcome: string; readonly body: unknown };

/** A refusal that is no word of the rule: of the door in front of it, of a wrong request, of something broken. */
const beside = ['unauthenticated', 'validation_failed', 'limit_exceeded', 'internal', 'unavailable', 'timeout'];
const atTheDoor = ['csrf_token', 'cross_site'];
const statuses: Readonly<Record<string, number>> = { forbidden: 403, not_found: 404 };

const refusal = ({ status, problem }: ApiFailure, isList: boolean): Answer => {
  const { errorId, ...body } = (problem ?? {}) as Problem;
  const { code = 'nothing', reason = '' } = body;
  const said = `${status} ${code} ${reason}`;
  const isTold = errorId !== undefined && !beside.includes(code) && !atTheDoor.includes(reason);
  if (!isTold) return { outcome: said, body };
  const ruled = statuses[code];
  if (ruled !== undefined) return { outcome: ruled === status ? code : said, body };
  return { outcome: isList ? said : 'allowed', body };
};

const answerOf = async (name: string, row: RouteRow, { api }: CastActor, target: Target, address: string) => {
  if (row.csv !== undefined) return api.uploadCsv<unknown>(address, row.csv(target));
  if (row.file !== undefined) return api.uploadFile<unknown>(address, row.file(target), 'certificate.png');
  const method = methodOf(name);
  if (method === 'POST' || method === 'PUT' || method === 'DELETE') {
    return api.send<unknown>(method, address, row.body?.(target));
  }
  return /\.(pdf|csv)$|\/(export|pages\/1|file)$/.test(address) ? api.download(address) : api.get<unknown>(address);
};

const ask = async (name: string, row: RouteRow, actor: CastActor, target: Target, address: string): Promise<Answer> => {
  const { shows } = row;
  try {
    const answer = await answerOf(name, row, actor, target, address);
    if (shows === undefined) return { outcome: 'allowed', body: 'ok' };
    const id = userRows[rpcOf(name, row)]?.listedAs?.(target) ?? target.ids.employeeId;
    const outcome = (await shows(answer as never, target, actor.api)).includes(id) ? 'listed' : 'left_out';
    return { outcome, body: outcome };
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    return refusal(error, shows !== undefined);
  }
};

/** The RPC whose rule decides about a route. */
const rpcOf = (name: string, { decidedBy }: RouteRow): string => {
  const { calls = [] } = table.find((line) => line.name === name) ?? {};
  const rpc = decidedBy ?? (calls.length === 1 ? calls[0] : undefined);
  if (rpc === undefined || !calls.includes(rpc)) throw new Error(`${name}: which RPC decides?`);
  return rpc;
};

/** Asks a route as every actor for every target. @returns how often it asked, and what was not as the rule says */
const deviations = async (name: string, row: RouteRow) => {
  const rpc = rpcOf(name, row);
  const method = userRows[rpc];
  if (method === undefined) throw new Error(`${rpc} has no row`);
  const lines: string[] = [];
  let asked = 0;
  for (const actor of actorNames.map((actorName) => world.actors[actorName])) {
    const bodies = new Map<string, string>();
    for (const target of world.targetsOf(actor).filter((one) => method.only?.includes(one.name) ?? true)) {
      const expected = expectedOutcome(rpc, method.about, actor, target, world.everybody);
      for (const [index, address] of addressesOf(name, row, target).entries()) {
        const { outcome, body } = await ask(name, row, actor, target, address);
        asked += 1;
        bodies.set(`${target.name} ${index}`, JSON.stringify(body));
        if (outcome !== expected) lines.push(`${actor.name} × ${target.name}: ${outcome} instead of ${expected}`);
      }
    }
    for (const [key, missing] of bodies) {
      const foreign = bodies.get(key.replace('missing', 'otherTenant'));
      if (key.startsWith('missing') && foreign !== undefined && foreign !== missing) {
        lines.push(`${actor.name}: another tenant's ${foreign} can be told from a missing one ${missing}`);
      }
    }
  }
  return { asked, lines, least: actorNames.length * (method.only?.length ?? 5) - 1 };
};

describe('every route × every role × self, own department, other department, other company, other tenant, nobody', () => {
  test('the gateway serves the routes of its table, to whom the table says, and no others', async () => {
    type Operation = { readonly security: readonly Readonly<Record<string, unknown>>[] };
    const response = await fetch(`${system.publicBaseUrl}/api/v1/openapi.json`);
    const { paths } = (await response.json()) as Record<'paths', Record<string, Record<string, Operation>>>;
    const served = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { security }]) => {
        const name = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`;
        return `${name} ${security.flatMap((way) => Object.keys(way)).join(' ')}`;
      }),
    );
    const credential: Readonly<Record<string, string>> = { tenant: 'session', public: '' };
    const told = table.map(({ name, area }) => `${name} ${credential[area] ?? area}`);
    expect(served.sort()).toEqual(told.sort());
  });

  test('has a row for each route of the tenant area', () => {
    const names = ofArea('tenant').map(({ name }) => name);
    expect(Object.keys(routeRows).sort()).toEqual(names.sort());
  });

  test.each(Object.entries(routeRows))('%s', async (name, row) => {
    const { asked, lines, least } = await deviations(name, row);
    expect(lines).toEqual([]);
    expect(asked).toBeGreaterThanOrEqual(least);
  });
});

const typeOf = ({ csv, file }: RouteRow): string => {
  if (csv !== undefined) return 'text/csv';
  return file === undefined ? 'application/json' : 'application/octet-stream';
};

/** A request that carries a Bearer token or nothing, never a cookie, for a thing that the tenant has. */
const plainRequest = async (name: string, bearer?: string): Promise<string> => {
  const [target] = world.targetsOf(world.actors.admin);
  if (target === undefined) throw new Error('no target');
  const row = routeRows[name] ?? {};
  const [address = ''] = addressesOf(name, row, target);
  const body = row.csv?.(target) ?? row.file?.(target) ?? JSON.stringify(row.body?.(target) ?? {});
  const response = await fetch(`${system.publicBaseUrl}${address}`, {
    method: methodOf(name),
    headers: {
      ...{ origin: system.publicBaseUrl, 'idempotency-key': randomUUID(), 'x-nencho-csrf': randomUUID() },
      'content-type': typeOf(row),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
    ...(isRead(name) ? {} : { body }),
  });
  const { code = 'let in', reason = '' } = (await response.json().catch(() => ({}))) as Problem;
  return `${name}: ${response.status} ${code} ${reason}`;
};

const notSignedIn = (name: string): string => `${name}: 401 unauthenticated not_signed_in`;

describe('whoever has no session of a tenant', () => {
  test.each<[string, () => Promise<string | undefined>]>([
    ['nobody', async () => Promise.resolve(undefined)],
    ['an operator', async () => world.operator.accessToken()],
    ['an administrator who shows the token itself', async () => world.actors.admin.tokens.accessToken()],
  ])('%s is let in by no route of the tenant area', async (_who, tokenOf) => {
    const names = ofArea('tenant', 'session').map(({ name }) => name);
    const told: string[] = [];
    for (const name of names) told.push(await plainRequest(name, await tokenOf()));
    expect(told).toEqual(names.map(notSignedIn));
  });
});

describe('the routes of the operators', () => {
  const names = ofArea('operator').map(({ name }) => name);

  test.each(actorNames)('refuse a session of %s', async (actorName) => {
    const { api } = world.actors[actorName];
    for (const name of names) {
      const [method, path = ''] = name.split(' ');
      const request = method === 'GET' ? api.get(path) : api.send('POST', path);
      await expect(request).rejects.toMatchObject({ status: 401, problem: { code: 'unauthenticated' } });
    }
    expect(names.length).toBeGreaterThan(0);
  });

  test('refuse nobody’s request and the token of an administrator', async () => {
    for (const token of [undefined, await world.actors.admin.tokens.accessToken()]) {
      for (const name of names) expect(await plainRequest(name, token)).toContain(': 401 unauthenticated');
    }
  });

  test('answer an operator', async () => {
    const headers = { authorization: `Bearer ${await world.operator.accessToken()}` };
    const response = await fetch(`${system.publicBaseUrl}/api/v1/ops/tenants`, { headers });
    expect(response.status).toBe(200);
    await response.body?.cancel();
  });
});
