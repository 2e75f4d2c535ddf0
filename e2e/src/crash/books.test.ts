import { expect, test } from '@jest/globals';
import { bookComplaints, type Books } from './books.js';

const audit = (id: string) => ({ id, type: 'SealedAuditEntry', published: true });
const issued = (id: string) => ({ id, type: 'InvitationsIssued', published: true });

/** Two audit entries and two invitations, everywhere where they belong. */
const balanced: Books = {
  events: [audit('a1'), audit('a2'), issued('i1'), issued('i2')],
  applied: new Map([
    ['retention', ['a1', 'a2']],
    ['notification', ['i1', 'i2']],
    ['declaration', ['i1', 'i2']],
  ]),
  chain: ['a1', 'a2'],
  deliveries: ['invitation p1 1', 'invitation p2 1'],
  openDeliveries: 0,
  revisions: new Map(),
  aside: 0,
  openJobs: 0,
};

test('has no complaint about balanced books', () => {
  expect(bookComplaints(balanced)).toEqual([]);
});

test.each<[string, Partial<Books>, RegExp]>([
  [
    'an event that is not published',
    { events: [...balanced.events, { ...audit('a3'), published: false }] },
    /1 events are not published/,
  ],
  [
    'an inbox row twice',
    { applied: new Map([...balanced.applied, ['retention', ['a1', 'a2', 'a2']]]) },
    /retention has 1 inbox rows twice/,
  ],
  [
    'an event that a group has not applied',
    { applied: new Map([...balanced.applied, ['notification', ['i1']]]) },
    /notification applied 1 of 2 events/,
  ],
  [
    'a group that applied nothing',
    { applied: new Map([...balanced.applied].filter(([group]) => group !== 'declaration')) },
    /declaration applied nothing/,
  ],
  ['a link twice', { chain: ['a1', 'a2', 'a2'] }, /1 links of the audit chain stand twice/],
  ['a link that is missing', { chain: ['a1'] }, /1 links for 2 audit entries/],
  [
    'a mail that is to be sent twice',
    { deliveries: [...balanced.deliveries, 'invitation p1 1'] },
    /1 deliveries twice/,
  ],
  ['a mail that is not sent', { openDeliveries: 1 }, /1 mails are not sent/],
  ['an event that was put aside', { aside: 1 }, /1 events were put aside/],
  ['a job that does not end', { openJobs: 1 }, /1 jobs do not end/],
])('complains about %s', (_what, wrong, complaint) => {
  expect(bookComplaints({ ...balanced, ...wrong }).some((line) => complaint.test(line))).toBe(true);
});
