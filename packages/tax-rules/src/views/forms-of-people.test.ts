import { expect, test } from '@jest/globals';
import { committedFormLines, formLines } from '../testing/form-lines.js';

const [now, committed] = [formLines(), committedFormLines()];

test.each(Object.keys(committed))('forms, ledger and slips, as cases/forms-of-people.json has them: %s', (name) => {
  expect(now[name]).toEqual(committed[name]);
});

test('every person is in cases/forms-of-people.json', () => {
  expect(Object.keys(now)).toEqual(Object.keys(committed));
});
