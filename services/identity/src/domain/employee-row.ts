import { isLocalDate, type LocalDate, type Violation } from '@nencho/kernel';
import { isEmployeeNumber, isLoginId, isOrganisationCode, textViolations } from './names.js';
import type { Card, EmploymentStatus } from './person.js';

/** Columns of the employee file, by their names in the header row. */
export const employeeColumns = {
  number: '従業員番号',
  familyName: '姓',
  givenName: '名',
  familyKana: '姓カナ',
  givenKana: '名カナ',
  mail: 'メールアドレス',
  loginId: 'ログインID',
  companyCode: '会社コード',
  departmentCode: '部署コード',
  birthDate: '生年月日',
  postalCode: '郵便番号',
  address: '住所',
  joinedOn: '入社日',
  leftOn: '退職日',
} as const;

export type EmployeeColumn = keyof typeof employeeColumns;

/** One record of the file as text, cells trimmed. */
export type EmployeeCells = Readonly<Record<EmployeeColumn, string>>;

/** One record that says something possible. Codes are resolved to ids later, against the tenant. */
export type EmployeeRow = {
  readonly number: string;
  /** Absent when the cell is empty: a known employee keeps theirs, a new one gets the number in lower case. */
  readonly loginId?: string;
  readonly companyCode: string;
  readonly departmentCode: string;
  readonly status: EmploymentStatus;
  readonly card: Card;
};

export type RowResult =
  { readonly ok: true; readonly row: EmployeeRow } | { readonly ok: false; readonly violations: readonly Violation[] };

/** カタカナ, the long-vowel mark, the middle dot and spaces, after half-width forms were widened. */
const katakana = /^[\u30A1-\u30FA\u30FB\u30FC\u30FD\u30FE\s]+$/u;
const mailAddress =
  /^[^\s@"<>(),;:\\[\]]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/u;
const postalCode = /^(\d{3})-?(\d{4})$/;
const slashedDate = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})$/;
const EARLIEST = '1900-01-01';

const textColumns: readonly { readonly column: EmployeeColumn; readonly max: number; readonly required: boolean }[] = [
  { column: 'familyName', max: 50, required: true },
  { column: 'givenName', max: 50, required: true },
  { column: 'familyKana', max: 100, required: true },
  { column: 'givenKana', max: 100, required: true },
  { column: 'mail', max: 254, required: false },
  { column: 'birthDate', max: 10, required: true },
  { column: 'postalCode', max: 8, required: false },
  { column: 'address', max: 200, required: true },
  { column: 'joinedOn', max: 10, required: false },
  { column: 'leftOn', max: 10, required: false },
  { column: 'number', max: 32, required: true },
  { column: 'loginId', max: 40, required: false },
  { column: 'companyCode', max: 32, required: true },
  { column: 'departmentCode', max: 32, required: false },
];

/** '2026/4/1' and '2026-04-01' are one date; undefined when there is no such day. */
const dateOf = (cell: string): LocalDate | undefined => {
  const match = slashedDate.exec(cell);
  const iso = match === null ? '' : `${match[1]}-${match[2]?.padStart(2, '0')}-${match[3]?.padStart(2, '0')}`;
  return isLocalDate(iso) ? iso : undefined;
};

const postalCodeOf = (cell: string): string => cell.replace(postalCode, '$1-$2');

const formats: Partial<Record<EmployeeColumn, { readonly rule: string; readonly fits: (cell: string) => boolean }>> = {
  number: { rule: 'employee_number_format', fits: isEmployeeNumber },
  loginId: { rule: 'login_id_format', fits: (cell) => isLoginId(cell.toLowerCase()) },
  companyCode: { rule: 'code_format', fits: isOrganisationCode },
  departmentCode: { rule: 'code_format', fits: isOrganisationCode },
  familyKana: { rule: 'katakana', fits: (cell) => katakana.test(cell.normalize('NFKC')) },
  givenKana: { rule: 'katakana', fits: (cell) => katakana.test(cell.normalize('NFKC')) },
  mail: { rule: 'mail_format', fits: (cell) => mailAddress.test(cell) },
  postalCode: { rule: 'postal_code', fits: (cell) => postalCode.test(cell) },
  birthDate: { rule: 'date', fits: (cell) => dateOf(cell) !== undefined },
  joinedOn: { rule: 'date', fits: (cell) => dateOf(cell) !== undefined },
  leftOn: { rule: 'date', fits: (cell) => dateOf(cell) !== undefined },
};

/** Figures and codes are often typed in full width; they mean the same. Names and addresses keep their letters. */
const narrowed: readonly EmployeeColumn[] = [
  'number',
  'loginId',
  'companyCode',
  'departmentCode',
  'mail',
  'birthDate',
  'postalCode',
  'joinedOn',
  'leftOn',
];

const normalised = (cells: EmployeeCells): EmployeeCells => ({
  ...cells,
  ...Object.fromEntries(narrowed.map((column) => [column, cells[column].normalize('NFKC').trim()])),
});

const cellViolations = (cells: EmployeeCells): readonly Violation[] =>
  textColumns.flatMap(({ column, max, required }) => {
    const path = employeeColumns[column];
    const cell = cells[column];
    const found = textViolations(cell, { path, max, required });
    if (found.length > 0 || cell === '') return found;
    const format = formats[column];
    return format === undefined || format.fits(cell) ? [] : [{ path, rule: format.rule }];
  });

const dateViolations = ({ birthDate, joinedOn, leftOn }: Card, today: LocalDate): readonly Violation[] => [
  ...(birthDate > today || birthDate < EARLIEST ? [{ path: employeeColumns.birthDate, rule: 'birth_date_range' }] : []),
  ...(joinedOn !== '' && joinedOn < birthDate ? [{ path: employeeColumns.joinedOn, rule: 'before_birth' }] : []),
  ...(joinedOn !== '' && leftOn !== '' && leftOn < joinedOn
    ? [{ path: employeeColumns.leftOn, rule: 'before_joining' }]
    : []),
];

const cardOf = (cells: EmployeeCells): Card => ({
  familyName: cells.familyName.normalize('NFC'),
  givenName: cells.givenName.normalize('NFC'),
  familyKana: cells.familyKana.normalize('NFKC'),
  givenKana: cells.givenKana.normalize('NFKC'),
  mail: cells.mail,
  birthDate: dateOf(cells.birthDate) ?? '',
  postalCode: postalCodeOf(cells.postalCode),
  address: cells.address.normalize('NFC'),
  joinedOn: dateOf(cells.joinedOn) ?? '',
  leftOn: dateOf(cells.leftOn) ?? '',
});

/**
 * Reads one record. Every wrong cell is reported under its column's name; a value is never repeated in a violation.
 * A cell that looks like a formula (`=1+1`) is text like any other.
 * 退職日 in the past makes the employee 退職; a later one does not yet.
 */
export const readEmployeeRow = (given: EmployeeCells, today: LocalDate): RowResult => {
  const cells = normalised(given);
  const wrong = cellViolations(cells);
  const card = cardOf(cells);
  const violations = wrong.length > 0 ? wrong : dateViolations(card, today);
  if (violations.length > 0) return { ok: false, violations };
  return {
    ok: true,
    row: {
      number: cells.number,
      ...(cells.loginId === '' ? {} : { loginId: cells.loginId.toLowerCase() }),
      companyCode: cells.companyCode,
      departmentCode: cells.departmentCode,
      status: card.leftOn !== '' && card.leftOn < today ? 'left' : 'active',
      card,
    },
  };
};
