import type { SystemState } from '@nencho/local-stack/system';
import { createCompany, createTenant } from '../season/setting-up.js';
import type { Api } from '../season/api.js';
import { openSeason, type OpenSeason } from '../season/season.js';
import { randomBytes, randomUUID } from 'node:crypto';
import { openBareDatabase, type BareDatabase } from './bare-database.js';

/** What the areas measure on: one running system, a season at its open campaign, and the bare database beside it. */
export type BenchWorld = {
  readonly state: SystemState;
  readonly season: OpenSeason;
  readonly bare: BareDatabase;
  readonly rounds: number;
};

export const openBenchWorld = async (state: SystemState, people: number, rounds: number): Promise<BenchWorld> => ({
  ...{ state, rounds },
  season: await openSeason(state, people),
  bare: await openBareDatabase(state),
});

/** A tenant with room for `seats` people, and nobody in it but its administrator. */
export const emptyTenant = async (state: SystemState, seats: number): Promise<Api> => {
  const code = `bench-${randomBytes(3).toString('hex')}`;
  const tenant = { code, displayName: '株式会社計測', seats, adminLoginId: 'admin' };
  const admin = await createTenant(state, tenant, `${randomUUID()} admin`);
  await createCompany(admin, 'C1', '株式会社計測');
  return admin;
};
