import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { methodPolicies } from '@nencho/auth';
import express from 'express';
import { z } from 'zod';
import { createBackend } from '../clients/backend.js';
import { apiRoutes } from '../routes/api-routes.js';
import { type NonPersonal, personalPaths, plain } from './non-personal.js';
import { operatorRoute, type Route } from './route.js';

const door = {} as Parameters<typeof apiRoutes>[0]['tenantDoor'];
const backend = createBackend({ client: () => ({}) as never, close: () => undefined } as never);
const routes = apiRoutes({ backend, tenantDoor: door, operatorDoor: door });

/**
 * Every field that an operator's RPC may answer, by its full name, and why it says nothing about a person. A field that
 * is not here turns the test red: whoever adds one says here what it holds.
 */
const ids = 'a random id of ours';
const state = 'one of a closed list';
const time = 'a date or an instant';
const count = 'a number of things of the tenant, never of one person';
const words = 'what an operator wrote for the tenant’s administrators';
const letter = 'what the operator has just typed, and a secret that works once; shown for printing, never stored';

const identityFields: Readonly<Record<string, string>> = {
  'CreateTenantResponse.tenant_id': ids,
  'CreateTenantResponse.letter': letter,
  'ListTenantsResponse.next_cursor': 'a signed place in a list',
  'Tenant.id': ids,
  'Tenant.code': 'the customer’s own code',
  'Tenant.display_name': 'the customer’s name of itself, a legal person',
  'Tenant.seats': count,
  'Tenant.seats_used': count,
  'Tenant.contract_start': time,
  'Tenant.created_at': time,
  'Tenant.state': state,
  'Tenant.contract_end': time,
  'TenantContract.tenant_id': ids,
  'TenantContract.tenant_code': 'the customer’s own code',
  'TenantContract.display_name': 'the customer’s name of itself, a legal person',
  'TenantContract.state': state,
  'TenantContract.contract_start': time,
  'TenantContract.contract_end': time,
  'RotateTenantKeysResponse.rotation_id': ids,
  'KeyRotation.rotation_id': ids,
  'KeyRotation.kind': state,
  'KeyRotation.ordered_at': time,
  'KeyRotation.finished_at': time,
  'KeyRotation.services_done': 'names of services',
  'KeyRotation.services': 'how many services there are',
};

const retentionFields: Readonly<Record<string, string>> = {
  'ListErasuresResponse.next_cursor': 'a signed place in a list',
  'ListOperatorActionsResponse.next_cursor': 'a signed place in a list',
  'IssueCertificateLetterResponse.letter': letter,
  'Deadline.date': time,
  'Deadline.business_day': 'days since the end of the contract',
  'Erasure.erasure_id': ids,
  'Erasure.tenant_id': ids,
  'Erasure.tenant_code': 'the customer’s own code',
  'Erasure.state': state,
  'Erasure.end_date': time,
  'Erasure.business_day': 'days since the end of the contract',
  'Erasure.export_state': state,
  'Erasure.waiting_for': state,
  'Erasure.alarm': 'a business day',
  'Erasure.dry_run_state': state,
  'Erasure.approvals': 'how many operators approved',
  'Erasure.contact_recorded': 'whether, not who',
  'Erasure.letter_issued': 'whether',
  'Erasure.backups_gone_at': time,
  'StoreCount.service': 'name of a service',
  'StoreCount.store': 'name of a collection',
  'StoreCount.count': count,
  'DryRun.hash': 'a hash of counts',
  'DryRun.at': time,
  'DryRun.expires_at': time,
  'Approval.operator_sub': 'subject of an operator',
  'Approval.at': time,
  'Approval.expires_at': time,
  'Approval.dry_run_hash': 'a hash of counts',
  'Approval.valid': 'whether',
  'ServiceAnswer.service': 'name of a service',
  'ServiceAnswer.round': 'number of a round',
  'ServiceAnswer.answered': 'whether',
  'ServiceAnswer.count': count,
  'OperatorAction.at': time,
  'OperatorAction.operator_sub': 'subject of an operator',
  'OperatorAction.action': 'name of an RPC',
  'OperatorAction.reason': words,
  'OperatorAction.ticket': words,
  'OperatorAction.tenant_id': ids,
};

const prefixed = (area: string, fields: Readonly<Record<string, string>>) =>
  Object.keys(fields).map((name) => `nencho.${area}.v1.${name}`);
const allowed = new Set([...prefixed('identity', identityFields), ...prefixed('retention', retentionFields)]);

const root = join(import.meta.dirname, '../../../..');

type Field = { readonly name: string; readonly typeName?: string };
type Message = { readonly name: string; readonly field?: readonly Field[]; readonly nestedType?: readonly Message[] };
type Service = { readonly name: string; readonly method: readonly { name: string; outputType: string }[] };
type File = {
  readonly package: string;
  readonly messageType?: readonly Message[];
  readonly service?: readonly Service[];
};

const messagesOf = (parent: string, messages: readonly Message[] = []): readonly [string, Message][] =>
  messages.flatMap((message): readonly [string, Message][] => {
    const name = `${parent}.${message.name}`;
    return [[name, message], ...messagesOf(name, message.nestedType)];
  });

/** The compiled descriptors of `proto/` as it stands, or with a change made to its text. */
const load = (change?: readonly [before: string, after: string]) => {
  const folder = mkdtempSync(join(tmpdir(), 'nencho-proto-'));
  try {
    cpSync(join(root, 'proto'), folder, { recursive: true });
    for (const entry of change === undefined ? [] : readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      writeFileSync(path, readFileSync(path, 'utf8').replace(change?.[0] ?? '', change?.[1] ?? ''));
    }
    const buf = join(root, 'node_modules/.bin/buf');
    const built = spawnSync(buf, ['build', folder, '-o', '-#format=json'], {
      encoding: 'utf8',
      maxBuffer: 64 * 2 ** 20,
    });
    if (built.status !== 0) throw new Error(built.stderr);
    const { file } = JSON.parse(built.stdout) as { readonly file: readonly File[] };
    return {
      messages: new Map(file.flatMap((one) => messagesOf(`.${one.package}`, one.messageType))),
      answers: new Map(
        file.flatMap((one) =>
          (one.service ?? []).flatMap(({ name, method }) =>
            method.map((rpc): [string, string] => [`/${one.package}.${name}/${rpc.name}`, rpc.outputType]),
          ),
        ),
      ),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

type Descriptors = ReturnType<typeof load>;

/** Every field that can be reached from a message, leaf by leaf. */
const fieldsOf = (all: Descriptors, name: string, seen = new Set<string>()): readonly string[] => {
  if (seen.has(name)) return [];
  seen.add(name);
  return (all.messages.get(name)?.field ?? []).flatMap((field) =>
    all.messages.has(field.typeName ?? '')
      ? fieldsOf(all, field.typeName ?? '', seen)
      : [`${name.slice(1)}.${field.name}`],
  );
};

const operatorMethods = Object.entries(methodPolicies).flatMap(([path, { kind }]) =>
  kind === 'operator' ? [path] : [],
);

const answeredFields = (all: Descriptors): readonly string[] => [
  ...new Set(
    operatorMethods.flatMap((path) => {
      const answer = all.answers.get(path);
      if (answer === undefined || !all.messages.has(answer)) throw new Error(`${path} is not declared`);
      return fieldsOf(all, answer);
    }),
  ),
];

const personal = (all: Descriptors): readonly string[] => answeredFields(all).filter((name) => !allowed.has(name));

describe('what the RPCs of operators answer', () => {
  test('is non-personal, field by field', () => {
    expect(operatorMethods.length).toBeGreaterThan(5);
    expect(personal(load())).toEqual([]);
  });

  test('is all that the list allows: no row is left over', () => {
    expect([...allowed].toSorted()).toEqual([...answeredFields(load())].toSorted());
  });

  test.each([
    ['a mail address in Tenant', 'message Tenant {', 'message Tenant { string admin_mail = 99;', 'Tenant.admin_mail'],
    ['an amount in a count', 'message StoreCount {', 'message StoreCount { int64 salary = 99;', 'StoreCount.salary'],
    [
      'a card beside the list',
      'message ListTenantsResponse {',
      'message ListTenantsResponse { EmployeeCard first = 99;',
      'EmployeeCard.family_name',
    ],
  ])('%s is seen', (_name, before, after, field) => {
    const found = personal(load([before, after]));
    expect(found.some((name) => name.endsWith(field))).toBe(true);
  });
});

describe('what the routes of operators answer', () => {
  test('is made of non-personal parts alone', () => {
    const ofOperators = routes.filter(({ access }) => access === 'operator');
    expect(ofOperators.length).toBeGreaterThan(5);
    for (const { path, answer } of ofOperators) {
      expect([path, answer === undefined ? ['no schema'] : personalPaths(answer)]).toEqual([path, []]);
    }
  });

  test('a part that was made elsewhere is seen', () => {
    const answer = z.object({ items: z.array(z.object({ id: plain.id(), mail: z.string() })) });
    expect(personalPaths(answer)).toEqual(['items[].mail']);
    // @ts-expect-error -- a schema of another making is no NonPersonal
    const smuggled: NonPersonal = answer;
    expect(smuggled).toBe(answer);
  });

  test('is nothing but the fields of its schema, whatever the service said', async () => {
    const route: Route = operatorRoute({
      ...{ method: 'get', path: '/x', summary: '', calls: [] },
      answer: plain.object({ tenants: plain.list(plain.object({ id: plain.id() })) }),
      run: async () => Promise.resolve({ tenants: [{ id: '1', adminName: '管理 花子' }] }),
    });
    const app = express();
    app.get('/x', route.handle);
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/x`);
    expect(await answer.text()).toBe('{"tenants":[{"id":"1"}]}');
    await new Promise((resolve) => server.close(resolve));
  });
});
