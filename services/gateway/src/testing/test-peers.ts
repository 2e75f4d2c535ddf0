import { type ResolvedActor, type ServiceName } from '@nencho/auth';
import { AppError, employeeId } from '@nencho/kernel';
import { bindService, createAuthentication, type Handlers, startGrpcServer } from '@nencho/service-kit';
import { serviceCertificate, testServers } from '@nencho/testing';
import { type TestRealms } from './test-realms.js';

type Definition = Parameters<typeof bindService>[0];

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export const adminActor: ResolvedActor = {
  disabled: false,
  employeeId: employeeId('00000000-0000-4000-8000-000000000001'),
  departmentIds: [],
  grants: [
    { role: 'admin', scope: { kind: 'tenant' } },
    { role: 'employee', scope: { kind: 'self' } },
  ],
  grantsVersion: 1,
};

export const tlsOf = (name: ServiceName) => {
  const { certFile, keyFile, caFile } = serviceCertificate(name);
  return { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, TLS_CA_FILE: caFile };
};

/** The few answers that a test is about, as a binding of the whole service; every other method fails loudly. */
export const answering = <S extends Definition>(definition: S, handlers: Partial<Handlers<S>>) => {
  const missing = async (): Promise<never> => Promise.reject(new AppError('internal', 'not part of this test'));
  const all = Object.fromEntries(Object.keys(definition).map((name) => [name, handlers[name] ?? missing]));
  return bindService(definition, all as Handlers<S>);
};

/**
 * A real gRPC server under a service's certificate, with the real token check and permission table, for tests of the
 * gateway's mapping. Everybody is an administrator unless the test says otherwise.
 */
export const startPeer = async (
  name: ServiceName,
  services: readonly ReturnType<typeof bindService>[],
  realms: Pick<TestRealms, 'names' | 'tenantIssuer' | 'opsIssuer'>,
  { actor = adminActor, port = 0 }: { readonly actor?: ResolvedActor; readonly port?: number } = {},
) => {
  const { url } = testServers().keycloak;
  const keys = (realm: string): string => `${url}/realms/${realm}/protocol/openid-connect/certs`;
  const { authenticate } = createAuthentication({
    config: {
      TENANT_ISSUER: realms.tenantIssuer,
      TENANT_JWKS_URL: keys(realms.names.tenants),
      OPS_ISSUER: realms.opsIssuer,
      OPS_JWKS_URL: keys(realms.names.operators),
      TOKEN_AUDIENCE: 'nencho-api',
    },
    resolve: async () => Promise.resolve(actor),
  });
  const config = { ...tlsOf(name), GRPC_HOST: '127.0.0.1', GRPC_PORT: port };
  const server = await startGrpcServer({ config, services, authenticate, logger: quiet });
  return { ...server, target: `127.0.0.1:${server.port}` };
};
