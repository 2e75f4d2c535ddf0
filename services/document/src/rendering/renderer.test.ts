import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withholdingSlip } from '../forms/2026/withholding-slip/withholding-slip.js';
import { slipOf } from '../testing/slips.js';
import { largeFamily, officialExampleA, type PersonOnWire } from '../testing/wire-data.js';
import { createRenderer, type Renderer } from './renderer.js';

let renderer: Renderer;
beforeAll(() => {
  renderer = createRenderer({ threads: 2 });
});
afterAll(async () => renderer.stop());

const CREATED = new Date('2027-01-10T00:00:00Z');
const draw = async (person: PersonOnWire, signal = AbortSignal.timeout(30_000)) =>
  renderer.render(withholdingSlip(slipOf(person), ['recipient'], CREATED), signal);

const refusal = async (person: PersonOnWire) =>
  draw(person).then(
    () => 'drawn',
    (error: unknown) => error,
  );

test('a slip is a PDF of one page that says PDF/A-2b of itself and names nobody in its metadata', async () => {
  const pdf = Buffer.from(await draw(officialExampleA()));
  const text = pdf.toString('latin1');
  expect(text.startsWith('%PDF-1.7')).toBe(true);
  expect(text.match(/\/Type \/Page\b/g)).toHaveLength(1);
  expect(text).toContain('<pdfaid:part>2</pdfaid:part>');
  expect(pdf.toString('utf8')).toContain('令和8年分 給与所得の源泉徴収票');
  expect(pdf.toString('utf8')).not.toContain('山川');
});

test('the same person at the same moment gives the same page', async () => {
  const [one, two] = await Promise.all([draw(officialExampleA()), draw(officialExampleA())]);
  expect(Buffer.from(one).equals(two)).toBe(true);
});

test('rare characters, thirteen relatives and a very long company name are drawn', async () => {
  await expect(draw(largeFamily())).resolves.toBeInstanceOf(Uint8Array);
});

describe('what the font cannot draw', () => {
  test('is refused with the field and the code points, all of them at once', async () => {
    const person = officialExampleA({
      card: { familyName: '葛\u{E0100}城', givenName: '\uE000\uE001' },
      payer: { name: '株式会社\u{2A6D6}' },
    });
    await expect(refusal(person)).resolves.toMatchObject({
      code: 'validation_failed',
      violations: [
        { path: 'name', rule: 'undrawable_text', params: { codePoints: 'U+E0100 U+E000 U+E001' } },
        { path: 'payerName', rule: 'undrawable_text', params: { codePoints: 'U+2A6D6' } },
      ],
    });
  });

  test('names no characters but their numbers', async () => {
    const error = await refusal(officialExampleA({ card: { givenName: '\uE000太郎' } }));
    expect(JSON.stringify(error)).not.toContain('太郎');
    expect((error as Error).message).not.toContain('太郎');
  });
});

test('what does not fit even at the smallest size is refused, not cut', async () => {
  const person = officialExampleA({ payer: { address: '東京都'.repeat(400) } });
  await expect(refusal(person)).resolves.toMatchObject({
    violations: [{ path: 'payerAddress', rule: 'does_not_fit' }],
  });
});

test('a caller who went away gets a timeout, and the renderer goes on', async () => {
  await expect(draw(officialExampleA(), AbortSignal.abort())).rejects.toMatchObject({ code: 'timeout' });
  await expect(draw(officialExampleA())).resolves.toBeInstanceOf(Uint8Array);
});

test('drawing leaves no files behind', async () => {
  const files = () => readdirSync(tmpdir()).filter((name) => /pdf|font|pisc|nencho-doc/i.test(name));
  const before = files();
  await Promise.all(Array.from({ length: 8 }, async () => draw(largeFamily())));
  expect(files()).toEqual(before);
});
