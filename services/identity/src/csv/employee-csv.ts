import { Readable } from 'node:stream';
import { AppError, validationFailed, type Violation } from '@nencho/kernel';
import { CsvError, parse } from 'csv-parse';
import type { EmployeeRecord, ReadEmployeeCsv } from '../application/ports.js';
import { MAX_IMPORT_BYTES } from '../domain/employee-import.js';
import { employeeColumns, type EmployeeCells, type EmployeeColumn } from '../domain/employee-row.js';

const columns = Object.entries(employeeColumns) as [EmployeeColumn, string][];
/** A record longer than this is an unclosed quotation mark, not an employee. */
const MAX_RECORD_CHARACTERS = 20_000;

const wrongFile = (rule: string, params?: Readonly<Record<string, string>>): AppError =>
  validationFailed([{ path: 'file', rule, ...(params === undefined ? {} : { params }) }]);

const isEncodingError = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA';

/** UTF-8 with or without a byte order mark, at most 20 MiB; anything else is refused at the byte where it shows. */
const decoded = async function* (content: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  try {
    for await (const chunk of content) {
      bytes += chunk.byteLength;
      if (bytes > MAX_IMPORT_BYTES) {
        const details = { limit: 'file_bytes', max: String(MAX_IMPORT_BYTES) };
        throw new AppError('limit_exceeded', 'the file is too large', { details });
      }
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    throw isEncodingError(error) ? wrongFile('not_utf8') : error;
  }
};

/** Which cell holds which column. Cells of the header are not repeated in violations: it may be a row of people. */
const readHeader = (cells: readonly string[]): readonly (EmployeeColumn | undefined)[] => {
  const found = cells.map((cell) => columns.find(([, name]) => name === cell.trim())?.[0]);
  const violations: Violation[] = [
    ...found.flatMap((column, index) =>
      column === undefined ? [{ path: 'header', rule: 'column_unknown', params: { position: String(index + 1) } }] : [],
    ),
    ...columns.flatMap(([column, name]) => {
      const times = found.filter((one) => one === column).length;
      if (times === 1) return [];
      return [{ path: name, rule: times === 0 ? 'column_missing' : 'column_duplicate' }];
    }),
  ];
  if (violations.length > 0) throw validationFailed(violations);
  return found;
};

const readCells = (header: readonly (EmployeeColumn | undefined)[], record: readonly string[]): EmployeeCells => {
  const cells: Partial<Record<EmployeeColumn, string>> = {};
  header.forEach((column, index) => {
    if (column !== undefined) cells[column] = record[index]?.trim() ?? '';
  });
  return cells as EmployeeCells;
};

type ParsedRecord = { readonly info: { readonly lines: number }; readonly record: readonly string[] };

const malformed = (error: unknown): unknown =>
  error instanceof CsvError
    ? wrongFile('csv_malformed', typeof error['lines'] === 'number' ? { line: String(error['lines']) } : undefined)
    : error;

const isEmptyLine = (record: readonly string[]): boolean => record.every((cell) => cell.trim() === '');

/**
 * Reads the employee file as a stream: only one record is held at a time. Cells are text whatever they look like.
 * Lines are counted as in an editor, the header being line 1 (a record over several lines counts at its last one).
 */
export const readEmployeeCsv: ReadEmployeeCsv = async function* (content): AsyncGenerator<EmployeeRecord> {
  const parser = parse({
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_CHARACTERS,
  });
  const source = Readable.from(decoded(content));
  source.on('error', (error) => parser.destroy(error));
  const records = source.pipe(parser) as AsyncIterable<ParsedRecord>;
  let header: readonly (EmployeeColumn | undefined)[] | undefined;
  try {
    for await (const { info, record } of records) {
      if (header === undefined) header = readHeader(record);
      else if (!isEmptyLine(record)) {
        const fits = record.length === header.length;
        yield { line: info.lines, ...(fits ? { cells: readCells(header, record) } : {}) };
      }
    }
  } catch (error) {
    throw malformed(error);
  } finally {
    source.destroy();
  }
  if (header === undefined) throw wrongFile('empty');
};
