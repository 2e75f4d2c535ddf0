import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { methodPolicies } from '@nencho/auth';
import { type Clients } from '@nencho/service-kit';
import { createBackend } from '../clients/backend.js';
import { openApiDocument } from '../http/open-api.js';
import { type Route } from '../http/route.js';
import { type OidcClient } from '../login/oidc-client.js';
import { type SignInStore } from '../login/sign-in-store.js';
import { apiRoutes } from './api-routes.js';

// Nothing is called: the routes are read as data.
const backend = createBackend({ client: () => ({}) } as unknown as Pick<Clients, 'client'>);
const door = {
  signIns: {} as SignInStore,
  oidcClient: {} as OidcClient,
  endKeycloakSession: async () => Promise.resolve('/'),
  beginFor: async () => Promise.resolve('/'),
};
const routes = apiRoutes({ backend, tenantDoor: door, operatorDoor: door });

const rpcOf = (path: string): string => {
  const [, area = '', method = ''] = /^\/nencho\.([a-z]+)\.v1\.[A-Za-z]+\/([A-Za-z]+)$/.exec(path) ?? [];
  return `${area}.${method}`;
};

const row = ({ method, path, access, keyed, calls, summary }: Route): string =>
  `| ${method.toUpperCase()} | \`${path}\` | ${access} | ${keyed ? 'yes' : ''} | ${calls.join(', ') || '–'} | ${summary} |`;

describe('the routes', () => {
  test('stand in the README as they are in the code', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    const [, section = ''] = readme.split('## Routes');
    const table = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => /^\| [A-Z]+ +\|/.test(line));
    const plain = (line: string): string => line.replace(/ +/g, ' ').trim();
    expect(table.map(plain)).toEqual(routes.map(row).map(plain));
  });

  test('reach every RPC that people, operators and the anonymous may call, under the right area', () => {
    const wanted = Object.entries(methodPolicies).flatMap(([path, { kind }]) => {
      if (kind === 'user') return [`${rpcOf(path)} tenant`];
      if (kind === 'operator') return [`${rpcOf(path)} operator`];
      return kind === 'anonymous' ? [`${rpcOf(path)} public`] : [];
    });
    const reached = routes.flatMap(({ calls, access }) => calls.map((call) => `${call} ${access}`));
    expect([...new Set(reached)].toSorted()).toEqual(wanted.toSorted());
  });

  test('have one address each', () => {
    const addresses = routes.map(({ method, path }) => `${method} ${path.replace(/:[A-Za-z]+/g, ':')}`);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  test('that write demand a key, but for those whose RPC takes none and for searches', () => {
    const without = routes.filter(({ method, keyed }) => method !== 'get' && !keyed).map(({ path }) => path);
    expect(without.toSorted()).toEqual([
      '/api/v1/audit/verify',
      '/api/v1/certificate',
      '/api/v1/declarations/search',
      '/api/v1/employees/search',
      '/api/v1/invitations/preview',
      '/api/v1/invitations/redeem',
      '/api/v1/logout',
      '/api/v1/ops/logout',
      '/api/v1/sign-in',
    ]);
  });

  test('refuse fields that they do not know', () => {
    for (const { params, query, body } of routes) {
      for (const schema of [params, query, ...(body === undefined ? [] : [body])]) {
        const parsed = schema.safeParse({ surely_not_a_field: 1 });
        const unknown = parsed.error?.issues.some(({ code }) => code === 'unrecognized_keys');
        expect(unknown).toBe(true);
      }
    }
  });
});

test('every answer in JSON is described', () => {
  const silent = routes.filter(
    ({ success, gives, answer }) => success !== 204 && gives === undefined && answer === undefined,
  );
  expect(silent.map(({ path }) => path)).toEqual([]);
});

describe('the OpenAPI document', () => {
  const document = openApiDocument(routes) as {
    openapi: string;
    paths: Record<string, Record<string, { parameters: { name: string; in: string }[]; requestBody?: unknown }>>;
  };

  test('is 3.1 and has every route', () => {
    expect(document.openapi).toBe('3.1.0');
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(listed).toHaveLength(routes.length);
  });

  test('declares every part of a path, the headers of writes and the body', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      const parts = [...path.matchAll(/\{([A-Za-z]+)\}/g)].map(([, name]) => name);
      for (const { parameters } of Object.values(methods)) {
        expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(parts);
      }
    }
    const facts = document.paths['/api/v1/declarations/{declarationId}/facts']?.['put'];
    expect(facts?.parameters.map(({ name }) => name)).toEqual(['declarationId', 'Idempotency-Key', 'X-Nencho-Csrf']);
    expect(JSON.stringify(facts?.requestBody)).toContain('housingLoanCredit');
    const upload = document.paths['/api/v1/employee-imports']?.['post'];
    expect(JSON.stringify(upload?.requestBody)).toContain('text/csv');
  });
});
