import type { SystemState } from '@nencho/local-stack/system';
import { dateInTokyo } from '@nencho/kernel';
import { randomUUID } from 'node:crypto';
import { endContract, eventually, withClients } from '../erasure/erase-through.js';
import { twoOperators } from '../erasure/operators.js';
import { whereIs } from '../erasure/remains.js';
import { buildTenant, type BuiltTenant } from '../isolation/tenant.js';
import { castSeason } from '../season/people.js';
import type { Killer } from './killer.js';
import { patiently } from './patience.js';

const displayName = '株式会社隔離';
const services = 6;

/** A small tenant whose contract has ended today. */
export const endedTenant = async (state: SystemState, runId: string): Promise<BuiltTenant> => {
  const people = castSeason(1, runId).map((person) => ({ ...person, departmentCode: 'D11' }));
  const members = people.map((person) => ({ person, companyCode: 'C1', spare: false }));
  const tenant = await buildTenant(state, members);
  await endContract(state, tenant, dateInTokyo(new Date(Date.now() + state.clockShiftMs)));
  return tenant;
};

/** Where an erased tenant's id stays: tombstones, counts, and what the erasure is proved by. */
const proofs =
  /\.(?:reserved_codes|tenant_tombstones|erasure_counts|outbox|erasures|certificates|certificate_codes|termination_records)$/;

/** Erases a tenant while the killer looks at each request. @returns what is left of it, or was not answered */
export const eraseUnderFire = async (
  state: SystemState,
  { enter, beforeRequest }: Killer,
  tenant: BuiltTenant,
): Promise<readonly string[]> => {
  const [first, second] = await twoOperators(state);
  const { id: tenantId, code: tenantCode } = tenant;
  enter('erasing');
  const answers = await withClients(state, async ({ retention }) => {
    const ask = async <T>(
      call: (options: { readonly token: string; readonly deadlineMs: number }) => Promise<T>,
      who = first,
    ) => {
      beforeRequest();
      return patiently(async () => call({ token: await who.accessToken(), deadlineMs: 20_000 }));
    };
    const key = { dryRun: randomUUID(), first: randomUUID(), second: randomUUID() };
    await ask(async (options) => retention.orderDryRun({ idempotencyKey: key.dryRun, tenantId }, options));
    const { dryRun } = await eventually(
      'the dry run',
      async () =>
        patiently(async () =>
          retention.getErasure({ tenantId }, { token: await first.accessToken(), deadlineMs: 20_000 }),
        ),
      (answer) => answer.dryRun !== undefined,
    );
    const approval = {
      tenantId,
      tenantCode,
      displayName,
      dryRunHash: dryRun?.hash ?? '',
      reason: '契約終了',
      ticket: 'T-1',
    };
    await ask(async (options) => retention.approveErasure({ ...approval, idempotencyKey: key.first }, options));
    await ask(
      async (options) => retention.approveErasure({ ...approval, idempotencyKey: key.second }, options),
      second,
    );
    const done = await eventually(
      'the destruction of the key',
      async () => ask(async (options) => retention.getErasure({ tenantId }, options)),
      ({ erasure }) => ['waiting_vault', 'waiting_backups', 'certified'].includes(erasure?.state ?? ''),
    );
    return done.answers;
  });
  const left = await whereIs(state.mongodbUri, [tenantId, `"${tenantCode}"`]);
  const places = Object.entries(left).filter(([place]) => !proofs.test(place));
  return [
    ...places.map(([place, count]) => `${count} documents of the erased tenant are left in ${place}`),
    ...answers.filter(({ answered }) => !answered).map(({ service }) => `${service} has not answered the erasure`),
    ...answers
      .filter(({ round, count }) => round > 1 && count > 0)
      .map(({ service }) => `${service} had something left`),
    ...(new Set(answers.map(({ service }) => service)).size === services ? [] : ['not all services were asked']),
  ];
};
