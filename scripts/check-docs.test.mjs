import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { describe, expect, jest, test } from '@jest/globals';
import { eventCatalogue } from '../packages/contracts/dist/src/events.js';
import { errorStatuses } from '../packages/service-kit/dist/index.js';
import { exclusionReasons, factRules } from '../packages/tax-rules/dist/index.js';
import { eventFlow } from './event-flow.mjs';
import { reasons, violationRules } from './violation-rules.mjs';

// Parses every source file of the repository.
jest.setTimeout(60_000);

const root = join(import.meta.dirname, '..');
const page = (name) => readFileSync(join(root, 'docs', name), 'utf8');

/** The cells of every table row of a section (to the next heading of its level), head and rule left out. */
const rowsOf = (text, heading) => {
  const level = /^#+/.exec(heading)[0];
  const [, after = ''] = text.split(`\n${heading}\n`);
  const [section] = after.split(new RegExp(`^${level} `, 'm'));
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter(([first]) => first.includes('`'));
};
const words = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word);
const once = (list) => [...new Set(list)].sort();

describe('docs/errors.md', () => {
  const text = page('errors.md');

  test('has every code with its gRPC and HTTP status, and no other', () => {
    const written = rowsOf(text, '## Codes').map(([code, , grpc, http]) => [words(code)[0], grpc, Number(http)]);
    const built = Object.entries(errorStatuses).map(([code, { grpc, http }]) => [code, status[grpc], http]);
    expect(written.sort()).toEqual(built.sort());
  });

  test('has every violation rule of the code, and no other', () => {
    // tax-rules names them as reasons of an exclusion; declaration reports such a reason as a problem's rule.
    const built = [...violationRules(root), ...Object.keys(factRules), ...exclusionReasons];
    expect(built.length).toBeGreaterThan(100);
    expect(once(rowsOf(text, '## Violations').flatMap(([rules]) => words(rules)))).toEqual(once(built));
  });

  test('has every reason and limit of the code, and no other', () => {
    const written = rowsOf(text, '## Reasons and limits').flatMap(([cell]) => words(cell));
    // A word with … stands for several that the code puts together.
    expect(once(written.filter((word) => !word.includes('…')))).toEqual(once(reasons(root)));
  });
});

describe('docs/events.md', () => {
  const written = rowsOf(page('events.md'), '## Catalogue');
  const types = Object.keys(eventCatalogue);

  test('has every event of the catalogue with its topic, and no other', () => {
    const topics = Object.entries(eventCatalogue).map(([type, { topic }]) => [type, topic]);
    expect(written.map(([type, topic]) => [words(type)[0], words(topic)[0]]).sort()).toEqual(topics.sort());
  });

  test('says who publishes and who consumes each, as the services do', () => {
    const names = (cell) => (cell === '–' ? [] : cell.split(', ').sort());
    const asWritten = written.map(([type, , publishers, consumers]) => [
      words(type)[0],
      names(publishers),
      names(consumers),
    ]);
    const asBuilt = [...eventFlow(root, types)].map(([type, { publishedBy, consumedBy }]) => [
      type,
      publishedBy,
      consumedBy,
    ]);
    expect(asWritten.sort()).toEqual(asBuilt.sort());
  });

  test('lets nobody vouch for an event but the services that publish it', () => {
    const allowed = types.map((type) => [type, [...eventCatalogue[type].producers].sort()]);
    const published = [...eventFlow(root, types)].map(([type, { publishedBy }]) => [type, publishedBy]);
    expect(allowed.sort()).toEqual(published.sort());
  });
});
