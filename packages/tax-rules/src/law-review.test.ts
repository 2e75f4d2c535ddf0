import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { localDate } from '@nencho/kernel';
import { reviewsDue } from './law-review.js';

const program = fileURLToPath(new URL('./cli/law-review.js', import.meta.url));
const review = (...args: string[]) => spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });

test('a review is due on its day and not on the day before', () => {
  expect(reviewsDue(localDate('2027-04-29'))).toEqual([]);
  expect(reviewsDue(localDate('2027-04-30'))).toEqual([{ taxYear: 2027, from: '2027-01-01', due: '2027-04-30' }]);
  expect(new Set(reviewsDue(localDate('2027-06-30')).map(({ taxYear }) => taxYear))).toEqual(
    new Set([2024, 2025, 2026, 2027]),
  );
});

test('the command ends with 1 when a review is due, and with 0 before', () => {
  const [before, after, wrong] = [
    review('--today', '2027-04-29'),
    review('--today', '2027-04-30'),
    review('--today', '1'),
  ];
  expect([before.status, before.stdout]).toEqual([0, 'No review of the law is due.\n']);
  expect(after.status).toBe(1);
  expect(after.stdout).toBe(
    '2027 (last payment from 2027-01-01): to be reviewed since 2027-04-30\nReviews that are due: 1.\n',
  );
  expect([wrong.status, wrong.stderr]).toEqual([1, 'law-review: --today: 1 is no date (YYYY-MM-DD)\n']);
});
