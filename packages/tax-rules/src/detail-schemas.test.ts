import { describe, expect, test } from '@jest/globals';
import { localDate } from '@nencho/kernel';
import { emptyFacts, factLimits, parseFacts, wireFactsSchema } from './index.js';
import { incomeKinds } from './income-kinds.js';
import { spouseFacts } from './testing/case-person.js';
import { factsWithEveryDetail as facts } from './testing/every-detail.js';
import { copyWith, violationsOf } from './testing/parsing-facts.js';

const withAt = (path: string, value: unknown) => copyWith(facts, path, value);

test('facts with every detail pass unchanged', () => {
  expect(parseFacts(facts)).toEqual(facts);
});

describe('both sides of every bound of the details', () => {
  const { amount } = factLimits;
  test.each([
    ['spouse.incomes[0].amount', -amount, -amount - 1, 'min'],
    ['incomes[0].amount', amount, amount + 1, 'max'],
    ['incomes[0].kind', 'retirement', 'salary', 'choice'],
    ['relatives[0].nonResident.remittance', 0, -1, 'min'],
    ['relatives[0].nonResident.reason', 'none', 'disability', 'choice'],
    ['relatives[0].nonResident.studyDocuments', 'received', 'yes', 'choice'],
    ['relatives[0].diedOn', '2026-01-01', '2026-02-30', 'date'],
    ['relatives[0].livesWith', 'other_relative', 'friend', 'choice'],
    ['relatives[0].address', '住'.repeat(120), '住'.repeat(121), 'max'],
    ['relatives[0].change.on', '2026-12-01', '', 'date'],
    ['person.disabilityProof.grade', 0, -1, 'min'],
    ['person.disabilityProof.grade', 7, 8, 'max'],
    ['lifeInsurance[0].contractDate', '2011-12-31', '2011-12-32', 'date'],
    ['lifeInsurance[0].product', '品'.repeat(60), '品'.repeat(61), 'max'],
    ['earthquakeInsurance[0].premiumAsOtherKind', 0, -1, 'min'],
    ['socialInsurance[0].type', 'other', 'pension', 'choice'],
    ['mutualAid[0].type', 'small_enterprise', 'iDeCo', 'choice'],
    ['status.widow.reason', 'fate_unknown', 'unmarried', 'choice'],
    ['status.singleParent.childId', 'a_-9', 'a b', 'format'],
    ['status.workingStudent.schoolKind', 'vocational_training', 'university', 'choice'],
    ['employment.column', 'daily', 'B', 'choice'],
    ['employment.left.reason', 'part_time', 'retired', 'choice'],
    ['employment.left.expectsOtherPay', true, 'true', 'type'],
    ['employers[0].salary', amount, amount + 1, 'max'],
    ['employers[0].slip', 'missing', 'pending', 'choice'],
    ['housingLoan.formYear', 2100, 2101, 'max'],
    ['housingLoan.loan.residentialShare', 1, 0, 'min'],
    ['housingLoan.loan.debtShare', 10_000, 10_001, 'max'],
    ['housingLoan.loan.balance', 0, 0.5, 'type'],
    ['housingLoan.work', 'extension', 'renovation', 'choice'],
    ['finalReturnPlans[0]', 'donation', 'nothing', 'choice'],
    ['claims.incomeAdjustmentPerson', 'spouse', '', 'min'],
  ])('%s: %p passes, %p is refused', (path, good, bad, rule) => {
    expect(violationsOf(withAt(path, good))).toEqual([]);
    expect(violationsOf(withAt(path, bad))).toEqual([expect.objectContaining({ path, rule })]);
  });

  test.each([
    ['employers', factLimits.employers, facts.employers[0]],
    ['incomes', factLimits.incomes, { kind: 'other', amount: 1 }],
    ['spouse.incomes', factLimits.incomes, { kind: 'other', amount: 1 }],
  ])('%s: at most %p', (path, limit, row) => {
    expect(violationsOf(withAt(path, Array(limit).fill(row)))).toEqual([]);
    expect(violationsOf(withAt(path, Array(limit + 1).fill(row)))).toEqual([
      expect.objectContaining({ path, rule: 'max' }),
    ]);
  });
});

test.each(Object.entries(incomeKinds))('%s: a loss only where losses are set off', (kind, { loss, counts }) => {
  const found = violationsOf(withAt('incomes[0]', { kind, amount: -1 }));
  expect(found).toEqual(loss ? [] : [{ path: 'incomes[0].amount', rule: 'min', params: { min: '0' } }]);
  expect(violationsOf(withAt('incomes[0]', { kind, amount: 0 }))).toEqual([]);
  expect(loss && !counts).toBe(false);
});

test.each([
  ['employment.left.reason', ['death', 'disability', 'after_december_pay', 'part_time', 'other']],
  ['employment.column', ['main', 'secondary', 'daily']],
  ['employers[0].kind', ['previous', 'concurrent']],
  ['employers[0].slip', ['received', 'promised', 'missing']],
  ['status.workingStudent.schoolKind', ['school', 'vocational_school', 'vocational_training']],
  ['status.widow.reason', ['bereaved', 'fate_unknown', 'divorced']],
  ['status.singleParent.reason', ['unmarried', 'bereaved', 'fate_unknown', 'divorced']],
  [
    'person.disabilityProof.kind',
    [
      ...['physical_handbook', 'mental_handbook', 'intellectual_handbook', 'war_wounded_handbook'],
      ...['atomic_bomb_recognition', 'lacking_discernment', 'bedridden', 'municipal_recognition'],
    ],
  ],
  ['relatives[0].nonResident.reason', ['none', 'study_abroad', 'remittance_380k']],
  ['relatives[0].livesWith', ['spouse', 'other_relative']],
  [
    'relatives[0].relation',
    [
      ...['child', 'parent', 'grandparent', 'grandchild', 'sibling'],
      ...['spouse_parent', 'spouse_grandparent', 'other_relative'],
    ],
  ],
  ['housingLoan.work', ['new_house', 'used_house', 'extension']],
  ['housingLoan.performance', ['certified', 'zeh', 'energy_saving', 'other']],
  ['lifeInsurance[0].kind', ['general_new', 'general_old', 'care_medical', 'pension_new', 'pension_old']],
  ['earthquakeInsurance[0].kind', ['earthquake', 'old_long_term']],
  [
    'socialInsurance[0].type',
    [
      ...['national_pension', 'national_pension_fund', 'national_health', 'late_elderly_medical'],
      ...['long_term_care', 'health_continued', 'other'],
    ],
  ],
  ['mutualAid[0].type', ['small_enterprise', 'corporate_pension', 'individual_pension', 'disabled_support']],
  [
    'finalReturnPlans[0]',
    ['medical_expenses', 'donation', 'casualty_loss', 'specific_expenses', 'housing_loan_first_year'],
  ],
])('%s is one of its names, and no other', (path, names) => {
  for (const name of names) expect(violationsOf(withAt(path, name))).toEqual([]);
  for (const name of ['', 'else', null]) expect(violationsOf(withAt(path, name))).not.toEqual([]);
});

test('a choice says what may be chosen, a type what is expected', () => {
  expect(violationsOf(withAt('relatives[0].livesWith', 'friend'))).toEqual([
    { path: 'relatives[0].livesWith', rule: 'choice', params: { choices: 'spouse,other_relative' } },
  ]);
  expect(violationsOf(withAt('relatives[0].foster', 'yes'))).toEqual([
    { path: 'relatives[0].foster', rule: 'type', params: { expected: 'boolean' } },
  ]);
});

test.each(['\u0000', '\u001f', '\u2028', '\u2029', '\ud800'])('no %j in a line, wherever it stands', (sign) => {
  for (const text of [`${sign}組合`, `組${sign}合`, `組合${sign}`]) {
    expect(violationsOf(withAt('lifeInsurance[0].insurer', text))).toEqual([
      { path: 'lifeInsurance[0].insurer', rule: 'format' },
    ]);
    expect(violationsOf(withAt('relatives[0].address', text))).toEqual([
      { path: 'relatives[0].address', rule: 'format' },
    ]);
  }
});

test('a loss remains of these kinds only: 所得税法第69条', () => {
  const kinds = Object.entries(incomeKinds).flatMap(([kind, { loss }]) => (loss ? [kind] : []));
  expect(kinds).toEqual(['business', 'real_estate', 'capital_gain', 'forestry']);
});

describe('what the wire carries', () => {
  const { employment, ...stated } = facts;

  test('facts without details, and with every detail that an employee states', () => {
    const plain = { ...emptyFacts(localDate('1980-01-01')), spouse: spouseFacts({}) };
    expect(wireFactsSchema.parse(plain)).toEqual(plain);
    expect(wireFactsSchema.parse(stated)).toEqual(stated);
  });

  test('what the employer knows is refused there, not lost', () => {
    const refused = wireFactsSchema.safeParse({ ...stated, employment });
    expect(refused.error?.issues).toEqual([
      expect.objectContaining({ code: 'unrecognized_keys', path: [], keys: ['employment'] }),
    ]);
  });
});
