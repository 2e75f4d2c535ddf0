import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { officialPeople } from '../testing/official-people.js';
import { rawSpecCases, specCaseFile } from '../testing/spec-cases.js';

const program = fileURLToPath(new URL('./nencho-calc.js', import.meta.url));
const caseFile = fileURLToPath(specCaseFile);

const calc = (args: readonly string[], input = '') => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { input, encoding: 'utf8' });
  return { status, stdout, stderr, lines: stdout.split('\n').filter((line) => line !== '') };
};

type Row = Readonly<Record<string, unknown>>;
type Answer = { readonly id: string; readonly result?: Row; readonly violations?: readonly Row[] };
const answersOf = (lines: readonly string[]): Answer[] => lines.map((line) => JSON.parse(line) as Answer);

const cases = rawSpecCases();
const [first] = cases;
if (first === undefined) throw new Error('there are no cases');

describe('nencho-calc', () => {
  test('answers every case of the file in order, each expected figure under the name of the schema', () => {
    const { status, lines } = calc([caseFile]);
    const answers = answersOf(lines);
    expect(status).toBe(0);
    expect(answers.map(({ id }) => id)).toEqual(cases.map(({ id }) => id));
    cases.forEach(({ expected }, i) => {
      const figures = Object.entries(expected).filter(([, value]) => typeof value !== 'object' || value === null);
      expect(answers[i]?.result).toMatchObject(Object.fromEntries(figures));
      (expected['relatives'] as readonly Row[] | undefined)?.forEach((relative, j) => {
        expect((answers[i]?.result?.['relatives'] as readonly Row[])[j]).toMatchObject(relative);
      });
      if (answers[i]?.result?.['status'] === 'adjusted') expect(answers[i].result['relatives']).toBeInstanceOf(Array);
    });
  });

  test('a case that is wrong gets its violations with their paths, the others their results, and the code is 2', () => {
    const wrong = {
      id: 'W',
      input: { ...first.input, salary_total: 1.5, tax_year: '2026', withheld_tax_total: -1, spouse: {}, more: 0 },
    };
    const tooLarge = { id: 'L', input: { ...first.input, salary_total: 2 ** 53 } };
    const noYear = { id: 'Y', input: { ...first.input, tax_year: 2031, last_payment_date: '2031-12-25' } };
    const { status, lines } = calc(['-'], JSON.stringify({ cases: [wrong, tooLarge, noYear, 7, first] }));
    const [w, l, y, seven, good] = answersOf(lines);
    expect(status).toBe(2);
    expect(w?.violations?.map(({ path, rule }) => `${String(path)} ${String(rule)}`)).toEqual(
      expect.arrayContaining([
        'salary_total type',
        'tax_year type',
        'withheld_tax_total min',
        'spouse.birth_date type',
        'more unknown_field',
      ]),
    );
    expect(l?.violations?.[0]).toMatchObject({ path: 'salary_total' });
    expect(y?.violations?.[0]).toMatchObject({ path: 'taxYear', rule: 'tax_year_unsupported' });
    expect(seven).toMatchObject({ id: 'cases[3]', violations: [{ path: '', rule: 'type' }] });
    expect(good?.result?.['box26_annual_tax']).toBe(first.expected['box26_annual_tax']);
  });

  test('--facts reads what people state: the official example A', () => {
    const [person] = officialPeople();
    if (person === undefined) throw new Error('example A is missing');
    const { id, facts, pay, context } = person;
    const { status, lines } = calc(['-', '--facts'], JSON.stringify({ cases: [{ id, facts, pay, ...context }] }));
    expect(status).toBe(0);
    expect(answersOf(lines)[0]?.result).toMatchObject({ box26_annual_tax: 41_400, box27_difference: -115_270 });
  });

  test('--facts reads details, says who is not adjusted and why, and where a detail is wrong', () => {
    const [person] = officialPeople();
    if (person === undefined) throw new Error('example A is missing');
    const { facts, pay, context } = person;
    const withDetails = (id: string, details: object) => ({ id, facts: { ...facts, ...details }, pay, ...context });
    const employer = {
      ...{ id: 'e', name: '前の会社', kind: 'previous', column: 'main', slip: 'received' },
      ...{ salary: 1_000_000, withheldTax: 10_000, socialInsurance: 150_000 },
    };
    const cases = [
      withDetails('joined', { employers: [employer] }),
      withDetails('secondary', { employment: { column: 'secondary' } }),
      withDetails('pending', { employers: [{ ...employer, slip: 'missing' }] }),
      withDetails('wrong', {
        employers: [{ ...employer, salary: -1 }],
        incomes: [{ kind: 'business', amount: 'much' }],
      }),
    ];
    const { status, lines } = calc(['-', '--facts'], JSON.stringify({ cases }));
    const [joined, secondary, pending, wrong] = answersOf(lines);
    expect(status).toBe(2);
    expect(joined?.result?.['box12_social_insurance_withheld']).toBe(pay.socialInsuranceWithheld + 150_000);
    expect(secondary?.result).toEqual({ status: 'excluded', reason: 'secondary_column' });
    expect(pending?.violations).toContainEqual(
      expect.objectContaining({ path: 'employers[0].slip', rule: 'previous_slip_missing' }),
    );
    expect(wrong?.violations).toEqual([
      expect.objectContaining({ path: 'facts.incomes[0].amount', rule: 'type' }),
      expect.objectContaining({ path: 'facts.employers[0].salary', rule: 'min' }),
    ]);
  });

  test.each([
    ['forms', ['給与所得者の扶養控除等（異動）申告書', '基礎控除', '保険料控除', '住宅借入金等特別控除']],
    ['ledger', ['源泉徴収簿']],
    ['slip', ['税務署提出用']],
    ['slip-recipient', ['受給者交付用']],
    ['payment-report', ['給与支払報告書']],
  ])('--view %s prints the filled-in forms of the official example A', (view, titles) => {
    const [person] = officialPeople();
    if (person === undefined) throw new Error('example A is missing');
    const { id, facts, pay, context } = person;
    const text = JSON.stringify({ cases: [{ id, facts, pay, ...context }] });
    const { status, lines } = calc(['-', '--facts', '--view', view], text);
    const { views } = JSON.parse(lines[0] ?? '') as { readonly views: readonly { readonly title: string }[] };
    expect(status).toBe(0);
    expect(views).toHaveLength(titles.length);
    views.forEach(({ title }, i) => {
      expect(title).toContain(titles[i]);
    });
  });

  test('--view slip of who is adjusted: the figures of the adjustment', () => {
    const [person] = officialPeople();
    if (person === undefined) throw new Error('example A is missing');
    const { id, facts, pay, context } = person;
    const text = JSON.stringify({ cases: [{ id, facts, pay, ...context }] });
    expect(calc(['-', '--facts', '--view', 'slip'], text).stdout).toContain(
      '{"number":"⑦","label":"源泉徴収税額","value":{"kind":"yen","value":41400}}',
    );
  });

  test('a case without an id has its place instead', () => {
    const cases = [null, { id: 7, input: {} }, { input: {} }, { id: 'last', input: {} }];
    const { status, lines } = calc(['-'], JSON.stringify({ cases }));
    expect(status).toBe(2);
    expect(answersOf(lines).map(({ id }) => id)).toEqual(['cases[0]', 'cases[1]', 'cases[2]', 'last']);
    const nameless = calc(['-'], JSON.stringify({ cases: [{ input: first.input }] }));
    expect(answersOf(nameless.lines)[0]?.violations).toMatchObject([{ path: 'id', rule: 'type' }]);
  });

  test('--explain of two cases: each begins in a line of its own', () => {
    const { lines } = calc(['-', '--explain', 'box22'], JSON.stringify({ cases: [first, { ...first, id: 'other' }] }));
    expect(lines.filter((line) => !line.startsWith(' '))).toEqual([first.id, 'other']);
  });

  test('--view slip of who is not adjusted: what was paid and withheld, no figure of an adjustment', () => {
    const [person] = officialPeople();
    if (person === undefined) throw new Error('example A is missing');
    const { id, facts, pay, context } = person;
    const leaver = { ...facts, employment: { column: 'secondary' } };
    const text = JSON.stringify({ cases: [{ id, facts: leaver, pay, ...context }] });
    const { status, lines } = calc(['-', '--facts', '--view', 'slip'], text);
    const { views } = JSON.parse(lines[0] ?? '') as { readonly views: readonly { readonly sections: unknown }[] };
    const said = JSON.stringify(views[0]?.sections);
    expect(status).toBe(0);
    expect(said).toContain('{"number":"⑦","label":"源泉徴収税額","value":{"kind":"yen","value":156670}}');
    expect(said).toContain('{"number":"⑥","label":"所得控除の額の合計額","value":{"kind":"empty"}}');
    expect(said).toContain('{"number":"","label":"乙欄","value":{"kind":"mark","value":"1"}}');
  });

  test('--compare says what another year changes, --what-if what another statement does', () => {
    const one = JSON.stringify({ cases: [first] });
    const comparisonOf = (args: readonly string[]) => {
      const { status, lines } = calc(['-', ...args], one);
      const { comparison } = JSON.parse(lines[0] ?? '{}') as {
        comparison?: { changes: readonly { ruleId: string }[] };
      };
      return [status, comparison?.changes.map(({ ruleId }) => ruleId)];
    };
    const [, byYear] = comparisonOf(['--compare', '2026']);
    expect(byYear).toContain('box20Basic');
    const [status, byPay] = comparisonOf(['--what-if', '{"social_insurance_declared": 100000}']);
    expect(status).toBe(0);
    expect(byPay).toEqual(expect.arrayContaining(['box13SocialInsuranceDeclared', 'box21TotalDeductions']));
    const refused = calc(['-', '--what-if', '{"salary_total": -1}'], one);
    expect(refused.status).toBe(2);
    expect(refused.stdout).toContain('"path":"salary_total","rule":"min"');
  });

  test('--explain prints the tree from ㉖ down to the pay, in three languages', () => {
    const one = JSON.stringify({ cases: [first] });
    const { stdout } = calc(['-', '--explain', 'box26'], one);
    expect(stdout).toContain('㉖ 年調年税額 = 647,600');
    expect(stdout).toContain('給与・賞与の総額 ⑦ = 8,499,999');
    expect(stdout).toContain('所得税法第89条');
    expect(calc(['-', '--explain', 'box26AnnualTax', '--lang', 'en'], one).stdout).toContain('㉖ annual tax = 647,600');
    expect(calc(['-', '--explain', 'box26', '--lang', 'ja-easy'], one).stdout).toContain(
      '1年（ねん）の 税金（ぜいきん）',
    );
  });

  describe('--checks', () => {
    const [person] = officialPeople();
    if (person === undefined) throw new Error('example A is missing');
    const { facts, pay, context } = person;
    const withPapers = {
      ...facts,
      lifeInsurance: facts.lifeInsurance.map((contract) => ({ ...contract, certificate: 'missing' })),
    };
    const text = JSON.stringify({
      cases: [
        { id: 'A', facts: withPapers, pay, ...context },
        { id: 'B', facts, pay, ...context },
      ],
    });
    const { status, lines } = calc(['-', '--facts', '--checks', '--lang', 'en'], text);
    const [a, b, ...shared] = lines.map((line) => JSON.parse(line) as Readonly<Record<string, readonly Row[]>>);

    test('says what is found, which papers are needed and which limits are near, in words', () => {
      expect(status).toBe(0);
      expect(a?.['checks']?.[0]).toMatchObject({ rule: 'certificate_missing', text: 'The certificate is missing.' });
      expect(a?.['evidence']?.[0]).toMatchObject({ evidence: 'life_certificate', state: 'missing' });
      expect(b?.['checks']?.map(({ rule }) => rule)).not.toContain('certificate_missing');
      expect(b?.['limits']?.every(({ left }) => Number(left) <= 100_000)).toBe(true);
    });

    test('of facts that are not complete: what is missing, and no limit', () => {
      const { spouse } = facts;
      const draft = { ...facts, spouse: { ...spouse, birthDate: '' } };
      const all = calc(
        ['-', '--facts', '--checks'],
        JSON.stringify({ cases: [{ id: 'D', facts: draft, pay, ...context }] }),
      );
      const said = JSON.parse(all.lines[0] ?? '') as Readonly<Record<string, readonly Row[]>>;
      expect(all.status).toBe(0);
      expect(said['checks']).toContainEqual(expect.objectContaining({ path: 'spouse.birthDate', rule: 'required' }));
      expect(said['checks']?.[0]?.['text']).toMatch(/[ぁ-ん]/);
      expect(said['limits']).toEqual([]);
      const near = { ...withPapers, spouse: { ...spouse, salaryRevenue: 0, otherIncome: 940_000 } };
      const complete = calc(
        ['-', '--facts', '--checks'],
        JSON.stringify({ cases: [{ id: 'N', facts: near, pay, ...context }] }),
      );
      const { limits } = JSON.parse(complete.lines[0] ?? '') as Readonly<Record<string, readonly Row[]>>;
      expect(limits).toContainEqual(expect.objectContaining({ id: 'spouse_income', left: 10_000 }));
    });

    test('ends with the family members whom two cases claim', () => {
      expect(shared.map(({ id }) => id)).toEqual(['A', 'B']);
      expect(shared.flatMap(({ checks = [] }) => checks.map(({ rule }) => rule))).toContain(
        'family_member_claimed_twice',
      );
    });

    test('prints no name of the facts', () => {
      const names = [facts.spouse, ...facts.relatives].flatMap((member) => (member === undefined ? [] : [member.name]));
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) expect(lines.join()).not.toContain(name);
    });
  });

  test.each([
    [[], 'one FILE is needed'],
    [['a.json', 'b.json'], 'one FILE is needed'],
    [['-', '--compare', '12027'], '--compare: 12027 is no year'],
    [['-', '--compare', '20270'], '--compare: 20270 is no year'],
    [['no-such-file.json'], 'no-such-file.json: ENOENT'],
    [['-', '--lang', 'fr'], '--lang: fr is none of ja, ja-easy, en'],
    [['-', '--facts', '--view', 'poster'], '--view: poster is no form'],
    [['-', '--view', 'slip'], '--view needs --facts'],
    [['-', '--checks'], '--checks needs --facts'],
    [['-', '--explain', 'box99'], '--explain: box99 is no figure of the result'],
    [['-', '--compare', 'next'], '--compare: next is no year'],
    [['-', '--facts', '--compare', '2027'], '--compare and --what-if take inputs'],
    [['-', '--nonsense'], "Unknown option '--nonsense'"],
  ])('%j says what is wrong and ends with 1', (args, message) => {
    const { status, stderr } = calc(args, JSON.stringify({ cases: [first] }));
    expect({ status, said: stderr.includes(message) }).toEqual({ status: 1, said: true });
  });

  test('whoever asks wrongly is shown the usage, whoever names a wrong file what was asked', () => {
    expect(calc([]).stderr).toContain('nencho-calc -- FILE');
    const { stderr } = calc(['no-such-file.json', '--lang', 'en']);
    expect(stderr).toContain('no-such-file.json --lang en: ENOENT');
    expect(stderr).not.toContain('nencho-calc -- FILE');
  });

  test.each(['', '{"cases": [', '[1]', '{"other": []}', 'no json'])('%j is no file of cases', (text) => {
    const { status, stderr } = calc(['-'], text);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^nencho-calc: -/);
  });

  test('--help', () => {
    const { status, stdout } = calc(['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('nencho-calc -- FILE');
  });
});
