import { isStackError, repositoryRoot } from '@nencho/local-stack';
import { clockShift, startSystem } from '@nencho/local-stack/system';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dayOfSeason } from '../harness/system-under-test.js';
import { benchCalculation } from './areas/calculation.js';
import { benchCsv } from './areas/csv.js';
import { benchDocuments } from './areas/documents.js';
import { benchEvents } from './areas/events.js';
import { benchSaving } from './areas/saving.js';
import { benchStart } from './areas/start.js';
import { openBenchWorld, type BenchWorld } from './bench-world.js';
import type { Comparison } from './interleaved.js';
import { benchReport, conditionsOf } from './report.js';

const usage = `npm run bench -- [options]
  --people N   people of the season that the areas measure on, at least 25 (100)
  --rounds N   samples of each alternative, at least 5 (5)
  --only a,b   areas: saving, calculation, documents, csv, events, start; documents needs saving and calculation before it
  --out DIR    where services.md and services.json go (docs/benchmarks)`;

/** In this order: what is declared can be calculated, what is calculated can be printed. */
const areas = {
  saving: benchSaving,
  calculation: benchCalculation,
  documents: benchDocuments,
  csv: benchCsv,
  events: benchEvents,
} satisfies Record<string, (world: BenchWorld) => Promise<readonly Comparison[]>>;
const names = [...Object.keys(areas), 'start'];

const readOptions = (argv: readonly string[]) => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      people: { type: 'string', default: '100' },
      rounds: { type: 'string', default: '5' },
      only: { type: 'string', default: names.join(',') },
      out: { type: 'string', default: join(repositoryRoot, 'docs', 'benchmarks') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const only = values.only.split(',');
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`--only: there is no area ${unknown}\n\n${usage}`);
  const [people, rounds] = [Number(values.people), Number(values.rounds)];
  if (!Number.isInteger(people) || people < 25)
    throw new Error(`--people: ${values.people} is not 25 or more\n\n${usage}`);
  if (!Number.isInteger(rounds) || rounds < 5)
    throw new Error(`--rounds: ${values.rounds} is not 5 or more\n\n${usage}`);
  return { people, rounds, only, out: values.out };
};

const publicPort = 3300;
const dataDirectory = join(repositoryRoot, '.nencho', 'bench');

const measureOnSystem = async ({ people, rounds, only }: ReturnType<typeof readOptions>): Promise<Comparison[]> => {
  const system = await startSystem({
    ...{ dataDirectory, publicPort, fresh: true, clockShiftMs: clockShift(dayOfSeason, new Date()) },
    environment: { FLOOD_LIMIT_PER_MINUTE: '1000000' },
  });
  try {
    await system.ready;
    const world = await openBenchWorld(system.state, people, rounds);
    const comparisons: Comparison[] = [];
    for (const [name, bench] of Object.entries(areas)) {
      if (!only.includes(name)) continue;
      console.log(`measuring ${name}`);
      comparisons.push(...(await bench(world)));
    }
    await world.bare.close();
    return comparisons;
  } finally {
    await system.stop();
  }
};

const main = async (): Promise<void> => {
  const options = readOptions(process.argv.slice(2));
  const comparisons = await measureOnSystem(options);
  if (options.only.includes('start')) {
    console.log('measuring start');
    comparisons.push(...(await benchStart(dataDirectory, publicPort, options.rounds)));
  }
  const conditions = conditionsOf(options.people, options.rounds);
  const report = benchReport(conditions, comparisons);
  mkdirSync(options.out, { recursive: true });
  writeFileSync(join(options.out, 'services.md'), report);
  writeFileSync(join(options.out, 'services.json'), `${JSON.stringify({ conditions, comparisons }, null, 2)}\n`);
  console.log(`\n${report}`);
};

try {
  await main();
} catch (error) {
  console.error(isStackError(error) || error instanceof Error ? `nencho: ${error.message}` : error);
  process.exitCode = 1;
}
