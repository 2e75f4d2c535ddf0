// A worker in a process of its own, to be killed while a chunk is being worked on.
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@nencho/kernel';
import { connectMongo, createJobs } from '../index.js';
import { countingHandler, markedSeal } from './job-fixture.js';
import { silent, suiteInventory } from './test-connection.js';

const [uri = '', database = ''] = process.argv.slice(2);
const connection = await connectMongo({
  ...{ uri, database, appName: 'slow-worker' },
  inventory: suiteInventory,
});
const jobs = createJobs(connection, {
  kinds: {
    count: countingHandler(connection, {
      perChunk: 10,
      beforeCommit: async (first) => {
        if (first < 20) return;
        process.stdout.write('in the middle\n');
        await sleep(60_000);
      },
    }),
  },
  seal: markedSeal,
  clock: systemClock,
  logger: silent,
  leaseMs: 2_000,
});
jobs.startWorker();
