import { payCsv } from '../../season/people.js';
import { approveAndPay } from '../../season/season.js';
import { importCsv } from '../../season/setting-up.js';
import { yen } from '@nencho/kernel';
import { connectMongo } from '@nencho/mongo';
import type { SystemState } from '@nencho/local-stack/system';
import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from '../../season/api.js';
import type { BenchWorld } from '../bench-world.js';
import { interleaved, timed, type Comparison } from '../interleaved.js';

type Job = { readonly job: { readonly state: string } };

/** Asks every 20 ms: the season's own patience would be half of what is measured here. */
const untilDone = async (hr: Api, jobId: string): Promise<void> => {
  for (;;) {
    const { job } = await hr.get<Job>(`/api/v1/jobs/${jobId}`);
    if (job.state === 'JOB_STATE_SUCCEEDED') return;
    if (!['JOB_STATE_QUEUED', 'JOB_STATE_RUNNING'].includes(job.state))
      throw new Error(`the job ended as ${job.state}`);
    await pause(20);
  }
};

const averageResultBytes = async ({ mongodbUri }: SystemState): Promise<number> => {
  const connection = await connectMongo({ uri: mongodbUri, database: 'nencho_declaration', appName: 'bench' });
  try {
    const [stats] = await connection
      .collection('results')
      .aggregate([{ $collStats: { storageStats: {} } }])
      .toArray();
    return Math.round((stats as { storageStats: { avgObjSize: number } }).storageStats.avgObjSize);
  } finally {
    await connection.close();
  }
};

/** One yen more withheld for everybody: a calculation of what was calculated already would have nothing to do. */
const payAnew = async ({ hr, campaignId, employees }: BenchWorld['season'], round: number): Promise<void> => {
  const people = employees.map(({ person }) => {
    const { pay } = person;
    return { ...person, pay: { ...pay, withheldTaxTotal: yen(pay.withheldTaxTotal + round) } };
  });
  await importCsv(hr, `/api/v1/campaigns/${campaignId}/pay-imports`, '/api/v1/pay-imports', payCsv(people));
};

/** Everybody of a campaign is calculated, beside a bare bulk durable write of documents of the same size. */
export const benchCalculation = async ({ state, season, bare, rounds }: BenchWorld): Promise<readonly Comparison[]> => {
  const { hr, campaignId, employees } = season;
  await approveAndPay(season);
  let round = 0;
  const calculate = async () => {
    round += 1;
    await payAnew(season, round);
    return timed(async () => {
      const { jobId } = await hr.send<{ readonly jobId: string }>('POST', `/api/v1/campaigns/${campaignId}/calculate`);
      await untilDone(hr, jobId);
    });
  };
  await calculate();
  const bytes = await averageResultBytes(state);
  const samples = await interleaved(rounds, {
    ours: calculate,
    reference: async () => timed(async () => bare.bulkWrite(employees.length, bytes)),
  });
  return [
    {
      ...{ name: `calculation of ${employees.length} people`, unit: 'ms', better: 'smaller', ...samples },
      what: {
        ours: 'POST calculate until the job has succeeded: facts opened, computed, sealed, audited',
        reference: `driver: ${employees.length} documents of ${bytes} bytes in transactions of 50`,
      },
    },
  ];
};
