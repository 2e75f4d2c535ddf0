import { expect, test } from '@jest/globals';
import { committedFindingLines, findingLines } from '../testing/finding-lines.js';

const [now, committed] = [findingLines(), committedFindingLines()];

test('the papers, their texts and what is found without them, as cases/findings.json has it', () => {
  expect(now.papers).toEqual(committed.papers);
});

test.each(Object.keys(committed.examples))('findings, papers and near limits of: %s', (name) => {
  expect(now.examples[name]).toEqual(committed.examples[name]);
});

test('every example is in cases/findings.json', () => {
  expect(Object.keys(now.examples)).toEqual(Object.keys(committed.examples));
});
