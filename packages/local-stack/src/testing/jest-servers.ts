// Used by globalSetup and globalTeardown of jest.int.config.mjs.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeDataDirectory } from '../data-directory.js';
import { probeKafka } from '../kafka.js';
import { probeMongodb } from '../mongod.js';
import { probeStore } from '../object-store.js';
import { repositoryRoot } from '../repository.js';
import { StackError } from '../stack-error.js';
import { defaultServers, type ServerName, serverNames, type Stack, startStack, stateFileFor } from '../stack.js';
import { readStackState, writeStackState } from '../stack-state.js';
import { tryLock, unlock } from '../lock.js';
import { privateDirectory } from '../private-files.js';

/** The stack that `cli.js up --data .nencho/test-stack` keeps running between test runs. */
const sharedStateFile = stateFileFor(join(repositoryRoot, '.nencho', 'test-stack'));
const ownDirectory = join(repositoryRoot, '.nencho', 'jest-stack');
const lockFile = `${ownDirectory}.lock`;

export type TestServersHandle = { readonly stateFile: string; stop(): Promise<void> };

const sharedServersAnswer = async (): Promise<boolean> => {
  const state = readStackState(sharedStateFile);
  if (state === undefined) {
    return false;
  }
  const results = await Promise.all([
    ...[probeMongodb(state.mongodbUri), probeKafka(state.kafka)],
    ...[probeStore(state.objectStore), probeStore(state.ledgerStore)],
  ]).catch(() => [false]);
  return results.every(Boolean);
};

const startOwn = async (servers: readonly ServerName[]): Promise<Stack> => {
  await removeDataDirectory(ownDirectory); // ends the servers of a run that was killed, too
  const stack = await startStack({ dataDirectory: ownDirectory, servers });
  writeStackState(stateFileFor(ownDirectory), stack.state);
  try {
    // Keycloak takes longest and few suites need it: those wait by `keycloakReady()`.
    const { mongod, kafka, objects, ledger, mail } = stack.ready;
    await Promise.all([mongod, kafka, objects, ledger, mail]);
    return stack;
  } catch (error) {
    await stack.stop();
    throw error;
  }
};

const chosenServers = (names: string | undefined): readonly ServerName[] =>
  names === undefined || names === '' ? defaultServers : serverNames.filter((name) => names.split(',').includes(name));

/**
 * The servers that are kept running when they answer, else fresh ones that end with the test run.
 * @param names comma list to start only some, from NENCHO_TEST_SERVERS
 */
export const acquireTestServers = async (names?: string): Promise<TestServersHandle> => {
  if (await sharedServersAnswer()) {
    return { stateFile: sharedStateFile, stop: async () => Promise.resolve() };
  }
  privateDirectory(join(ownDirectory, '..'));
  const other = tryLock(lockFile);
  if (other !== undefined) {
    throw new StackError(
      `another test run (pid ${other.pid}) has servers of its own; wait for it, or share servers: ` +
        'node packages/local-stack/dist/cli.js up --data .nencho/test-stack',
    );
  }
  const stack = await startOwn(chosenServers(names));
  return {
    stateFile: stateFileFor(ownDirectory),
    stop: async () => {
      await stack.stop();
      await removeDataDirectory(ownDirectory);
      rmSync(stateFileFor(ownDirectory), { force: true });
      unlock(lockFile);
    },
  };
};
