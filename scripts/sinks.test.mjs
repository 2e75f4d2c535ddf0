// Holds the inventory of sinks (packages/telemetry/src/sinks.ts) against what there is: a new topic, collection,
// dependency or network edge without an entry fails here, and so does a log that is kept for more than 90 days.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { eventCatalogue } from '../packages/contracts/dist/src/events.js';
import { copyInventory } from '../packages/mongo/dist/copy-inventory.js';
import { checkedSinks, harmlessPackages, sinks } from '../packages/telemetry/dist/sinks.js';

const root = join(import.meta.dirname, '..');
const text = (file) => readFileSync(join(root, file), 'utf8');
const named = (field) => new Set(sinks.flatMap((sink) => sink[field] ?? []));

describe('the inventory of sinks', () => {
  test('has every topic of Kafka, and no other', () => {
    const topics = new Set(Object.values(eventCatalogue).map(({ topic }) => topic));
    expect([...named('topics')].sort()).toEqual([...topics].sort());
  });

  test('has every package by which something could leave a process', () => {
    const packages = globSync(['packages/*/package.json', 'services/*/package.json'], { cwd: root })
      .filter((file) => !/packages\/(?:testing|local-stack)\//.test(file)) // not in an image
      .flatMap((file) => Object.keys(JSON.parse(text(file)).dependencies ?? {}))
      .filter((name) => !name.startsWith('@nencho/'));
    const through = named('through');
    const unknown = [...new Set(packages)].filter((name) => !through.has(name) && !harmlessPackages.has(name));
    expect(unknown).toEqual([]);
    expect([...through].filter((name) => !packages.includes(name))).toEqual([]);
  });

  test('has every end of a network edge outside of the release', () => {
    const { edges } = parse(text('charts/nencho/edges.yaml'));
    const outside = edges.flatMap(({ external, namespace }) => external ?? (namespace === 'ingress' ? namespace : []));
    expect([...named('edges')].sort()).toEqual([...new Set(outside)].sort());
  });

  test('names for each where its retention is set', () => {
    const wrong = sinks.filter(({ enforcedBy: { file, says } }) => !text(file).includes(says));
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test('has its counterpart in the collections: none that ends by time is kept for more than 90 days', () => {
    const days = copyInventory.flatMap(({ name, retention }) => {
      const [, count, unit] = /^(\d+) (day|hour)s?\b/.exec(retention) ?? [];
      return count === undefined ? [] : [{ name, days: unit === 'day' ? Number(count) : Number(count) / 24 }];
    });
    expect(days.length).toBeGreaterThan(8);
    expect(days.filter((each) => each.days > 90)).toEqual([]);
  });

  test('refuses a log of 91 days, a log without an end, and a log that stays as long as the contract', () => {
    const enforcedBy = { file: 'x', says: 'y' };
    const sink = (holds, retention) => [{ name: 'a sink', holds, retention, enforcedBy }];
    expect(checkedSinks(sink('log', { days: 90 }))).toHaveLength(1);
    for (const retention of [{ days: 91 }, { days: Number.NaN }, 'contract', 'none']) {
      expect(() => checkedSinks(sink('log', retention))).toThrow();
    }
    expect(() => checkedSinks(sink('technical', 'contract'))).toThrow();
  });
});

test('values of the chart refuse a retention of 91 days', () => {
  const { maximum } = JSON.parse(text('charts/nencho/values.schema.json')).properties.telemetry.properties
    .retentionDays;
  expect(maximum).toBe(90);
});
