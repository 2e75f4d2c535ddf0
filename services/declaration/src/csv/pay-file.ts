import { CsvError, parse } from 'csv-parse/sync';
import { limitExceeded, validationFailed } from '@nencho/kernel';
import type { PayFileRecord, ReadPayFile } from '../application/ports.js';
import { payColumns, type PayColumn, type PayRecord } from '../domain/pay.js';

const MAX_ROWS = 100_000;
/** A field of a pay file is a number; whoever leaves a quote open is told so after this, not after 20 MiB. */
const MAX_RECORD = 10_000;

type Line = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

const fileError = (path: string, rule: string, params?: Readonly<Record<string, string>>) =>
  validationFailed([params === undefined ? { path, rule } : { path, rule, params }]);

const decode = (content: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw fileError('file', 'not_utf8');
  }
};

const readLines = (text: string): readonly Line[] => {
  try {
    // With `info` each record comes with the line on which it ends.
    return parse(text, {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MAX_RECORD,
    }) as unknown as readonly Line[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line: unknown = error['lines'];
    throw fileError('file', 'csv_malformed', { line: typeof line === 'number' ? String(line) : '' });
  }
};

/** Where each column stands. Other columns are left alone: payroll systems export more than is asked for. */
const columnPositions = (header: readonly string[]): Readonly<Record<PayColumn, number>> => {
  const names = header.map((name) => name.normalize('NFKC').trim());
  const positions = Object.entries(payColumns).map(([column, name]) => ({
    column,
    name,
    at: names.indexOf(name.normalize('NFKC')),
    isTwice: names.indexOf(name.normalize('NFKC')) !== names.lastIndexOf(name.normalize('NFKC')),
  }));
  const violations = positions.flatMap(({ name, at, isTwice }) =>
    at === -1 ? [{ path: name, rule: 'column_missing' }] : isTwice ? [{ path: name, rule: 'column_duplicate' }] : [],
  );
  if (violations.length > 0) throw validationFailed(violations);
  return Object.fromEntries(positions.map(({ column, at }) => [column, at])) as Record<PayColumn, number>;
};

const toRecord = (
  fields: readonly string[],
  width: number,
  positions: Readonly<Record<PayColumn, number>>,
): PayRecord | 'column_count' =>
  fields.length === width
    ? {
        employeeNumber: fields[positions.employeeNumber] ?? '',
        salaryTotal: fields[positions.salaryTotal] ?? '',
        withheldTaxTotal: fields[positions.withheldTaxTotal] ?? '',
        socialInsuranceWithheld: fields[positions.socialInsuranceWithheld] ?? '',
      }
    : 'column_count';

/** Reads a pay file: UTF-8 with or without BOM, a header row with the four names in any order, RFC 4180 quoting. */
export const readPayFile: ReadPayFile = (content): readonly PayFileRecord[] => {
  const [header, ...lines] = readLines(decode(content));
  if (header === undefined) throw fileError('file', 'empty');
  const positions = columnPositions(header.record);
  if (lines.length === 0) throw fileError('file', 'empty');
  if (lines.length > MAX_ROWS) throw limitExceeded('pay_file_rows');
  return lines.map(({ record, info }) => ({
    line: info.lines,
    record: toRecord(record, header.record.length, positions),
  }));
};
