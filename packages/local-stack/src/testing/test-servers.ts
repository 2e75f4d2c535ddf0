import { randomBytes } from 'node:crypto';
import { certificateFiles, type CertificateFiles } from '../certificate-files.js';
import { type ServiceName } from '../service-names.js';
import { readStackState, type StackState } from '../stack-state.js';

const stateVariable = 'NENCHO_TEST_STACK';

/** The real servers of this test run. jest.int.config.mjs has started them and names their state file. */
export const testServers = (): StackState => {
  const file = process.env[stateVariable];
  const state = file === undefined ? undefined : readStackState(file);
  if (state === undefined) {
    throw new Error(`${stateVariable} names no running servers: run this suite with jest.int.config.mjs`);
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
