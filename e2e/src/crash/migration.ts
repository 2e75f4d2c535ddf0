import type { SystemState } from '@nencho/local-stack/system';
import mongoose from 'mongoose';
import { setTimeout as pause } from 'node:timers/promises';
import { killAndWait, type Recovery } from './killer.js';
import type { MigrationKill } from './schedule.js';

const patienceMs = 120_000;

/**
 * Makes a service migrate again (its migrations bear to be run again) and kills all its processes in the middle, after
 * as many steps as the schedule says. @returns what is wrong afterwards, and how long the processes were away
 */
export const killInMigration = async (state: SystemState, { service, afterSteps }: MigrationKill) => {
  const victims = state.instances.filter((instance) => instance.service === service).map(({ name }) => name);
  const killAll = async (): Promise<readonly Recovery[]> =>
    Promise.all(victims.map(async (name) => killAndWait(state, name)));
  const connection = await mongoose.createConnection(state.mongodbUri, { dbName: `nencho_${service}` }).asPromise();
  try {
    const done = connection.collection('migrations');
    const stepsBefore = (await done.find().toArray()).map(({ _id }) => String(_id)).sort();
    const most = Math.min(afterSteps, stepsBefore.length - 1);
    await done.deleteMany({});
    const first = killAll();
    first.catch(() => undefined);
    const deadline = performance.now() + patienceMs;
    const hasBegun = async (): Promise<boolean> =>
      (await connection
        .collection('leases')
        .countDocuments({ holder: { $exists: true }, _id: 'migrations' as never })) > 0 &&
      (await done.countDocuments()) >= most;
    while (!(await hasBegun()) && performance.now() < deadline) await pause(5);
    const interrupted = stepsBefore.length - (await done.countDocuments());
    const recoveries = await killAll();
    await first;
    const stepsAfter = (await done.find().toArray()).map(({ _id }) => String(_id)).sort();
    const complaints =
      stepsAfter.join() === stepsBefore.join()
        ? []
        : [`${service} ran the migrations ${stepsAfter.join()} instead of ${stepsBefore.join()}`];
    return { complaints, recoveries, interrupted };
  } finally {
    await connection.close();
  }
};
