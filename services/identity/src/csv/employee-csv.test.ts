import { describe, expect, jest, test } from '@jest/globals';
import { isAppError } from '@nencho/kernel';
import { employeeColumns } from '../domain/employee-row.js';
import { readEmployeeCsv } from './employee-csv.js';

jest.setTimeout(30_000);

const header = Object.values(employeeColumns).join(',');
const row = 'E001,山田,太郎,ヤマダ,タロウ,taro@example.test,,HQ,,1980-01-02,100-0001,東京都千代田区1-1,,';

const pieces = async function* (bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
};

const read = async (content: string | Uint8Array, size = 7) => {
  const records = [];
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for await (const record of readEmployeeCsv(pieces(bytes, size))) records.push(record);
  return records;
};

const violationsOf = async (content: string | Uint8Array) => {
  const error: unknown = await read(content).catch((thrown: unknown) => thrown);
  if (!isAppError(error)) throw new Error('the file was read');
  return error.violations;
};

describe('employee file', () => {
  test.each(['', '\uFEFF'])('is read with %j before it, cut anywhere, with any line ending', async (mark) => {
    for (const ending of ['\n', '\r\n']) {
      const [first] = await read(`${mark}${header}${ending}${row}${ending}`, 1);
      expect(first).toMatchObject({ line: 2, cells: { number: 'E001', familyName: '山田', companyCode: 'HQ' } });
    }
  });

  test('takes the columns in any order', async () => {
    const names = Object.values(employeeColumns).reverse();
    const cells = names.map((name) => (name === '従業員番号' ? 'E7' : 'x'));
    expect((await read(`${names.join(',')}\n${cells.join(',')}\n`))[0]?.cells?.number).toBe('E7');
  });

  test('counts lines as an editor does, across empty lines and cells with line breaks', async () => {
    const broken = row.replace('東京都千代田区1-1', '"東京都\n千代田区"');
    const lines = (await read(`${header}\n\n${broken}\n${row}\n`)).map(({ line }) => line);
    expect(lines).toEqual([4, 5]);
  });

  test('leaves a cell that looks like a formula as it is', async () => {
    const [record] = await read(`${header}\n${row.replace('山田', '=HYPERLINK("x")')}\n`.replace('"x"', 'x'));
    expect(record?.cells?.familyName).toBe('=HYPERLINK(x)');
  });

  test('hands on a record of another length without cells', async () => {
    expect(await read(`${header}\n${row},extra\nE002,only\n`)).toEqual([{ line: 2 }, { line: 3 }]);
  });

  test('refuses another encoding', async () => {
    const shiftJis = Uint8Array.from([0x8f, 0x5d, 0x8b, 0xc6, 0x88, 0xf5, 0x94, 0xd4, 0x8d, 0x86]);
    expect(await violationsOf(shiftJis)).toEqual([{ path: 'file', rule: 'not_utf8' }]);
    expect(await violationsOf(Buffer.from(`\uFEFF${header}`, 'utf16le'))).toEqual([{ path: 'file', rule: 'not_utf8' }]);
    const cut = Buffer.from(`${header}\n${row}\n姓`).subarray(0, -1);
    expect(await violationsOf(cut)).toEqual([{ path: 'file', rule: 'not_utf8' }]);
  });

  test('refuses quotation marks that do not close or stand in the middle', async () => {
    expect(await violationsOf(`${header}\n"${row}\n`)).toMatchObject([{ path: 'file', rule: 'csv_malformed' }]);
    expect(await violationsOf(`${header}\n${row.replace('山田', '山"田')}\n`)).toMatchObject([
      { rule: 'csv_malformed' },
    ]);
  });

  test('refuses an empty file', async () => {
    expect(await violationsOf('')).toEqual([{ path: 'file', rule: 'empty' }]);
    expect(await violationsOf('\n\n')).toEqual([{ path: 'file', rule: 'empty' }]);
  });

  test('names each missing and repeated column, and unknown ones by position only', async () => {
    const wrong = header.replace('住所', '姓').replace('名カナ', '山田太郎');
    const violations = await violationsOf(`${wrong}\n`);
    expect(violations).toEqual(
      expect.arrayContaining([
        { path: '住所', rule: 'column_missing' },
        { path: '姓', rule: 'column_duplicate' },
        { path: '名カナ', rule: 'column_missing' },
        { path: 'header', rule: 'column_unknown', params: { position: '5' } },
      ]),
    );
    expect(JSON.stringify(violations)).not.toContain('山田太郎');
  });

  test('refuses more than 20 MiB while reading, not after', async () => {
    let sent = 0;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${header}\n`);
      for (;;) {
        sent += 1;
        yield await Promise.resolve(Buffer.from(`${row.replace('東京都', 'x'.repeat(15_000))}\n`.repeat(10)));
      }
    };
    const records = readEmployeeCsv(endless())[Symbol.asyncIterator]();
    const readOn = async (): Promise<void> => {
      while ((await records.next()).done !== true);
    };
    await expect(readOn()).rejects.toMatchObject({ code: 'limit_exceeded', details: { limit: 'file_bytes' } });
    expect(sent).toBeLessThan(400);
  });
});
