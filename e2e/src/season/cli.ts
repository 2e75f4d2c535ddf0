import { repositoryRoot, isStackError } from '@nencho/local-stack';
import {
  clockShift,
  keyProviderOf,
  parseInstanceCounts,
  runningSystem,
  startSystem,
  type SystemState,
} from '@nencho/local-stack/system';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dayOfSeason } from '../harness/system-under-test.js';
import { inPool } from './api.js';
import { countEvents } from './event-count.js';
import { judgeSeason } from './judge.js';
import { memoryOf } from './memory.js';
import { smallestSeason } from './people.js';
import { seasonReport } from './report.js';
import { playSeason, type PlayedSeason } from './season.js';

const usage = `npm run season -- [options]
  --employees N   people in the season, at least ${smallestSeason} (50)
  --out DIR       where slips, the result CSV and the report go (out)
  --data DIR      data directory of the running system (.nencho/data)
  --fresh-system  start a system of its own on another data directory and end it afterwards, though one is running
  --instances a=2 processes of a service, for a system of its own
  --access-token-seconds N   lifetime of access tokens, for a system of its own (300)
  --keys local|azure         where its tenants' keys are (local); azure is an emulator of Key Vault`;

type Options = {
  readonly employees: number;
  readonly out: string;
  readonly data: string;
  readonly freshSystem: boolean;
  readonly instances: string | undefined;
  readonly accessTokenSeconds: number;
  readonly keyProvider: 'local' | 'azure';
};

const readOptions = (argv: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      employees: { type: 'string', default: '50' },
      out: { type: 'string', default: 'out' },
      data: { type: 'string', default: join(repositoryRoot, '.nencho', 'data') },
      'fresh-system': { type: 'boolean', default: false },
      instances: { type: 'string' },
      'access-token-seconds': { type: 'string', default: '300' },
      keys: { type: 'string', default: 'local' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const employees = Number(values.employees);
  if (!Number.isInteger(employees) || employees < smallestSeason || employees > 100_000) {
    throw new Error(`--employees: ${values.employees} is not a number from ${smallestSeason} to 100000\n\n${usage}`);
  }
  return {
    employees,
    out: resolve(values.out),
    data: resolve(values.data),
    freshSystem: values['fresh-system'] || values.instances !== undefined,
    instances: values.instances,
    accessTokenSeconds: Number(values['access-token-seconds']),
    keyProvider: keyProviderOf(values.keys),
  };
};

/** The running system, or one of its own that ends with the season; its clock says a day of the season. */
const withSystem = async <T>(options: Options, work: (state: SystemState) => Promise<T>): Promise<T> => {
  const running = options.freshSystem ? undefined : runningSystem(options.data);
  if (running !== undefined) {
    console.log(`playing on the running system ${running.publicBaseUrl}`);
    return work(running);
  }
  console.log('no running system is used: starting one for this season');
  const system = await startSystem({
    dataDirectory: join(repositoryRoot, '.nencho', 'season'),
    fresh: true,
    publicPort: 3100,
    clockShiftMs: clockShift(dayOfSeason, new Date()),
    accessTokenSeconds: options.accessTokenSeconds,
    keyProvider: options.keyProvider,
    // One address plays everybody: what holds back an address is not what a season is about.
    environment: { FLOOD_LIMIT_PER_MINUTE: '1000000' },
    instances: options.instances === undefined ? {} : parseInstanceCounts(options.instances),
    progress: ({ step, state, ms }) => {
      if (state !== 'started')
        console.log(`  ${state === 'done' ? 'ok' : '!!'} ${step} ${((ms ?? 0) / 1000).toFixed(1)} s`);
    },
  });
  try {
    await system.ready;
    return await work(system.state);
  } finally {
    await system.stop();
  }
};

const writeDocuments = async ({ employees, hr, campaignId }: PlayedSeason, out: string): Promise<void> => {
  mkdirSync(join(out, 'slips'), { recursive: true });
  await inPool(employees, 4, async ({ api, person, declarationId }) => {
    const slip = await api.download(`/api/v1/declarations/${declarationId}/slip.pdf`);
    writeFileSync(join(out, 'slips', `${person.number}.pdf`), slip);
  });
  writeFileSync(join(out, 'results.csv'), await hr.download(`/api/v1/campaigns/${campaignId}/results.csv`));
};

const main = async (): Promise<number> => {
  const options = readOptions(process.argv.slice(2));
  return withSystem(options, async (state) => {
    const eventsBefore = await countEvents(state);
    const season = await playSeason(state, options.employees, {
      onPhase: (name, ms) => console.log(`  ${name.padEnd(28)} ${(ms / 1000).toFixed(1)} s`),
    });
    await writeDocuments(season, options.out);
    const judgement = await judgeSeason(season);
    const figures = { eventsBefore, eventsAfter: await countEvents(state), memory: memoryOf(state) };
    const report = seasonReport(season, judgement, figures);
    writeFileSync(join(options.out, 'season.txt'), `${report}\n`);
    console.log(`\n${report}\n\nSlips, results and this report are in ${options.out}`);
    return judgement.complaints.length === 0 ? 0 : 1;
  });
};

try {
  process.exitCode = await main();
} catch (error) {
  console.error(isStackError(error) || error instanceof Error ? `nencho: ${error.message}` : error);
  process.exitCode = 1;
}
