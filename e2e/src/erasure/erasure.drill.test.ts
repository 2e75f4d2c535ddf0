import { afterAll, describe, expect, test } from '@jest/globals';
import { localKeyProvider } from '@nencho/crypto';
import { repositoryRoot } from '@nencho/local-stack';
import type { System, SystemState } from '@nencho/local-stack/system';
import { inventoryOf } from '@nencho/mongo';
import { serviceClients } from '@nencho/testing';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { buildTenant, tokensOf, type BuiltTenant } from '../isolation/tenant.js';
import { ApiFailure } from '../season/api.js';
import { castSeason } from '../season/people.js';
import { backUp, onDay, restore, startOn } from './drill-system.js';
import { closedDoor, type ClosedDoor } from './closed-door.js';
import { certificateOf, codeIn, endContract, eraseByTwo, eventually, withClients } from './erase-through.js';
import { allRead, messagesOf, sendAgain } from './late-events.js';
import { keycloakAdmin, twoOperators } from './operators.js';
import { collectionsIn, imprint, undeclaredRows, whereIs } from './remains.js';

const data = join(repositoryRoot, '.nencho', 'drill');
const backup = join(repositoryRoot, '.nencho', 'drill-backup');
const displayName = '株式会社隔離';

/** The contract ends on business day 0; on the second day the grace of 20 business days is over. */
const days = { end: '2026-11-25', erasing: '2026-12-25' } as const;
/** As if no backup lived on; that one of 35 days delays the certificate is shown on the simulated years. */
const environment = { BACKUP_RETENTION_DAYS: '0', ERASURE_SETTLE_SECONDS: '5' };

type Root = { readonly kekName: string; readonly kekVersion: string; readonly wrappedRoot: Uint8Array };

const rootOf = async ({ mongodbUri }: SystemState, tenantId: string): Promise<Root> => {
  const connection = await mongoose.createConnection(mongodbUri).asPromise();
  const rows = connection.getClient().db('nencho_identity').collection<{ _id: string; root: Root }>('tenants');
  const row = await rows.findOne({ _id: tenantId }, { promoteBuffers: true });
  await connection.close();
  if (row === null) throw new Error('no tenant');
  return row.root;
};

const newTenant = async (state: SystemState, runId: string): Promise<BuiltTenant> => {
  const placed = castSeason(1, runId).map((person) => ({ ...person, departmentCode: 'D11' }));
  return buildTenant(
    state,
    placed.map((person) => ({ person, companyCode: 'C1', spare: false })),
  );
};

/** What stands in clear for as long as the tenant exists, and is nobody else's: a login id may be another tenant's, too. */
const wordsOf = ({ id, code, members }: BuiltTenant): readonly string[] => [
  ...[id, code],
  ...members.flatMap(({ ids }) => [ids.employeeId, ids.declarationId, ids.companyId, ids.campaignId]),
];

const told: Record<string, unknown> = {};

/** Filled by the first test; the others go on with it. */
const world: {
  erased?: BuiltTenant;
  kept?: BuiltTenant;
  roots?: readonly [Root, Root];
  keptBefore?: ReadonlyMap<string, string>;
  late?: Awaited<ReturnType<typeof messagesOf>>;
  code?: string;
  certificate?: string;
  sessionOfErased?: BuiltTenant['admin'];
} = {};

const need = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('a test before this one failed');
  return value;
};

/** Where an erased tenant's id may stand for ever: tombstones, counts, and what retention proves the erasure by. */
const afterErasure = new Set([
  'reserved_codes',
  'tenant_tombstones',
  'erasure_counts',
  'outbox',
  'erasures',
  'certificates',
  'certificate_codes',
  'termination_records',
]);
const placesLeft = async ({ mongodbUri }: SystemState, words: readonly string[]): Promise<readonly string[]> =>
  Object.keys(await whereIs(mongodbUri, words)).filter((place) => !afterErasure.has(place.split('.')[1] ?? ''));

afterAll(() => {
  process.stderr.write(`  erasure drill: ${JSON.stringify(told)}\n`);
  if (process.env['NENCHO_KEEP_DRILL'] !== undefined) return;
  for (const directory of [data, backup]) rmSync(directory, { recursive: true, force: true });
});

describe('a contract that ends', () => {
  test('leads through dry run, two operators, six services and the key to a certificate that verifies', async () => {
    await onDay(
      data,
      days.end,
      async (state) => {
        const [erased, kept] = [await newTenant(state, 'gone'), await newTenant(state, 'kept')];
        Object.assign(world, { erased, kept, sessionOfErased: erased.admin });
        world.code = await endContract(state, erased, days.end);
        world.roots = [await rootOf(state, erased.id), await rootOf(state, kept.id)];
        await allRead(state);
        world.late = await messagesOf(state, erased.id);
        expect(world.late.length).toBeGreaterThan(10);
        expect(await undeclaredRows(state.mongodbUri, [erased.id, kept.id])).toEqual([]);
        for (const [service, names] of Object.entries(await collectionsIn(state.mongodbUri))) {
          const declared = new Set(inventoryOf(service).map(({ name }) => name));
          expect([service, names.filter((name) => !declared.has(name))]).toEqual([service, []]);
        }
        expect(await placesLeft(state, wordsOf(erased))).not.toEqual([]);
        world.keptBefore = await imprint(state.mongodbUri, kept.id);
      },
      { fresh: true, environment },
    );
    backUp(data, backup);

    const [erased, kept] = [need(world.erased), need(world.kept)];
    await onDay(
      data,
      days.erasing,
      async (state) => {
        const { dryRun, answers } = await eraseByTwo(state, erased, displayName);
        told['dryRun'] = dryRun?.stores.filter(({ count }) => count > 0).length;
        expect(new Set(answers.map(({ service }) => service)).size).toBe(6);
        expect(answers.filter(({ answered }) => !answered)).toEqual([]);
        expect(answers.filter(({ round, count }) => round > 1 && count > 0)).toEqual([]);
        expect(await placesLeft(state, wordsOf(erased))).toEqual([]);
        expect(await imprint(state.mongodbUri, kept.id)).toEqual(need(world.keptBefore));
        const { json, contractEnd } = await certificateOf(state, need(world.code));
        told['certifiedOnBusinessDay'] = contractEnd?.businessDay;
        requireVerified(state, json);
        world.certificate = Buffer.from(json).toString('utf8');
      },
      { environment },
    );
  });
});

/** By the program that the customer has: it accepts the certificate, and names what is wrong with an altered one. */
const requireVerified = ({ keys }: SystemState, json: Uint8Array): void => {
  const file = join(data, 'certificate.json');
  const program = join(repositoryRoot, 'services', 'retention', 'dist', 'verify', 'main.js');
  const key = join(keys.verificationKeyDirectory, 'erasure-signing.pub');
  const verify = (text: string) => {
    writeFileSync(file, text);
    return spawnSync(process.execPath, [program, 'erasure', file, '--key', key], { encoding: 'utf8' });
  };
  const text = Buffer.from(json).toString('utf8');
  expect(verify(text)).toMatchObject({ status: 0, stderr: '' });
  const altered = text.replace(/"found":\d+/, '"found":4711');
  expect(altered).not.toBe(text);
  expect(verify(altered)).toMatchObject({ status: 1 });
};

const probes = async ({ instances }: SystemState): Promise<readonly number[]> =>
  Promise.all(
    instances.map(async ({ probePort }) =>
      fetch(`http://127.0.0.1:${probePort}/readyz`).then(
        ({ status }) => status,
        () => 0,
      ),
    ),
  );

const refused = async (what: Promise<unknown>): Promise<string> =>
  what.then(
    () => 'opened',
    (error: unknown) => (error instanceof ApiFailure ? String(error.status) : 'refused'),
  );

describe('the backup from before the erasure, restored', () => {
  let system: System | undefined;
  const door: { ledger?: ClosedDoor } = {};
  afterAll(async () => {
    await system?.stop();
    door.ledger?.stop();
  });

  test('is not ready while the ledger cannot be reached', async () => {
    need(world.code);
    restore(backup, data);
    const ledger = await closedDoor();
    door.ledger = ledger;
    const LEDGER_URL = `https://127.0.0.1:${ledger.port}/ledger`;
    system = await startOn(data, days.erasing, { environment: { ...environment, LEDGER_URL } });
    const { state } = system;
    const settled = { ready: false };
    system.pageReady.catch(() => undefined);
    system.ready.then(
      () => (settled.ready = true),
      () => undefined,
    );
    await eventually(
      'refusals at the ledger',
      async () => Promise.resolve(ledger.refusals()),
      (refusals) => refusals >= 6,
    );
    const answers = await probes(state);
    expect(answers).toContain(503);
    expect(answers).not.toContain(200);
    expect(settled.ready).toBe(false);
    ledger.openTo(Number(new URL(state.ledgerStore.url).port));
    await system.ready;
  });

  test('holds nothing of the erased tenant once it is ready; the other is as before', async () => {
    const [erased, kept, { state }] = [need(world.erased), need(world.kept), need(system)];
    expect(await placesLeft(state, wordsOf(erased))).toEqual([]);
    expect(await imprint(state.mongodbUri, kept.id)).toEqual(need(world.keptBefore));
    const admin = await keycloakAdmin(state);
    const usersOf = async (tenantId: string) => admin<number>('GET', `nencho/users/count?q=tenant:${tenantId}`);
    expect([await usersOf(erased.id), (await usersOf(kept.id)) > 0]).toEqual([0, true]);
  });

  test('still answers with the same certificate, though retention’s database is from before the erasure', async () => {
    const [erased, { state }] = [need(world.erased), need(system)];
    const [operator] = await twoOperators(state);
    const json = await withClients(state, async ({ retention }) => {
      const token = await operator.accessToken();
      const command = { idempotencyKey: randomUUID(), tenantId: erased.id };
      const { letter } = await retention.issueCertificateLetter(command, { token, deadlineMs: 20_000 });
      return (await certificateOf(state, codeIn(letter))).json;
    });
    expect(Buffer.from(json).toString('utf8')).toBe(need(world.certificate));
  });

  test('opens nothing of the erased tenant with any credential that is left', async () => {
    const [erased, kept, { state }] = [need(world.erased), need(world.kept), need(system)];
    // Password, session cookies, refresh token, the services' own certificates, the wrapped root with the vault.
    const [member] = erased.members;
    expect(await refused(tokensOf(state, `${erased.code}.admin`, erased.adminPassword))).toBe('refused');
    expect(await refused(erased.admin.get('/api/v1/me'))).toBe('401');
    expect(await refused(need(member).api.get('/api/v1/me'))).toBe('401');
    expect(await refused(erased.adminTokens.accessToken())).toBe('refused');
    const document = serviceClients(state, 'document');
    const deadlineMs = 10_000;
    expect(await refused(document.identity.getTenantRoot({ tenantId: erased.id }, { deadlineMs }))).toBe('refused');
    expect(await refused(document.identity.getTenantRoot({ tenantId: kept.id }, { deadlineMs }))).toBe('opened');
    document.close();
    const [goneRoot, keptRoot] = need(world.roots);
    const provider = localKeyProvider({ directory: state.keys.localKeyDirectory, environment: 'test' });
    const unwrap = async ({ kekName, kekVersion, wrappedRoot }: Root) =>
      provider.unwrap(kekName, kekVersion, wrappedRoot);
    await expect(unwrap(goneRoot)).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'key_unavailable' } });
    expect((await unwrap(keptRoot)).length).toBe(32);
    expect(await refused(tokensOf(state, `${kept.code}.admin`, kept.adminPassword))).toBe('opened');
  });

  test('is not changed by the erased tenant’s events, which come again late', async () => {
    const [erased, { state }] = [need(world.erased), need(system)];
    await sendAgain(state, need(world.late));
    await allRead(state);
    expect(await placesLeft(state, wordsOf(erased))).toEqual([]);
  });
});
