import { stringify } from 'csv-stringify/sync';

/** A file as data: its columns in order, each with its heading and where its value comes from. */
export type CsvLayout<Row> = readonly {
  readonly heading: string;
  readonly value: (row: Row) => string | number;
}[];

/** UTF-8 with BOM and CRLF, as spreadsheets expect; text that begins like a formula is made text by an apostrophe. */
const lines = (records: (string | number)[][]): string =>
  stringify(records, { escape_formulas: true, record_delimiter: 'windows' });

export const csvBegin = <Row>(layout: CsvLayout<Row>): Buffer =>
  Buffer.from(`\uFEFF${lines([layout.map(({ heading }) => heading)])}`, 'utf8');

export const csvRows = <Row>(layout: CsvLayout<Row>, rows: readonly Row[]): Buffer =>
  Buffer.from(lines(rows.map((row) => layout.map(({ value }) => value(row)))), 'utf8');
