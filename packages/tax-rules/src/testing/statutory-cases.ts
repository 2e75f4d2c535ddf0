import type { FactRule } from '../fact-rules.js';

/** A test of this package by its file under src/ and its name as it stands there. */
export type NamedTest = readonly [file: string, name: string];

/**
 * A case of the law that needs attention: `computed`, `refused` with the rule whose text is the advice, or `outside`: not part
 * of a year-end adjustment or not of this engine, with the reason.
 */
export type StatutoryCase = {
  readonly title: string;
  readonly how: string;
  readonly tests: readonly NamedTest[];
} & (
  | { readonly outcome: 'computed' }
  | { readonly outcome: 'refused'; readonly advice: FactRule }
  | { readonly outcome: 'outside'; readonly advice: FactRule }
);

const computed = (title: string, how: string, ...tests: readonly NamedTest[]): StatutoryCase => ({
  ...{ outcome: 'computed', title, how, tests },
});

/** What other products list as unsupported, or leave to paper. */
export const rarelySupported: readonly StatutoryCase[] = [
  computed(
    '同居老親等 who lives with the spouse (単身赴任)',
    'relative `livesWith: spouse`: 58万 as for a home of one’s own',
    ['statutory-cases.test.ts', 'a parent of 70 who lives with the spouse is 同居老親等'],
  ),
  computed(
    '同居特別障害者 who lives with another relative of the same purse',
    'spouse `livesWithRelative`, relative `livesWith: other_relative`: 75万',
    ['statutory-cases.test.ts', 'a 特別障害者 who lives with another relative is 同居特別障害者, but no 同居老親等'],
  ),
  computed(
    '所得金額調整控除 ② (pay and pension)',
    'only inside the estimate of 合計所得金額, for the person and the family, as 措法41の3の11② says',
    ['derive-family.test.ts', 'a pension beside pay is lowered by 所得金額調整控除 ②'],
  ),
  {
    ...{ outcome: 'outside', title: '特定支出控除', advice: 'final_return_planned' },
    how: 'only a tax return knows it; stated as a plan, the person is told, and the adjustment goes on without it',
    tests: [['statutory-cases.test.ts', '特定支出控除 is planned: told, and nothing changes']],
  },
  {
    ...{
      outcome: 'refused',
      title: 'several rates or credits in one housing loan (重複適用)',
      advice: 'housing_amount_needed',
    },
    how: 'the rates before 2022 and their combination have no source here: the amount of the certificate is taken',
    tests: [['statutory-cases.test.ts', 'several loans: refused until the amount of the certificate is there']],
  },
  {
    ...{ outcome: 'refused', title: 'housing loan refinanced, once or more often', advice: 'housing_amount_needed' },
    how: 'the ratio of the new to the old balance is on the certificate only: its amount is taken',
    tests: [['statutory-cases.test.ts', 'a refinanced loan: refused until the amount of the certificate is there']],
  },
  {
    ...{
      outcome: 'refused',
      title: 'housing loan credit for extension works (増改築等)',
      advice: 'housing_amount_needed',
    },
    how: 'limits and rates have no source here: the amount of the certificate is taken',
    tests: [['housing-loan-amount.test.ts', 'what needs the amount of the certificate']],
  },
  {
    ...{ outcome: 'refused', title: 'housing loan credit of a residence before 2022', advice: 'housing_amount_needed' },
    how: 'the tables of 1 % have no source here: the amount of the certificate is taken',
    tests: [['housing-loan-amount.test.ts', 'the day before is 2021, the day itself is computed']],
  },
  computed(
    'one balance certificate for two declarations (連帯債務)',
    'each person states the whole balance and the own share; the two credits never exceed the one of the whole loan',
    ['statutory-cases.test.ts', 'one balance certificate for two declarations: two shares of one loan'],
  ),
  computed(
    '国外居住親族: 留学, 障害, 38万円以上の送金',
    'the reason, the yen remitted and each document are stated; 30 to 69 without a reason gives no 扶養控除',
    ['checks/each-check.test.ts', 'each check is found in facts that break it, and not in facts just beside them'],
    ['derive-family.test.ts', 'abroad'],
  ),
  computed(
    'one contract that is earthquake and old long-term insurance at once',
    'stated once with both premiums; the engine takes the kind that gives more',
    ['earthquake-choice.test.ts', 'no other choice gives more: all of them tried'],
  ),
  computed(
    'ひとり親 and 寡婦 (bereaved, divorced, fate unknown), 勤労学生',
    'each requirement is tested on its own; what lacks one is refused by name',
    ['derive-input.test.ts', '寡婦, ひとり親 and 勤労学生 from what is stated'],
  ),
  computed(
    '特定親族 who earns more in a later estimate (amendment)',
    'the same facts with the new income; whatIf names every box that changes',
    [
      'what-if.test.ts',
      '100,000 yen more of declared social insurance: from ⑬ down to the refund, each figure with its reason',
    ],
  ),
  {
    ...{ outcome: 'outside', title: '従たる給与についての扶養控除等申告書, 丙欄', advice: 'main_form_not_filed' },
    how: 'not adjusted by this payer; the slip is made all the same',
    tests: [['views/withholding-slip.test.ts', '乙欄: the mark, the pay, nothing of the family']],
  },
  {
    ...{
      outcome: 'outside',
      title: '災害減免法: withholding deferred or refunded',
      advice: 'disaster_relief_not_adjusted',
    },
    how: 'not adjusted; settled by a tax return',
    tests: [['eligibility.test.ts', 'what excludes for good is said first']],
  },
];

/** Where payrolls go wrong. */
export const traps: readonly StatutoryCase[] = [
  computed(
    'a relative or the spouse died within the year',
    'the deduction stays for the year; the age on that day counts',
    [
      'derive-family.test.ts',
      'of a relative: the age on that day counts, on the day before the 70th birthday already 70',
    ],
    [
      'derive-family.test.ts',
      'of the spouse: 老人控除対象配偶者 by the age at death; leaving otherwise changes no age',
    ],
  ),
  computed(
    'the employee died within the year',
    'adjusted at death, everybody’s age on that day',
    ['derive-family.test.ts', 'of the person: everybody’s age on that day'],
    ['views/withholding-slip.test.ts', 'died within the year: the mark, and adjusted all the same'],
  ),
  {
    ...{ outcome: 'outside', title: 'a second spouse within the year', advice: 'spouse_died_in_year' },
    how: 'one spouse is stated, with a death on the day of death: one deduction, never two. Whom to state (the one who died, or the present one) is memory of the law, not compared with its text: ask the tax office',
    tests: [
      ['statutory-cases.test.ts', 'a spouse who died in the year counts, and there is place for one spouse only'],
    ],
  },
  computed(
    'an exit before 1 December, recomputed after it',
    'the rules go by the day of the last payment, not by the day of the computation: the same facts give the same yen; with a payment in December the new rules hold, and compareRuleSets names the boxes',
    ['statutory-cases.test.ts', 'an exit in November keeps its rules when it is computed again in December'],
  ),
  computed(
    'certificates that come later',
    'promised by 31 January: adjusted with them and a warning; not delivered: recomputed without, the difference collected',
    ['statutory-cases.test.ts', 'a promised certificate counts; without it the tax is the one without the contract'],
  ),
  computed('iDeCo and マッチング拠出 that payroll withheld', 'inside ⑫, 内書 on the slip; not to be declared again', [
    'views/withholding-slip.test.ts',
    '内書: mutual aid that payroll withheld and that was declared',
  ]),
  computed('slips of leavers who are not adjusted', 'pay, tax and social insurance; nothing of the adjustment', [
    'views/withholding-slip.test.ts',
    'a leaver: the day, the family of the 扶養控除等申告書, 源泉控除対象親族 up to 1,000,000 by income',
  ]),
  computed('pay of exactly 20,000,000', 'is adjusted; one yen more is not', [
    'eligibility.test.ts',
    'pay of exactly 20,000,000 is adjusted, one yen more is not',
  ]),
  computed('a previous employer whose slip is not there', 'held by name until it is', [
    'eligibility.test.ts',
    '%s: held, by name',
  ]),
  computed('a birthday on 1 January', 'a year of age is complete on the day before', [
    'age.test.ts',
    'a year of age is complete on the day before the birthday',
  ]),
  computed(
    '× 102.1 % and × 70 % in binary floating point',
    'integers only; each formula told is recomputed from its numbers',
    ['adjustment.test.ts', 'the rate of the surtax is exact'],
    ['texts/explanation-text.test.ts', 'each formula, with its numbers, comes to the figure'],
  ),
  computed('other income added to the base', 'it counts in 合計所得金額 only', [
    'spec-cases.test.ts',
    'spec-cases.json: every box of every case, straight from the input',
  ]),
  computed('a deduction granted without its claim', 'never; what could be claimed is suggested', [
    'checks/each-check.test.ts',
    'each check is found in facts that break it, and not in facts just beside them',
  ]),
];
