import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Job } from '@nencho/mongo';
import { testServers } from '@nencho/testing';
import { approveAll, calculate, importPay, key, openSeason, payCsv, type Season } from '../testing/season.js';
import { auditTrail } from '../testing/trail.js';
import { startWorld, type World } from '../testing/world.js';

const PEOPLE = 70;
let world: World;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await endAbandonedTransactions();
  await world.stop();
}, 120_000);

const approvedSeason = async (): Promise<Season> => {
  const season = await openSeason(world, { people: Array.from({ length: PEOPLE }, () => ({})) });
  await approveAll(world, season);
  return season;
};

/** What the server does with the transactions of a dead process after 60 s, now: gives up their locks. */
const endAbandonedTransactions = async (): Promise<void> => {
  const admin = world.connection.getClient().db('admin');
  const idle = await admin
    .aggregate<{ lsid: { id: unknown } }>(
      [
        { $currentOp: { allUsers: true, idleSessions: true } },
        { $match: { appName: 'dying-worker', type: 'idleSession', transaction: { $exists: true } } },
      ],
      { readConcern: { level: 'local' }, promoteBuffers: false },
    )
    .toArray();
  await admin.command({ killSessions: idle.map(({ lsid: { id } }) => ({ id })) });
};

/** What 15 s do: another worker may take the job. */
const letLeaseRunOut = async (jobId: string): Promise<void> => {
  const jobs = world.connection.collection<{ _id: string; heldUntil: Date }>('jobs');
  await jobs.updateOne({ _id: jobId }, { $set: { heldUntil: new Date(0) } });
};

/** Kills -9 a worker process that stands still in the middle of a chunk; answers with the job as it was left. */
const workUntilKilled = async (
  season: Season,
  jobId: string,
  standStillAt: { name: string; count: number },
): Promise<Job> => {
  const { mongodbUri: uri, keys } = testServers();
  const orders = {
    uri,
    database: world.connection.name,
    keyDirectory: keys.localKeyDirectory,
    clockShiftMs: world.clock.now().getTime() - Date.now(),
    actor: season.hr,
    standStillAt,
  };
  const script = fileURLToPath(new URL('../testing/dying-worker.js', import.meta.url));
  const worker = spawn(process.execPath, [script, JSON.stringify(orders)], { stdio: ['ignore', 'pipe', 'inherit'] });
  workers.push(worker);
  const exited = once(worker, 'exit');
  const tooEarly = exited.then(async () => Promise.reject(new Error('the worker ended by itself')));
  await Promise.race([once(worker.stdout, 'data'), tooEarly]);
  worker.kill('SIGKILL');
  await tooEarly.catch(() => undefined);
  await endAbandonedTransactions();
  await letLeaseRunOut(jobId);
  return world.jobs.get(season.tenantId, jobId);
};

const rows = async ({ tenantId }: Season, collection: string) =>
  world.connection.collection(collection).find({ tenantId }).sort({ _id: 1 }).toArray();

const peopleIn = async ({ tenantId }: Season, type: string): Promise<readonly string[]> =>
  (await auditTrail(world, tenantId))
    .filter((entry) => entry.type === type && entry.params['stage'] === 'applied')
    .flatMap(({ subjectIds }) => subjectIds);

const startPay = async ({ hr, campaign, people }: Season) => {
  const content = payCsv(people.map(({ employeeNumber }) => [employeeNumber]));
  const { id: importId } = await world.useCases.startPayImport(
    { idempotencyKey: key(), campaignId: campaign.id, content },
    hr,
  );
  return { importId, ...(await world.useCases.applyPayImport({ idempotencyKey: key(), importId }, hr)) };
};

test('pay and calculation whose workers are killed -9 in the middle of a chunk complete once', async () => {
  const paying = await approvedSeason();
  const calculating = await approvedSeason();
  await importPay(world, calculating);

  const pay = await startPay(paying);
  const leftPay = await workUntilKilled(paying, pay.jobId, { name: 'declaration.pay/1', count: 60 });
  expect(leftPay).toMatchObject({ state: 'running', done: 50 });
  expect(await rows(paying, 'pay')).toHaveLength(50);
  const calculation = await world.useCases.startCalculation(
    { idempotencyKey: key(), campaignId: calculating.campaign.id },
    calculating.hr,
  );
  const leftResults = await workUntilKilled(calculating, calculation.jobId, {
    name: 'declaration.result/1',
    count: 60,
  });
  expect(leftResults).toMatchObject({ state: 'running', done: 50 });
  const firstResults = await rows(calculating, 'results');
  expect(firstResults).toHaveLength(50);

  const finished = await Promise.all([
    world.finish(paying.tenantId, pay.jobId),
    world.finish(calculating.tenantId, calculation.jobId),
  ]);
  for (const job of finished) expect(job).toMatchObject({ state: 'succeeded', done: PEOPLE, failed: 0 });

  expect(await rows(paying, 'pay')).toHaveLength(PEOPLE);
  expect(await rows(paying, 'pay_import_chunks')).toEqual([]);
  expect(await world.useCases.getPayImport(pay.importId, paying.hr)).toMatchObject({ state: 'applied' });
  const results = await rows(calculating, 'results');
  expect(results).toHaveLength(PEOPLE);
  expect(results).toEqual(expect.arrayContaining(firstResults));
  for (const people of [await peopleIn(paying, 'pay_imported'), await peopleIn(calculating, 'adjustment_calculated')]) {
    expect(people).toHaveLength(PEOPLE);
    expect(new Set(people).size).toBe(PEOPLE);
  }
  await calculate(world, calculating);
  expect(await rows(calculating, 'results')).toEqual(results);
}, 180_000);
