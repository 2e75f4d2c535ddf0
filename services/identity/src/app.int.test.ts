import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ServiceName } from '@nencho/auth';
import {
  IdentityServiceService,
  type StartEmployeeImportRequest,
} from '@nencho/contracts/identity/v1/identity_service';
import { JobServiceService } from '@nencho/contracts/jobs/v1/job_service';
import { Role, ScopeKind } from '@nencho/contracts/identity/v1/identity';
import { createAuthentication, createClients, startGrpcServer, type RunningServer } from '@nencho/service-kit';
import { createLogger } from '@nencho/telemetry';
import { serviceCertificate, testServers } from '@nencho/testing';
import { key, startHarness, type Harness, type TenantHandle } from './testing/harness.js';
import {
  addCompany,
  becomeUser,
  cellsOf,
  csvOf,
  goodPassword,
  importEmployees,
  personId,
  streamOf,
} from './testing/people.js';
import { issuerOf, signIn } from './testing/sign-in.js';

let harness: Harness;
let server: RunningServer;
let tenant: TenantHandle;
let employeeToken: string;
let adminToken: string;
const closers: (() => void)[] = [];

const tlsOf = (service: ServiceName) => {
  const { certFile, keyFile, caFile } = serviceCertificate(service);
  return { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, TLS_CA_FILE: caFile };
};

const clientOf = (service: ServiceName) => {
  const clients = createClients({ targets: { identity: `127.0.0.1:${server.port}` }, tls: tlsOf(service) });
  closers.push(clients.close);
  return {
    identity: clients.client(IdentityServiceService, 'identity'),
    jobs: clients.client(JobServiceService, 'identity'),
  };
};

beforeAll(async () => {
  harness = await startHarness('identity_wire');
  const { url } = testServers().keycloak;
  const { tenants, operators } = harness.realms.input.names;
  const jwks = (realm: string) => `${url}/realms/${realm}/protocol/openid-connect/certs`;
  const { authenticate } = createAuthentication({
    config: {
      TENANT_ISSUER: issuerOf(tenants),
      TENANT_JWKS_URL: jwks(tenants),
      OPS_ISSUER: issuerOf(operators),
      OPS_JWKS_URL: jwks(operators),
      TOKEN_AUDIENCE: 'nencho-api',
    },
    resolve: harness.app.resolve,
  });
  server = await startGrpcServer({
    config: { ...tlsOf('identity'), GRPC_HOST: '127.0.0.1', GRPC_PORT: 0 },
    services: harness.app.services,
    authenticate,
    logger: createLogger({
      service: 'identity',
      level: 'error',
      pseudonymKeyDirectory: testServers().keys.pseudonymKeyDirectory,
    }),
  });
  tenant = await harness.tenant();
  await addCompany(harness, tenant.admin);
  await importEmployees(harness, tenant.admin, [cellsOf('E1'), cellsOf('E2')]);
  await becomeUser(harness, tenant, 'E1');
  employeeToken = (await signIn(harness.realms, { username: `${tenant.code}.e1`, password: goodPassword }))
    .access_token;
  const employeeId = await personId(harness, tenant.tenantId, 'E2');
  const grant = { idempotencyKey: key(), employeeId, role: 'admin', scope: { kind: 'tenant' } } as const;
  await harness.app.useCases.addGrant(grant, tenant.admin);
  await becomeUser(harness, tenant, 'E2');
  adminToken = (await signIn(harness.realms, { username: `${tenant.code}.e2`, password: goodPassword })).access_token;
}, 300_000);

afterAll(async () => {
  for (const close of closers) close();
  await server.stop(1_000);
  await harness.stop();
});

const within = { deadlineMs: 30_000 };
const asEmployee = () => ({ ...within, token: employeeToken });
const asAdmin = () => ({ ...within, token: adminToken });

const upload = async function* (rows: string, idempotencyKey: string): AsyncGenerator<StartEmployeeImportRequest> {
  yield { part: { $case: 'header', value: { idempotencyKey } } };
  for await (const chunk of streamOf(rows)) yield { part: { $case: 'chunk', value: Buffer.from(chunk) } };
};

describe('on the wire', () => {
  test('a redeemed employee signs in and is told who they are', async () => {
    const me = await clientOf('gateway').identity.getMe({}, asEmployee());
    expect(me).toMatchObject({
      tenantId: tenant.tenantId,
      tenantCode: tenant.code,
      loginId: 'e1',
      card: { number: 'E1', familyName: '見本', access: 'user', status: 'active' },
      grants: [{ id: '', role: Role.ROLE_EMPLOYEE, scopeKind: ScopeKind.SCOPE_KIND_SELF }],
    });
    expect(me.permissions).toContain('declaration.own');
    expect(me.permissions).not.toContain('employee.read');
  });

  test('an employee lists, imports and grants nothing', async () => {
    const { identity } = clientOf('gateway');
    const forbidden = { code: 'forbidden' };
    const all = { page: undefined, companyId: '', departmentId: '', query: '' };
    await expect(identity.listEmployees(all, asEmployee())).rejects.toMatchObject(forbidden);
    const rows = csvOf([cellsOf('E9')]);
    await expect(identity.startEmployeeImport(upload(rows, key()), asEmployee())).rejects.toMatchObject(forbidden);
    await expect(identity.listGrants({ employeeId: '' }, asEmployee())).rejects.toMatchObject(forbidden);
  });

  test('no token, a forged one and somebody else’s certificate are refused', async () => {
    const { identity } = clientOf('gateway');
    for (const token of ['', 'not a token']) {
      await expect(identity.getMe({}, { ...within, token })).rejects.toMatchObject({ code: 'unauthenticated' });
    }
    const [head = '', body = ''] = employeeToken.split('.');
    const forged = `${head}.${body}.${'A'.repeat(342)}`;
    await expect(identity.getMe({}, { ...within, token: forged })).rejects.toMatchObject({ code: 'unauthenticated' });
    const request = { tenantId: tenant.tenantId };
    await expect(identity.getTenantRoot(request, within)).rejects.toMatchObject({ code: 'forbidden' });
    const root = await clientOf('declaration').identity.getTenantRoot(request, within);
    expect(root.wrappedRoot.length).toBeGreaterThan(32);
    await expect(clientOf('declaration').identity.getMe({}, asEmployee())).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('an administrator uploads, applies and watches the job', async () => {
    const { identity, jobs } = clientOf('gateway');
    const rows = csvOf(Array.from({ length: 60 }, (_, index) => cellsOf(`W${index}`)));
    const { import: checked } = await identity.startEmployeeImport(upload(rows, key()), asAdmin());
    expect(checked).toMatchObject({ state: 'ready', toCreate: 60, errors: [] });
    const request = { idempotencyKey: key(), importId: checked?.id ?? '' };
    const { jobId } = await identity.applyEmployeeImport(request, asAdmin());
    await harness.finish(tenant.tenantId, jobId);
    const { job } = await jobs.getJob({ id: jobId, errorCursor: '' }, asAdmin());
    expect(job).toMatchObject({ done: 60, failed: 0, total: 60 });
    const page = await identity.listEmployees(
      { page: { cursor: '', limit: 50 }, companyId: '', departmentId: '', query: '太郎W' },
      asAdmin(),
    );
    expect(page.items).toHaveLength(50);
    expect(page.nextCursor).not.toBe('');
  });

  test('places are streamed to declaration, in order and from where it left off', async () => {
    const { identity } = clientOf('declaration');
    const idsAfter = async (afterEmployeeId: string): Promise<string[]> => {
      const ids: string[] = [];
      const request = { tenantId: tenant.tenantId, afterEmployeeId };
      for await (const { place } of identity.streamPlaces(request, within)) ids.push(place?.employeeId ?? '');
      return ids;
    };
    const all = await idsAfter('');
    expect(all.length).toBeGreaterThanOrEqual(2);
    expect([...all].sort()).toEqual(all);
    expect(await idsAfter(all[0] ?? '')).toEqual(all.slice(1));
  });

  test('an upload without a header, or with a violation, is told precisely', async () => {
    const { identity } = clientOf('gateway');
    const headless = async function* (): AsyncGenerator<StartEmployeeImportRequest> {
      yield await Promise.resolve({ part: { $case: 'chunk', value: Buffer.from('x') } } as const);
    };
    await expect(identity.startEmployeeImport(headless(), asAdmin())).rejects.toMatchObject({
      code: 'validation_failed',
      violations: [{ path: 'header', rule: 'required' }],
    });
    await expect(identity.startEmployeeImport(upload('a,b\n', key()), asAdmin())).rejects.toMatchObject({
      code: 'validation_failed',
      violations: expect.arrayContaining([{ path: '従業員番号', rule: 'column_missing', params: {} }]) as unknown,
    });
  });

  test('a role or scope that nobody knows is a violation', async () => {
    const request = { idempotencyKey: key(), employeeId: key(), role: Role.ROLE_UNSPECIFIED, scopeId: '' };
    await expect(
      clientOf('gateway').identity.addGrant({ ...request, scopeKind: ScopeKind.SCOPE_KIND_TENANT }, asAdmin()),
    ).rejects.toMatchObject({ violations: [{ path: 'role', rule: 'unknown_role' }] });
  });
});
