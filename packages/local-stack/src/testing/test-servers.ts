import { randomBytes } from 'node:crypto';
import { certificateFiles, type CertificateFiles } from '../certificate-files.js';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { probeKeycloak } from '../keycloak.js';
import { tryLock, unlock } from '../lock.js';
import { type ServiceName } from '../service-names.js';
import { readStackState, type StackState } from '../stack-state.js';
import { waitUntil } from '../wait-until.js';

/** Names the state file of the running servers. */
export const testServersVariable = 'NENCHO_TEST_STACK';

/** The real servers of this test run. jest.int.config.mjs has started them and names their state file. */
export const testServers = (): StackState => {
  const file = process.env[testServersVariable];
  const state = file === undefined ? undefined : readStackState(file);
  if (state === undefined) {
    throw new Error(`${testServersVariable} names no running servers: run this suite with jest.int.config.mjs`);
  }
  return state;
};

const unique = (name: string): string => `${name}_${randomBytes(6).toString('hex')}`;

/** A database name of its own for a test file. */
export const testDatabase = (name: string): string => unique(`test_${name}`);

/** Keeps the topics of a test file apart from all others. Ends with a dot. */
export const testTopicPrefix = (): string => `${unique('test')}.`;

/** The mTLS identity of a service. */
export const serviceCertificate = (name: ServiceName): CertificateFiles =>
  certificateFiles(testServers().certificates, name);

/** For suites that need Keycloak: waits until it answers. Give `beforeAll` a limit of 300 s. */
export const keycloakReady = async (): Promise<void> =>
  waitUntil(async () => probeKeycloak(testServers().keycloak), {
    what: 'Keycloak',
    timeoutMs: 290_000,
    intervalMs: 300,
  });

/** The port of `publicBaseUrl`, for suites whose browser or issuer needs the real origin; one suite at a time. */
export const claimPublicPort = async (): Promise<{ readonly port: number; release(): void }> => {
  const { dataDirectory, publicBaseUrl } = testServers();
  const lock = join(dataDirectory, 'public-port.lock');
  while (tryLock(lock) !== undefined) {
    await delay(100);
  }
  return { port: Number(new URL(publicBaseUrl).port), release: () => unlock(lock) };
};
