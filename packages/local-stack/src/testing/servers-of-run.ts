import { type TestServersHandle } from './jest-servers.js';

let current: TestServersHandle | undefined;

/** Hands the servers from globalSetup to globalTeardown, which Jest loads apart from each other. */
export const keepForTeardown = (servers: TestServersHandle): void => {
  current = servers;
};

export const takeForTeardown = (): TestServersHandle | undefined => {
  const servers = current;
  current = undefined;
  return servers;
};
