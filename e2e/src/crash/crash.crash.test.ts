import { expect, test } from '@jest/globals';
import { repositoryRoot } from '@nencho/local-stack';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { testedSystem } from '../harness/system-under-test.js';
import { endedTenant, eraseUnderFire } from './erasing.js';
import { openJournal } from './journal.js';
import { judgeRun } from './judge.js';
import { createKiller, type Recovery } from './killer.js';
import { killInMigration } from './migration.js';
import { playRun } from './play.js';
import { describeSchedule, scheduleOf } from './schedule.js';

const system = testedSystem();
const firstSeed = Number(process.env['NENCHO_CRASH_SEED'] ?? 1);
const seeds = Array.from({ length: Number(process.env['NENCHO_CRASH_SEEDS'] ?? 3) }, (_, index) => firstSeed + index);

const seconds = (recoveries: readonly Recovery[]): string =>
  recoveries.map(({ victim, ms }) => `${victim} ${(ms / 1_000).toFixed(1)}`).join(', ');

test.each(seeds)(
  'seed %d: whatever is killed, nothing acknowledged is lost, nothing is doubled and nobody is half erased',
  async (seed) => {
    const schedule = scheduleOf(
      seed,
      system.instances.map(({ name }) => name),
    );
    const described = describeSchedule(seed, schedule);
    const killer = createKiller(system, schedule);
    const journal = openJournal(join(repositoryRoot, 'reports', `crash-${seed}.jsonl`));
    const started = performance.now();
    try {
      const season = await playRun({ state: system, killer, journal }, `${seed}-${randomBytes(3).toString('hex')}`);
      await killer.recovered();
      const erased = await endedTenant(system, `${seed}-e`);
      const remains = await eraseUnderFire(system, killer, erased);
      const recoveries = await killer.recovered();
      const migration = await killInMigration(system, schedule.migration);
      const complaints = [...remains, ...migration.complaints, ...(await judgeRun(system, season, journal.entries()))];
      process.stderr.write(
        `  crash seed ${seed}: ${journal.entries().length} acknowledgements, ${recoveries.length} kills, ${Math.round((performance.now() - started) / 1_000)} s; ` +
          `back after (s): ${seconds(recoveries)}; in migration with ${migration.interrupted} steps to go: ${seconds(migration.recoveries)}\n`,
      );
      expect({ schedule: described, complaints, unreached: killer.left() }).toEqual({
        schedule: described,
        complaints: [],
        unreached: [],
      });
    } catch (error) {
      process.stderr.write(`  crash seed ${seed} failed\n    ${described.join('\n    ')}\n`);
      throw error;
    }
  },
);
