// Jest's globalSetup of the suites with real servers. Jest wants default exports and one process for both ends.
import { acquireTestServers } from './jest-servers.js';
import { keepForTeardown } from './servers-of-run.js';
import { testServersVariable } from './test-servers.js';

const globalSetup = async (): Promise<void> => {
  const servers = await acquireTestServers(process.env['NENCHO_TEST_SERVERS']);
  process.env[testServersVariable] = servers.stateFile;
  keepForTeardown(servers);
};

export default globalSetup;
