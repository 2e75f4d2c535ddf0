import { describe, expect, test } from '@jest/globals';
import { describeSchedule, parts, scheduleOf, type Part } from './schedule.js';

const processes = ['identity-1', 'declaration-1', 'declaration-2', 'document-1', 'notification-1', 'retention-1'];
const schedules = Array.from({ length: 40 }, (_, seed) => scheduleOf(seed + 1, processes));

describe('a schedule', () => {
  test('follows from the seed alone, and another seed gives another one', () => {
    expect(scheduleOf(7, processes)).toEqual(scheduleOf(7, processes));
    expect(new Set(schedules.map((schedule) => JSON.stringify(schedule))).size).toBe(schedules.length);
  });

  test('kills every process and every server while people work, and four in an erasure', () => {
    for (const { kills } of schedules) {
      const working = kills.filter(({ part }) => part !== 'erasing').map(({ victim }) => victim);
      expect(working.sort()).toEqual([...processes, 'kafka', 'kafka', 'keycloak', 'mongod', 'mongod'].sort());
      expect(kills.filter(({ part }) => part === 'erasing')).toHaveLength(4);
    }
  });

  test('names only requests that each run makes, and reaches every part over the seeds', () => {
    const kills = schedules.flatMap((schedule) => schedule.kills);
    expect(kills.filter(({ part, request }) => request < 1 || request > parts[part])).toEqual([]);
    expect(new Set(kills.map(({ part }) => part))).toEqual(new Set(Object.keys(parts) as Part[]));
    expect(new Set(schedules.map(({ migration }) => migration.service)).size).toBe(6);
  });

  test('says how to replay it', () => {
    const [schedule] = schedules;
    if (schedule === undefined) throw new Error('no schedule');
    expect(describeSchedule(1, schedule)).toContain('replay with npm run test:crash -- --seeds 1 --seed 1');
  });
});
