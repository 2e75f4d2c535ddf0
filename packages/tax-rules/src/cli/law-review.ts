import { parseArgs } from 'node:util';
import { dateInTokyo, isLocalDate, systemClock } from '@nencho/kernel';
import { reviewsDue } from '../law-review.js';

// `npm run law:review [-- --today YYYY-MM-DD]`: 1 when the numbers of a year are due to be compared with their texts again.
const { values } = parseArgs({ options: { today: { type: 'string' } } });
const today = values.today ?? dateInTokyo(systemClock.now());
if (!isLocalDate(today)) {
  process.stderr.write(`law-review: --today: ${today} is no date (YYYY-MM-DD)\n`);
  process.exit(1);
}
const due = reviewsDue(today);
for (const { taxYear, from, due: day } of due) {
  process.stdout.write(`${taxYear} (last payment from ${from}): to be reviewed since ${day}\n`);
}
process.stdout.write(due.length === 0 ? 'No review of the law is due.\n' : `Reviews that are due: ${due.length}.\n`);
process.exitCode = due.length === 0 ? 0 : 1;
