import { describe, expect, test } from '@jest/globals';
import { clockShift, parseLaunchArguments, seasonDay } from './launch.js';

// 00:30 of 2 December in Tokyo
const now = new Date('2026-12-01T15:30:00Z');

describe('the options of npm start', () => {
  test('have defaults', () => {
    expect(parseLaunchArguments([], now)).toMatchObject({
      publicPort: 3000,
      accessTokenSeconds: 300,
      clockShiftMs: 0,
      fresh: false,
      instances: {},
      demo: true,
    });
  });

  test('are read', () => {
    const argv = [
      '--fresh',
      '--instances',
      'declaration=2,gateway=3',
      '--access-token-seconds',
      '60',
      '--port',
      '3100',
    ];
    expect(parseLaunchArguments(argv, now)).toMatchObject({
      fresh: true,
      instances: { declaration: 2, gateway: 3 },
      accessTokenSeconds: 60,
      publicPort: 3100,
    });
  });

  test.each([
    [['--instances', 'declaration'], /"declaration" is not <service>=<1..9>/],
    [['--instances', 'mongod=2'], /"mongod=2" is not/],
    [['--port', 'http'], /--port: "http" is not a number/],
    [['--frehs'], /--frehs[\s\S]*npm start -- \[options\]/],
  ])('%j is refused with a word on what is right', (argv, message) => {
    expect(() => parseLaunchArguments(argv, now)).toThrow(message);
  });
});

describe('the shift of the clock', () => {
  test('counts days of the calendar in Tokyo', () => {
    expect(clockShift('2026-12-02', now)).toBe(0);
    expect(clockShift('2026-12-25', now)).toBe(23 * 86_400_000);
    expect(clockShift('2026-12-01', now)).toBe(-86_400_000);
  });
});

describe('the day of a system that nobody named a day for', () => {
  test.each([
    ['2026-11-23T10:00:00Z', '2026-11-23'],
    ['2026-10-31T14:59:59Z', '2026-11-25'],
    ['2026-10-31T15:00:00Z', '2026-11-01'],
    ['2027-01-10T14:59:59Z', '2027-01-10'],
    ['2027-01-10T15:00:00Z', '2026-11-25'],
    ['2030-06-01T00:00:00Z', '2026-11-25'],
  ])('%s is taken for %s', (instant, day) => {
    expect(seasonDay(new Date(instant))).toBe(day);
  });
});
