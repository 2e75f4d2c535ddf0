import { localDate, yen, type LocalDate } from '@nencho/kernel';
import { adjust, emptyFacts, type AdjustmentFacts, type AdjustmentResult, type PayTotals } from '@nencho/tax-rules';
import { seasonPeople, type CasePerson } from '@nencho/tax-rules/testing';
import { randomUUID } from 'node:crypto';

/** What HR finds wrong in the first try, and how the person first stated it. */
export type Correction = { readonly firstFacts: AdjustmentFacts; readonly path: string; readonly comment: string };

/** One synthetic employee of a season, with the result that the engine and, for a case, the case file demand. */
export type SeasonPerson = {
  readonly number: string;
  readonly loginId: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly familyKana: string;
  readonly givenKana: string;
  readonly mail: string;
  readonly password: string;
  readonly address: string;
  readonly departmentCode: string;
  readonly facts: AdjustmentFacts;
  readonly pay: PayTotals;
  readonly expected: AdjustmentResult;
  /** Name of the case whose ㉖ and ㉗ stand in the case file, and those two. */
  readonly fromCase?: { readonly id: string; readonly box26: number; readonly box27: number };
  readonly correction?: Correction;
};

export const departmentCodes = ['D10', 'D11', 'D20'] as const;
export const smallestSeason = 25;
const taxYearOfSeason = 2026;
export const lastPaymentDate: LocalDate = localDate('2026-12-25');

/** Numbers that look random and are the same in every run (a linear congruence, Numerical Recipes' constants). */
const sequence = (seed: number) => {
  let state = seed >>> 0;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const kanji = '青赤白黒東西南北春夏秋冬朝昼夕夜';
const kana = [
  'アオ',
  'アカ',
  'シロ',
  'クロ',
  'ヒガシ',
  'ニシ',
  'ミナミ',
  'キタ',
  'ハル',
  'ナツ',
  'アキ',
  'フユ',
  'アサ',
  'ヒル',
  'ユウ',
  'ヨル',
];

const syntheticFacts = (index: number): { facts: AdjustmentFacts; pay: PayTotals } => {
  const random = sequence(index + 1);
  const salary = 3_000_000 + random(900) * 10_007;
  const facts: AdjustmentFacts = {
    ...emptyFacts(localDate(`${1965 + random(35)}-0${1 + random(9)}-1${random(10)}`)),
    relatives: Array.from({ length: random(3) }, (_, child) => ({
      id: `child-${child}`,
      name: `合成 子${child + 1}号${index}`,
      kana: 'ゴウセイ コ',
      relation: 'child',
      birthDate: localDate(`${2004 + random(20)}-0${1 + random(9)}-15`),
      livingTogether: true,
      salaryRevenue: yen(0),
      otherIncome: yen(0),
      disability: 'none',
      claimedByOther: false,
    })),
    lifeInsurance: [{ id: 'life', insurer: '合成生命', kind: 'general_new', netPremium: yen(12_000 + random(90_000)) }],
    claims: { basicDeduction: true, incomeAdjustment: false, lifeInsuranceUnder23: false },
  };
  const pay = {
    salaryTotal: yen(salary),
    withheldTaxTotal: yen(Math.floor(salary / 40)),
    socialInsuranceWithheld: yen(Math.floor(salary * 0.15)),
  };
  return { facts, pay };
};

const resultOf = (facts: AdjustmentFacts, pay: PayTotals, context: CasePerson['context']): AdjustmentResult => {
  const outcome = adjust(facts, pay, context);
  if (outcome.status !== 'adjusted') {
    throw new Error(`a person of the season cannot be adjusted: ${outcome.status}`);
  }
  return outcome.result;
};

/** Every seventh person first forgets something that HR finds. */
const correctionOf = (facts: AdjustmentFacts, index: number): Correction | undefined =>
  index % 7 === 3
    ? {
        firstFacts: { ...facts, otherIncome: yen(facts.otherIncome + 7_000) },
        path: 'otherIncome',
        comment: '給与以外の所得の金額を確かめてください。',
      }
    : undefined;

const personOf = (index: number, runId: string, fromCase: CasePerson | undefined): SeasonPerson => {
  const { facts, pay } = fromCase ?? syntheticFacts(index);
  const context = fromCase?.context ?? seasonPeople()[0]?.context;
  if (context === undefined) throw new Error('there are no cases');
  const number = `S${String(index + 1).padStart(5, '0')}`;
  const correction = correctionOf(facts, index);
  return {
    number,
    loginId: number.toLowerCase(),
    familyName: `${kanji[index % 16] ?? ''}${kanji[Math.floor(index / 16) % 16] ?? ''}山`,
    givenName: `季節${index + 1}`,
    familyKana: `${kana[index % 16] ?? ''}${kana[Math.floor(index / 16) % 16] ?? ''}ヤマ`,
    givenKana: 'キセツ',
    mail: `${number.toLowerCase()}.${runId}@sample.example.jp`,
    password: `${randomUUID()} season`,
    address: `東京都千代田区季節町${index + 1}丁目${(index % 9) + 1}番`,
    departmentCode: departmentCodes[index % departmentCodes.length] ?? departmentCodes[0],
    facts,
    pay,
    expected: resultOf(facts, pay, context),
    ...(fromCase === undefined
      ? {}
      : {
          fromCase: {
            id: fromCase.id,
            box26: Number(fromCase.expected['box26AnnualTax']),
            box27: Number(fromCase.expected['box27Difference']),
          },
        }),
    ...(correction === undefined ? {} : { correction }),
  };
};

/**
 * The cast of a season: four fifths are people of the published cases (as many as there are), the official example A
 * first; the rest is synthetic.
 */
export const castSeason = (count: number, runId: string): readonly SeasonPerson[] => {
  const cases = seasonPeople()
    .filter(({ context }) => context.lastPaymentDate === lastPaymentDate && Number(context.taxYear) === taxYearOfSeason)
    .slice(0, Math.ceil(count * 0.8));
  return Array.from({ length: count }, (_, index) => personOf(index, runId, cases[index]));
};

const csv = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')}\r\n`).join('');

export const employeesCsv = (people: readonly SeasonPerson[], companyCode: string): string =>
  csv([
    [
      '従業員番号',
      '姓',
      '名',
      '姓カナ',
      '名カナ',
      'メールアドレス',
      'ログインID',
      '会社コード',
      '部署コード',
      '生年月日',
      '郵便番号',
      '住所',
      '入社日',
      '退職日',
    ],
    ...people.map((person) => [
      person.number,
      person.familyName,
      person.givenName,
      person.familyKana,
      person.givenKana,
      person.mail,
      person.loginId,
      companyCode,
      person.departmentCode,
      person.facts.person.birthDate,
      '100-0001',
      person.address,
      '2020-04-01',
      '',
    ]),
  ]);

export const payCsv = (people: readonly SeasonPerson[]): string =>
  csv([
    ['従業員番号', '給与・賞与の総額', '源泉徴収税額', '社会保険料'],
    ...people.map(({ number, pay }) => [number, pay.salaryTotal, pay.withheldTaxTotal, pay.socialInsuranceWithheld]),
  ]);
