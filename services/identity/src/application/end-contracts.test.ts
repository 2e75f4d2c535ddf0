import { describe, expect, test } from '@jest/globals';
import { localDate, newId } from '@nencho/kernel';
import type { Tenant } from '../domain/tenant.js';
import { endContracts } from './contract.js';
import type { Session } from './ports.js';

const tenantId = newId();
const tenant = {
  ...{ id: tenantId, state: 'notice', contractVersion: 1, contractStart: localDate('2026-10-01') },
  contractEnd: localDate('2026-12-10'),
} as Tenant;

/** The sweep on the day of the end, with a second clock that agrees or does not. */
const sweepWith = async (clockAgrees: boolean) => {
  const told = { saved: [] as string[], errors: [] as string[] };
  await endContracts({
    tenants: {
      dueEnds: async () => Promise.resolve([tenant]),
      contract: async () => Promise.resolve(tenant),
      saveContract: async (_, { state }) => {
        told.saved.push(state);
        return Promise.resolve();
      },
    },
    transact: async (_, work) => work({} as Session),
    events: { append: async () => Promise.resolve() },
    audit: { append: async () => Promise.resolve() },
    clock: { now: () => new Date('2026-12-10T09:00:00+09:00') },
    clockAgrees: async () => Promise.resolve(clockAgrees),
    logger: { info: () => undefined, error: (event) => void told.errors.push(event) },
  })();
  return told;
};

describe('the day on which a contract ends', () => {
  test('ends nothing while the second clock says another day, and tells of it', async () => {
    expect(await sweepWith(false)).toEqual({ saved: [], errors: ['clock_disagrees'] });
  });

  test('ends it when both clocks agree', async () => {
    expect(await sweepWith(true)).toEqual({ saved: ['ended'], errors: [] });
  });
});
