import { describe, expect, test } from '@jest/globals';
import { localDate, yen } from '@nencho/kernel';
import { adjust, deriveInput, openTrace, type AdjustmentFacts } from './index.js';
import type { EmployerFacts } from './employment-facts.js';
import { explain } from './explain.js';
import type { NonResidentFacts } from './facts.js';
import type { IncomeFacts, IncomeKind } from './income-facts.js';
import { incomeKinds } from './income-kinds.js';
import { casesWithoutDetails } from './special-cases.js';
import { december, nobody, noPay, relativeFacts, spouseFacts } from './testing/case-person.js';
import { fourMillion, inputOf, resultOf } from './testing/derived.js';

const pay = fourMillion;

describe('other payers of the year', () => {
  const employer = (stated: Partial<EmployerFacts>): EmployerFacts => ({
    ...{ id: 'e1', name: '前の会社', kind: 'previous', column: 'main', slip: 'received' },
    ...{ salary: yen(1_000_000), withheldTax: yen(20_000), socialInsurance: yen(150_000) },
    ...stated,
  });

  test('甲欄 pay of a previous employer joins ⑦, ⑧ and ⑫', () => {
    expect(inputOf({ employers: [employer({}), employer({ id: 'e2', salary: yen(1) })] })).toMatchObject({
      salaryTotal: 5_000_001,
      withheldTaxTotal: 120_000,
      socialInsuranceWithheld: 900_000,
      salaryFromOtherEmployers: 0,
    });
  });

  test.each([
    [{ column: 'secondary' }],
    [{ column: 'daily' }],
    [{ kind: 'concurrent' }],
    [{ kind: 'concurrent', column: 'secondary' }],
  ] as const)('%j counts in 合計所得金額 only', (stated) => {
    const facts = { employers: [employer(stated)] };
    expect(inputOf(facts)).toMatchObject({ ...pay, salaryFromOtherEmployers: 1_000_000 });
    const { box9SalaryAfterSalaryDeduction, totalIncomeEstimate } = resultOf(facts);
    expect([box9SalaryAfterSalaryDeduction, totalIncomeEstimate]).toEqual([2_760_000, 3_560_000]);
  });

  test('⑦ says which payer gave what', () => {
    const trace = openTrace();
    deriveInput({ ...nobody, employers: [employer({})] }, pay, december, trace);
    expect(explain(trace.steps, 'salaryTotal')?.step).toMatchObject({
      value: 5_000_000,
      inputs: [
        { name: 'payOfThisPayer', value: 4_000_000 },
        { name: 'employers[0].salary', value: 1_000_000 },
      ],
    });
    expect(explain(trace.steps, 'withheldTaxTotal')?.step.value).toBe(100_000);
    expect(explain(trace.steps, 'socialInsuranceWithheld')?.step.value).toBe(750_000);
  });

  test('without another payer nothing is explained that was not computed', () => {
    const trace = openTrace();
    deriveInput(nobody, pay, december, trace);
    expect(trace.steps).toEqual([]);
  });
});

describe('the person’s own other income by kind', () => {
  test('adds to what is not stated by kind, and decides the 基礎控除', () => {
    const incomes: readonly IncomeFacts[] = [
      { kind: 'real_estate', amount: yen(-500_000) },
      { kind: 'occasional', amount: yen(300_000) },
      { kind: 'public_pension', amount: yen(600_000) },
    ];
    expect(inputOf({ incomes, otherIncome: yen(7) })).toMatchObject({
      otherIncome: -199_993,
      publicPensionIncome: 600_000,
    });
    const { totalIncomeEstimate, incomeAdjustmentPensionInEstimate } = resultOf({ incomes });
    expect(incomeAdjustmentPensionInEstimate).toBe(100_000);
    expect(totalIncomeEstimate).toBe(2_760_000 - 100_000 + 600_000 - 200_000);
  });

  test.each(Object.entries(incomeKinds))('%s counts or does not, as its rule says', (kind, { counts }) => {
    const incomes = [{ kind: kind as IncomeKind, amount: yen(50_000) }];
    const { otherIncome, publicPensionIncome } = inputOf({ incomes });
    expect(otherIncome + publicPensionIncome).toBe(counts ? 50_000 : 0);
  });

  test('what is not counted: seven kinds, by name', () => {
    const uncounted = Object.entries(incomeKinds).filter(([, { counts }]) => !counts);
    expect(uncounted.map(([kind]) => kind)).toEqual([
      'survivors_or_disability_pension',
      'unemployment_benefit',
      'sickness_or_childcare_benefit',
      'interest_taxed_at_source',
      'listed_dividend_not_declared',
      'shares_withheld_not_declared',
      'commuting_allowance',
    ]);
  });

  test('the estimate says each kind', () => {
    const trace = openTrace();
    const incomes: readonly IncomeFacts[] = [
      { kind: 'business', amount: yen(5) },
      { kind: 'public_pension', amount: yen(3) },
      { kind: 'unemployment_benefit', amount: yen(4) },
    ];
    adjust({ ...nobody, incomes, otherIncome: yen(2) }, pay, december, trace);
    expect(explain(trace.steps, 'otherIncome')?.step).toMatchObject({
      value: 7,
      inputs: [
        { name: 'incomeNotByKind', value: 2 },
        { name: 'incomes.business', value: 5 },
      ],
    });
  });
});

describe('寡婦, ひとり親 and 勤労学生 from what is stated', () => {
  const child = relativeFacts(0, { birthDate: localDate('2015-05-05') });
  const deduction = (stated: Partial<AdjustmentFacts>) => resultOf(stated).widowOrSingleParentDeduction;
  const widow = (reason: 'bereaved' | 'fate_unknown' | 'divorced', deFactoPartner = false) => ({
    status: { widow: { reason, deFactoPartner } },
  });
  const singleParent = (deFactoPartner = false) => ({
    status: { singleParent: { reason: 'unmarried' as const, deFactoPartner } },
  });

  test.each([
    ['bereaved, without a dependant', widow('bereaved'), 270_000],
    ['fate unknown, without a dependant', widow('fate_unknown'), 270_000],
    ['divorced, without a dependant', widow('divorced'), 0],
    ['divorced, with a dependant', { ...widow('divorced'), relatives: [child] }, 270_000],
    [
      'divorced, the dependant claimed by another',
      { ...widow('divorced'), relatives: [relativeFacts(0, { claimedByOther: true })] },
      0,
    ],
    ['bereaved, with a partner as if married', widow('bereaved', true), 0],
    ['ひとり親 with a child', { ...singleParent(), relatives: [child] }, 350_000],
    ['ひとり親 with a partner as if married', { ...singleParent(true), relatives: [child] }, 0],
    ['ひとり親 without a child', singleParent(), 0],
    ['ひとり親 with a brother only', { ...singleParent(), relatives: [relativeFacts(0, { relation: 'sibling' })] }, 0],
    [
      'ひとり親 with a grandchild only',
      { ...singleParent(), relatives: [relativeFacts(0, { relation: 'grandchild' })] },
      0,
    ],
    [
      'both stated: ひとり親 goes first',
      { status: { ...singleParent().status, ...widow('bereaved').status }, relatives: [child] },
      350_000,
    ],
  ])('%s: %p', (_who, stated, amount) => expect(deduction(stated)).toBe(amount));

  test('what a page says without details gives way to the details', () => {
    const said = (name: 'widow' | 'singleParent') => ({ specialCases: { ...nobody.specialCases, [name]: true } });
    expect(inputOf(said('widow')).personalStatus).toBe('widow');
    expect(inputOf(said('singleParent')).personalStatus).toBe('single_parent');
    expect(inputOf({ ...said('widow'), ...widow('bereaved', true) }).personalStatus).toBe('none');
    expect(inputOf({ ...said('singleParent'), ...singleParent(true) }).personalStatus).toBe('none');
    expect(inputOf({ ...said('widow'), ...widow('divorced') }).personalStatus).toBe('widow_divorced');
    expect(inputOf({ specialCases: { ...nobody.specialCases, workingStudent: true } }).workingStudent).toBe(true);
    expect(inputOf({}).workingStudent).toBe(false);
  });

  test('both sides of 5,000,000, and of the child’s 620,000', () => {
    const total = (income: number) => ({ otherIncome: yen(income - 2_760_000) });
    expect(deduction({ ...widow('bereaved'), ...total(5_000_000) })).toBe(270_000);
    expect(deduction({ ...widow('bereaved'), ...total(5_000_001) })).toBe(0);
    expect(deduction({ ...widow('divorced'), relatives: [child], ...total(5_000_001) })).toBe(0);
    const earning = (otherIncome: number) => [relativeFacts(0, { otherIncome: yen(otherIncome) })];
    expect(deduction({ ...singleParent(), relatives: earning(620_000) })).toBe(350_000);
    expect(deduction({ ...singleParent(), relatives: earning(620_001) })).toBe(0);
  });

  const student = { workingStudent: { school: '夜間大学', schoolKind: 'school' as const } };
  const studentDeduction = (incomes: readonly IncomeFacts[], salary: number) =>
    resultOf({ status: student, incomes }, { ...pay, salaryTotal: yen(salary) }).workingStudentDeduction;

  test.each([
    [[], 1_630_000, 270_000],
    [[], 1_630_001, 0],
    [[{ kind: 'dividend', amount: 100_000 }], 1_530_000, 270_000],
    [[{ kind: 'dividend', amount: 100_001 }], 1_000_000, 0],
    [[{ kind: 'miscellaneous', amount: 100_001 }], 1_000_000, 0],
    [[{ kind: 'miscellaneous', amount: 500_000, fromOwnLabour: true }], 1_000_000, 270_000],
    [[{ kind: 'business', amount: 500_000, fromOwnLabour: true }], 1_000_000, 270_000],
    [[{ kind: 'retirement', amount: 500_000, fromOwnLabour: true }], 1_000_000, 270_000],
    [[{ kind: 'dividend', amount: 100_001, fromOwnLabour: true }], 1_000_000, 0],
    [[{ kind: 'public_pension', amount: 100_001 }], 1_000_000, 0],
  ] as const)('a student with %j beside pay of %p: %p', (incomes, salary, amount) => {
    expect(studentDeduction(incomes as unknown as readonly IncomeFacts[], salary)).toBe(amount);
  });
});

describe('tax that is not yet collected', () => {
  test('is set off against the refund in its order', () => {
    const totals = { ...pay, lastSalaryTaxNotCollected: yen(7), unpaidSalaryTaxNotCollected: yen(9) };
    const input = deriveInput(nobody, totals, december);
    expect(input).toMatchObject({
      withheldTaxOfLastSalaryNotYetCollected: 7,
      withheldTaxOfUnpaidSalaryNotYetCollected: 9,
    });
    expect(deriveInput(nobody, noPay, december)).toMatchObject({
      withheldTaxOfLastSalaryNotYetCollected: 0,
      withheldTaxOfUnpaidSalaryNotYetCollected: 0,
    });
  });
});

describe('a special case that a page names', () => {
  const flagged: AdjustmentFacts = {
    ...nobody,
    specialCases: {
      ...{ widow: true, singleParent: true, workingStudent: true },
      ...{ nonResidentRelative: true, publicPension: true, otherEmployer: true },
    },
  };
  const nonResident: NonResidentFacts = {
    ...{ reason: 'none', remittance: yen(0), kinshipDocuments: 'received', remittanceDocuments: 'received' },
  };
  const former = { reason: 'bereaved', deFactoPartner: false } as const;

  test('is refused without its details, each by name', () => {
    expect(casesWithoutDetails(flagged)).toEqual(Object.keys(flagged.specialCases));
    expect(casesWithoutDetails(nobody)).toEqual([]);
  });

  test.each([
    ['widow', { status: { widow: former } }],
    ['singleParent', { status: { singleParent: former } }],
    ['workingStudent', { status: { workingStudent: { school: '大学', schoolKind: 'school' as const } } }],
    ['nonResidentRelative', { spouse: spouseFacts({ nonResident }) }],
    ['nonResidentRelative', { relatives: [relativeFacts(0, { nonResident })] }],
    ['publicPension', { incomes: [{ kind: 'public_pension' as const, amount: yen(0) }] }],
    [
      'otherEmployer',
      {
        employers: [
          {
            ...{
              id: 'e',
              name: '',
              kind: 'concurrent' as const,
              column: 'secondary' as const,
              slip: 'missing' as const,
            },
            ...{ salary: yen(0), withheldTax: yen(0), socialInsurance: yen(0) },
          },
        ],
      },
    ],
  ])('%s is computed with them', (name, details) => {
    expect(casesWithoutDetails({ ...flagged, ...details })).toEqual(
      Object.keys(flagged.specialCases).filter((other) => other !== name),
    );
  });

  test('no details but other income by kind is no pension', () => {
    const incomes = [{ kind: 'business' as const, amount: yen(1) }];
    expect(casesWithoutDetails({ ...flagged, incomes })).toContain('publicPension');
  });
});

test('a contract that may be deducted as another kind is explained by what was chosen, any other is not', () => {
  const contract = { insurer: '損保', kind: 'earthquake', netPremium: yen(30_000) } as const;
  const steps = (...premiums: readonly (number | undefined)[]) => {
    const trace = openTrace();
    const earthquakeInsurance = premiums.map((premium, i) => ({
      ...{ ...contract, id: `e${i}` },
      ...(premium === undefined ? {} : { premiumAsOtherKind: yen(premium) }),
    }));
    deriveInput({ ...nobody, earthquakeInsurance }, pay, december, trace);
    return trace.steps.map(({ ruleId, value }) => [ruleId, value]);
  };
  expect(steps(undefined)).toEqual([]);
  expect(steps(undefined, 10_000)).toEqual([['earthquakeInsurance[1].earthquake', 30_000]]);
});
