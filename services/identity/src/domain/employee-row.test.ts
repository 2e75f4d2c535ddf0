import { describe, expect, test } from '@jest/globals';
import { localDate } from '@nencho/kernel';
import { readEmployeeRow, type EmployeeCells } from './employee-row.js';

const today = localDate('2026-12-10');
const cells: EmployeeCells = {
  number: 'E001',
  familyName: '山田',
  givenName: '太郎',
  familyKana: 'ヤマダ',
  givenKana: 'タロウ',
  mail: 'taro@example.test',
  loginId: '',
  companyCode: 'HQ',
  departmentCode: '',
  birthDate: '1980-01-02',
  postalCode: '1000001',
  address: '東京都千代田区千代田1-1',
  joinedOn: '2005/4/1',
  leftOn: '',
};

const rowOf = (change: Partial<EmployeeCells>) => {
  const result = readEmployeeRow({ ...cells, ...change }, today);
  if (!result.ok) throw new Error(JSON.stringify(result.violations));
  return result.row;
};

const violationsOf = (change: Partial<EmployeeCells>) => {
  const result = readEmployeeRow({ ...cells, ...change }, today);
  return result.ok ? [] : result.violations;
};

describe('a row of the employee file', () => {
  test('brings dates, postal code and kana into one form', () => {
    const { card } = rowOf({ familyKana: 'ﾔﾏﾀﾞ', birthDate: '1980/1/2' });
    expect(card).toMatchObject({
      familyKana: 'ヤマダ',
      birthDate: '1980-01-02',
      postalCode: '100-0001',
      joinedOn: '2005-04-01',
      leftOn: '',
    });
  });

  test('reads figures and codes in full width', () => {
    expect(rowOf({ number: 'Ｅ００１', companyCode: 'ＨＱ', birthDate: '１９８０／１／２' })).toMatchObject({
      number: 'E001',
      companyCode: 'HQ',
      card: { birthDate: '1980-01-02' },
    });
  });

  test('lower-cases a login id and leaves a missing one open', () => {
    expect(rowOf({ loginId: 'Taro.Y' }).loginId).toBe('taro.y');
    expect(rowOf({}).loginId).toBeUndefined();
  });

  test('takes what looks like a formula for text', () => {
    expect(rowOf({ address: "=cmd|'/c calc'!A1" }).card.address).toBe("=cmd|'/c calc'!A1");
  });

  test.each([
    ['2026-12-09', 'left'],
    ['2026-12-10', 'active'],
    ['2026-12-31', 'active'],
  ] as const)('退職日 %s on 2026-12-10 means %s', (leftOn, status) => {
    expect(rowOf({ leftOn }).status).toBe(status);
  });

  test.each([
    [{ number: '' }, '従業員番号', 'required'],
    [{ number: 'E 1' }, '従業員番号', 'employee_number_format'],
    [{ number: '{"$gt":""}' }, '従業員番号', 'employee_number_format'],
    [{ familyName: '山\u0007田' }, '姓', 'control_character'],
    [{ familyName: '山\n田' }, '姓', 'control_character'],
    [{ givenName: '\u202Eabc' }, '名', 'control_character'],
    [{ familyName: 'あ'.repeat(51) }, '姓', 'too_long'],
    [{ familyKana: 'やまだ' }, '姓カナ', 'katakana'],
    [{ mail: 'taro@' }, 'メールアドレス', 'mail_format'],
    [{ mail: 'taro@localhost' }, 'メールアドレス', 'mail_format'],
    [{ mail: 'a@example.test,b@example.test' }, 'メールアドレス', 'mail_format'],
    [{ loginId: 'ta ro' }, 'ログインID', 'login_id_format'],
    [{ loginId: 'taro@example.test' }, 'ログインID', 'login_id_format'],
    [{ companyCode: '' }, '会社コード', 'required'],
    [{ birthDate: '2026-02-29' }, '生年月日', 'date'],
    [{ birthDate: '昭和55年' }, '生年月日', 'date'],
    [{ birthDate: '2026-12-11', joinedOn: '' }, '生年月日', 'birth_date_range'],
    [{ birthDate: '1899-12-31' }, '生年月日', 'birth_date_range'],
    [{ postalCode: '100-00' }, '郵便番号', 'postal_code'],
    [{ address: '' }, '住所', 'required'],
    [{ joinedOn: '1979-12-31' }, '入社日', 'before_birth'],
    [{ leftOn: '2005-03-31' }, '退職日', 'before_joining'],
  ])('%j breaks a rule of %s: %s', (change, path, rule) => {
    expect(violationsOf(change).map((one) => [one.path, one.rule])).toEqual([[path, rule]]);
  });

  test('reports all wrong cells of a row and repeats none of them', () => {
    const violations = violationsOf({ mail: 'secret-mail', familyKana: '漢字', birthDate: 'x' });
    expect(violations.map(({ path }) => path)).toEqual(['姓カナ', 'メールアドレス', '生年月日']);
    expect(JSON.stringify(violations)).not.toMatch(/secret-mail|漢字/);
  });
});
