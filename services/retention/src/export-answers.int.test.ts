import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createActorCache, type ServiceName } from '@nencho/auth';
import { RetentionServiceService } from '@nencho/contracts/retention/v1/retention_service';
import { newId, notFound, systemClock, tenantId as toTenantId } from '@nencho/kernel';
import { createAuthenticator, createClients, startGrpcServer } from '@nencho/service-kit';
import { createLogger } from '@nencho/telemetry';
import { serviceCertificate, testServers } from '@nencho/testing';
import type { App } from './app.js';
import { admin, contractWorld, until, type ContractWorld } from './testing/contract-world.js';
import { operator } from './testing/simulated-world.js';
import { run } from './verify/run.js';

jest.setTimeout(120_000);

let world: ContractWorld;
let app: App;
let tenantId: string;
const directory = mkdtempSync(join(tmpdir(), 'nencho-export-answers-'));
beforeAll(async () => {
  world = await contractWorld({ broker: false, graceBusinessDays: 20 });
  ({ app } = world);
}, 120_000);
afterAll(async () => {
  await world.stop();
  rmSync(directory, { recursive: true });
});

const inGrace = async (): Promise<string> => {
  const id = await world.newTenant();
  await world.ended(id);
  return id;
};

describe('the exports', () => {
  test('are acknowledged by one administrator, once', async () => {
    tenantId = await inGrace();
    const { contractEnd } = app.erasure.useCases;
    const key = newId();
    const answer = { state: 'grace', exportState: 'acknowledged', waivedBy: [] };
    expect(await contractEnd.acknowledgeExport(key, admin(tenantId, 'admin-1'))).toMatchObject(answer);
    expect(await contractEnd.acknowledgeExport(key, admin(tenantId, 'admin-1'))).toMatchObject(answer); // a repeat
    await expect(contractEnd.acknowledgeExport(newId(), admin(tenantId, 'admin-2'))).rejects.toMatchObject({
      details: { reason: 'export_answered' },
    });
  });

  test('are waived by two administrators, not by one who asks twice', async () => {
    const id = await inGrace();
    const { contractEnd } = app.erasure.useCases;
    const open = { exportState: 'open', waivedBy: ['admin-1'], waivedByMe: true };
    for (const key of [newId(), newId()]) {
      expect(await contractEnd.waiveExport(key, admin(id, 'admin-1'))).toMatchObject(open);
    }
    expect(await contractEnd.waiveExport(newId(), admin(id, 'admin-2'))).toMatchObject({
      ...{ exportState: 'waived', waivedBy: ['admin-1', 'admin-2'], waivedByMe: true },
    });
    await expect(contractEnd.waiveExport(newId(), admin(id, 'admin-3'))).rejects.toMatchObject({
      details: { reason: 'export_answered' },
    });
  });
});

describe('the letter for a contract whose administrators left no contact', () => {
  const codeOf = (letter: string): string => /([0-9A-Z]{4}-){6}[0-9A-Z]{4}/.exec(letter)?.[0] ?? '';

  test('is issued by an operator, again when it got lost, and its administrators read of it', async () => {
    const id = await inGrace();
    const { letters, getCertificate, reads } = app.erasure.useCases;
    const issue = async () => letters.issue({ idempotencyKey: newId(), tenantId: id }, operator('op-1'));
    const [lost, letter] = [await issue(), await issue()];
    expect(letter).toContain('midori');
    expect(letter).not.toContain('様');
    await expect(getCertificate(codeOf(lost))).rejects.toMatchObject({ code: 'not_found' });
    expect(await getCertificate(codeOf(letter))).toMatchObject({ contractEnd: { state: 'grace' } });
    const { items } = await reads.transparency({ cursor: '', limit: 0 }, admin(id, 'admin-1'));
    expect(items).toMatchObject([
      { action: 'IssueCertificateLetter', operatorSub: 'op-1' },
      { action: 'IssueCertificateLetter', operatorSub: 'op-1' },
    ]);
    expect((await reads.get(id)).erasure).toMatchObject({ letterIssued: true, contactRecorded: false });
  });

  test('is not for one that has a contact, nor for a tenant whose contract does not end', async () => {
    const { letters } = app.erasure.useCases;
    const contact = { organisation: '見本', contactName: '見本 花子', postalCode: '100-0001', address: '東京都' };
    await letters.recordContact({ idempotencyKey: newId(), ...contact }, admin(tenantId, 'admin-1'));
    const issue = async (id: string) => letters.issue({ idempotencyKey: newId(), tenantId: id }, operator('op-1'));
    await expect(issue(tenantId)).rejects.toMatchObject({ details: { reason: 'contact_recorded' } });
    await expect(issue(await world.newTenant())).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('an end that does not come about', () => {
  /** Everything that a row had of people: who answered, approved, was written to. */
  const fill = async (id: string): Promise<string> => {
    const { letters, contractEnd } = app.erasure.useCases;
    const contact = { organisation: '見本', contactName: '見本 花子', postalCode: '100-0001', address: '東京都' };
    await letters.recordContact({ idempotencyKey: newId(), ...contact }, admin(id, 'admin-1'));
    if ((await world.stateOf(id)) === 'grace') {
      await contractEnd.waiveExport(newId(), admin(id, 'admin-1'));
      await world.approve(id, await world.dryRunOf(id), 'op-1');
    }
    return String((await world.retention.collection('erasures').findOne({ tenantId: id }))?._id);
  };
  const remains = async (id: string, erasureId: string) => {
    const rows = (name: string) => world.retention.collection<{ _id: string; erasureId?: string }>(name);
    const [row] = [await world.retention.collection('erasures').findOne({ tenantId: id })];
    return {
      state: row?.['state'] as string,
      people: /admin-\d|op-\d|midori/.test(JSON.stringify({ ...row, dryRun: undefined })),
      approvals: row?.['approvals'] as unknown,
      records: await rows('termination_records').countDocuments({ _id: erasureId }),
      codes: await rows('certificate_codes').countDocuments({ erasureId }),
    };
  };
  const nobody = { people: false, approvals: [], records: 0, codes: 0 };

  test('keeps nothing of people when the notice is withdrawn', async () => {
    const id = await world.newTenant();
    await world.noticed(id);
    const erasureId = await fill(id);
    expect(await remains(id, erasureId)).toMatchObject({ people: true, records: 1, codes: 1 });
    await world.publish({ type: 'ContractNoticeWithdrawn', tenantId: id, payload: {} });
    await world.reaches(id, 'withdrawn');
    expect(await remains(id, erasureId)).toEqual({ state: 'withdrawn', ...nobody });
  });

  test('keeps nothing of people when two administrators cancelled it', async () => {
    const id = await inGrace();
    const erasureId = await fill(id);
    expect(await remains(id, erasureId)).toMatchObject({ people: true, records: 1, codes: 1 });
    const { contractEnd } = app.erasure.useCases;
    for (const sub of ['admin-1', 'admin-2']) await contractEnd.cancel(newId(), admin(id, sub));
    expect(await remains(id, erasureId)).toEqual({ state: 'cancelled', ...nobody });
  });
});

describe('the trail of a contract that ends', () => {
  const tlsOf = (name: ServiceName) => {
    const { certFile, keyFile, caFile } = serviceCertificate(name);
    return { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, TLS_CA_FILE: caFile };
  };

  test('comes over the wire as a file that verifies offline, with every act in it', async () => {
    const person = { disabled: false, departmentIds: [], grantsVersion: 1 };
    const grants = [{ role: 'admin', scope: { kind: 'tenant' } }] as const;
    const people = new Map([['admin-1', { ...person, grants }]]);
    const server = await startGrpcServer({
      config: { ...tlsOf('retention'), GRPC_HOST: '127.0.0.1', GRPC_PORT: 0 },
      services: app.services,
      authenticate: createAuthenticator({
        verify: async (sub) =>
          Promise.resolve({
            ...{ realm: 'tenant', tenantId: toTenantId(tenantId), sub, amr: ['pwd'] },
            expiresAt: new Date(Date.now() + 60_000),
          }),
        actors: createActorCache({
          clock: systemClock,
          resolve: async (_, sub) => people.get(sub) ?? Promise.reject(notFound('subject')),
        }),
      }),
      logger: createLogger({
        ...{ service: 'retention', level: 'error' },
        pseudonymKeyDirectory: testServers().keys.pseudonymKeyDirectory,
      }),
    });
    const clients = createClients({ targets: { retention: `127.0.0.1:${server.port}` }, tls: tlsOf('gateway') });
    const retention = clients.client(RetentionServiceService, 'retention');
    const options = { token: 'admin-1', deadlineMs: 20_000 };
    const everything = { type: '', actorSub: '', subjectId: '', from: '', to: '', page: undefined };
    const types = async () => {
      const { items } = await retention.searchAudit(everything, options);
      return items.map(({ entry }) => entry?.type);
    };
    const acts = ['export_acknowledged', 'termination_contact_recorded'];
    await until('the trail', async () => {
      const known = await types();
      return acts.every((type) => known.includes(type));
    });
    const chunks: Buffer[] = [];
    for await (const { chunk } of retention.exportAudit({}, options)) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    for (const type of acts) expect(text).toContain(`"type":"${type}"`);
    const [file, key] = [join(directory, 'audit.jsonl'), join(directory, 'signing.pub')];
    writeFileSync(file, text);
    writeFileSync(key, world.deps.ledger.publicKeys.map((one) => one.export({ type: 'spki', format: 'pem' })).join(''));
    expect(run(['audit', file, '--key', key])).toMatchObject({ exitCode: 0 });
    writeFileSync(file, text.replace('export_acknowledged', 'export_waived'));
    expect(run(['audit', file, '--key', key])).toMatchObject({ exitCode: 1 });
    await until('that it was exported', async () => (await types()).includes('audit_exported'));
    const stranger = retention.exportAudit({}, { ...options, token: 'nobody' });
    await expect(stranger[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'unauthenticated' });
    clients.close();
    await server.stop();
  });
});
