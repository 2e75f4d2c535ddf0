import { describe, expect, test } from '@jest/globals';
import { localDate, yen } from '@nencho/kernel';
import type { DocumentState } from '@nencho/tax-rules';
import { aCampaign, aChild, aDeclaration, aPreviousEmployer, aReceipt, someFacts } from '../testing/given.js';
import {
  approve,
  finalise,
  requireVersion,
  saveFacts,
  sendBack,
  submit,
  withCalculation,
  withPay,
  type Declaration,
  type DeclarationStatus,
} from './declaration.js';

const beforeDeadline = new Date('2026-12-10T23:59:59+09:00');
const afterDeadline = new Date('2026-12-11T00:00:00+09:00');
const receipt = { number: '2026-1111-2222-3333', contentHash: 'cd' };
const terms = { campaign: aCampaign, now: beforeDeadline, receipt };
const comments = [{ path: 'spouse', comment: '収入を確認してください' }];

const rulesOf = (act: () => unknown): { code: string; rules: readonly string[]; paths: readonly string[] } => {
  try {
    act();
  } catch (error) {
    const { code, violations } = error as { code: string; violations: readonly { path: string; rule: string }[] };
    return { code, rules: violations.map(({ rule }) => rule), paths: violations.map(({ path }) => path) };
  }
  throw new Error('it was not refused');
};

describe('transitions', () => {
  const statuses: readonly DeclarationStatus[] = ['open', 'draft', 'submitted', 'sent_back', 'approved', 'finalised'];
  const acts: readonly (readonly [
    string,
    (d: Declaration) => Declaration,
    Partial<Record<DeclarationStatus, DeclarationStatus>>,
  ])[] = [
    ['saving', (d) => saveFacts(d, someFacts()), { open: 'draft', draft: 'draft', sent_back: 'sent_back' }],
    ['submitting', (d) => submit(d, terms), { draft: 'submitted', sent_back: 'submitted' }],
    ['sending back', (d) => sendBack(d, comments), { submitted: 'sent_back', approved: 'sent_back' }],
    ['approving', (d) => approve(d), { submitted: 'approved' }],
    ['finalising', (d) => finalise({ ...d, resultStatus: 'calculated' }), { approved: 'finalised' }],
  ];
  for (const [name, act, allowed] of acts) {
    for (const status of statuses) {
      const to = allowed[status];
      if (to === undefined) {
        test(`${name} is not possible when ${status}`, () => {
          expect(rulesOf(() => act(aDeclaration(status))).code).toBe('illegal_state');
        });
      } else {
        test(`${name} leads from ${status} to ${to} under the next version`, () => {
          expect(act(aDeclaration(status))).toMatchObject({ status: to, version: 8 });
        });
      }
    }
  }
});

describe('saving', () => {
  test('what HR asked to correct stays while the person works on it', () => {
    const saved = saveFacts(aDeclaration('sent_back'), someFacts({ otherIncome: yen(1) }));
    expect(saved).toMatchObject({ comments: [{ path: 'spouse' }], receipt: aReceipt });
  });

  test('the birth date is the employer’s to correct', () => {
    const facts = someFacts();
    const changed = { ...facts, person: { ...facts.person, birthDate: localDate('1980-04-03') } };
    expect(rulesOf(() => saveFacts(aDeclaration('draft'), changed))).toEqual({
      code: 'validation_failed',
      rules: ['kept_by_employer'],
      paths: ['facts.person.birthDate'],
    });
  });

  test('a save from an older version conflicts', () => {
    expect(rulesOf(() => requireVersion(aDeclaration('draft'), 6)).code).toBe('version_conflict');
    expect(() => requireVersion(aDeclaration('draft'), 7)).not.toThrow();
  });
});

describe('submitting', () => {
  test('all violations come at once, each at its path', () => {
    const facts = someFacts({
      spouse: {
        name: '',
        kana: '',
        birthDate: '',
        livingTogether: true,
        salaryRevenue: yen(0),
        otherIncome: yen(0),
        disability: 'none',
      },
      relatives: [aChild, { ...aChild, name: '見本 二郎' }],
      specialCases: { ...someFacts().specialCases, widow: true, otherEmployer: true },
    });
    const { code, paths } = rulesOf(() => submit(aDeclaration('draft', { facts }), terms));
    expect(code).toBe('validation_failed');
    expect([...paths].sort()).toEqual([
      'facts.relatives[1].id',
      'facts.specialCases.otherEmployer',
      'facts.specialCases.widow',
      'facts.spouse.birthDate',
      'facts.spouse.name',
    ]);
  });

  test('the slip of a previous employer may still be to come; what holds the figures up does not hold the form up', () => {
    const submitWith = (slip: DocumentState) =>
      submit(aDeclaration('draft', { facts: someFacts({ employers: [{ ...aPreviousEmployer, slip }] }) }), terms);
    expect(submitWith('received').status).toBe('submitted');
    expect(submitWith('promised').status).toBe('submitted');
    expect(submitWith('missing').status).toBe('submitted');
  });

  test('an untouched declaration is not submitted by one click', () => {
    expect(rulesOf(() => submit(aDeclaration('open'), terms)).rules).toEqual(['nothing_saved']);
  });

  test('the last second of the deadline counts by the clock of Japan', () => {
    expect(submit(aDeclaration('draft'), terms).status).toBe('submitted');
    expect(rulesOf(() => submit(aDeclaration('draft'), { ...terms, now: afterDeadline }))).toMatchObject({
      code: 'illegal_state',
      rules: ['deadline_passed'],
    });
  });

  test('what was sent back may come in after the deadline, as the next revision', () => {
    const again = submit(aDeclaration('sent_back'), { ...terms, now: afterDeadline });
    expect(again.receipt).toEqual({ ...receipt, submittedAt: afterDeadline, revision: 2 });
    expect(again).not.toHaveProperty('comments');
  });
});

describe('sending back', () => {
  const refused = (given: readonly { path: string; comment: string }[]) =>
    rulesOf(() => sendBack(aDeclaration('submitted', { facts: someFacts({ relatives: [aChild] }) }), given));

  test('every field must exist, carry a comment and be named once', () => {
    expect(
      refused([
        { path: 'relatives[0].otherIncome', comment: '見込額を' },
        { path: 'relatives[1].otherIncome', comment: 'x' },
        { path: '__proto__', comment: 'x' },
        { path: 'constructor', comment: 'x' },
        { path: 'relatives.length', comment: 'x' },
        { path: 'claims', comment: ' ' },
        { path: 'relatives[0].otherIncome', comment: 'もう一度' },
      ]),
    ).toEqual({
      code: 'validation_failed',
      paths: [
        'comments[1].path',
        'comments[2].path',
        'comments[3].path',
        'comments[4].path',
        'comments[5].comment',
        'comments[6].path',
      ],
      rules: ['unknown_path', 'unknown_path', 'unknown_path', 'unknown_path', 'required', 'duplicate'],
    });
  });

  test('nothing, too much and too long are refused', () => {
    expect(refused([]).rules).toEqual(['required']);
    expect(refused(Array.from({ length: 51 }, () => ({ path: 'claims', comment: 'x' }))).rules).toEqual(['too_many']);
    expect(refused([{ path: 'claims', comment: 'x'.repeat(1001) }]).rules).toEqual(['too_long']);
  });

  test('a part that the person left out can be asked for', () => {
    expect(sendBack(aDeclaration('submitted'), comments).status).toBe('sent_back');
  });

  test('a result from facts that are now in question no longer holds', () => {
    expect(sendBack(aDeclaration('approved', { resultStatus: 'calculated' }), comments).resultStatus).toBe('outdated');
    expect(sendBack(aDeclaration('approved'), comments).resultStatus).toBe('none');
  });
});

describe('pay and calculation', () => {
  test('new pay makes a result outdated, clears the problem and leaves the version alone', () => {
    const before = aDeclaration('approved', { resultStatus: 'calculated', problem: 'no_pay' });
    expect(withPay(before)).toMatchObject({ hasPay: true, resultStatus: 'outdated', problem: '', version: 7 });
  });

  test('a finalised declaration takes no pay', () => {
    expect(rulesOf(() => withPay(aDeclaration('finalised'))).rules).toEqual(['finalised']);
  });

  test('a problem leaves an older result standing as outdated', () => {
    const before = aDeclaration('approved', { resultStatus: 'calculated' });
    expect(withCalculation(before, { problem: 'salary_over_20m' })).toMatchObject({
      resultStatus: 'outdated',
      problem: 'salary_over_20m',
    });
  });

  test('nobody is finalised without a result that holds', () => {
    for (const resultStatus of ['none', 'outdated'] as const) {
      expect(rulesOf(() => finalise(aDeclaration('approved', { resultStatus }))).rules).toEqual(['not_calculated']);
    }
  });
});
