import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Inspection, inspectPdfs } from '@nencho/testing';
import PDFDocument from 'pdfkit';
import { slipTexts } from '../forms/2026/withholding-slip/fields.js';
import { withholdingSlip } from '../forms/2026/withholding-slip/withholding-slip.js';
import { slipOf } from '../testing/slips.js';
import {
  factsWith,
  largeFamily,
  officialExampleA,
  personOnWire,
  singleParentWithPreviousEmployer,
} from '../testing/wire-data.js';
import { createRenderer } from './renderer.js';

const people = {
  'the official example A': officialExampleA(),
  'a large family with rare characters': largeFamily(),
  'a single parent with a previous employer': singleParentWithPreviousEmployer(),
  'somebody with nothing to declare': personOnWire(factsWith({}), {
    salaryTotal: 3_000_000,
    withheldTaxTotal: 50_000,
    socialInsuranceWithheld: 400_000,
  }),
};
const names = Object.keys(people) as (keyof typeof people)[];

const inspections = new Map<string, Inspection>();

/** A PDF that pdfkit writes when nobody asks for PDF/A. */
const plainPdf = async (): Promise<Buffer> => {
  const document = new PDFDocument();
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  document.text('plain').end();
  await once(document, 'end');
  return Buffer.concat(chunks);
};

beforeAll(async () => {
  const renderer = createRenderer({ threads: 1 });
  const createdAt = new Date('2027-01-10T00:00:00Z');
  const pdfs = await Promise.all(
    names.map(async (name) =>
      renderer.render(
        withholdingSlip(slipOf(people[name]), ['recipient', 'payer'], createdAt),
        AbortSignal.timeout(60_000),
      ),
    ),
  );
  await renderer.stop();
  const found = await inspectPdfs([...pdfs, await plainPdf()]);
  for (const [i, name] of [...names, 'plain'].entries()) {
    const inspection = found[i];
    if (inspection !== undefined) inspections.set(name, inspection);
  }
}, 300_000);

afterAll(() => inspections.clear());

const squeezed = (text: string) => text.replaceAll(/\s/gu, '');

describe.each(names)('the slip of %s', (name) => {
  test('is PDF/A-2b for veraPDF', () => {
    expect(inspections.get(name)).toMatchObject({ compliant: true, failures: [] });
  });

  test.each(['recipient', 'payer'] as const)("gives every text of the %s's copy back as it was written", (copy) => {
    const page = squeezed(inspections.get(name)?.pages[copy === 'recipient' ? 0 : 1] ?? '');
    const texts = Object.values(slipTexts(slipOf(people[name]), copy)).filter((text) => text !== '');
    expect(texts.filter((text) => !page.includes(squeezed(text)))).toEqual([]);
  });
});

test('veraPDF refuses a PDF that is none of the archive', () => {
  expect(inspections.get('plain')?.compliant).toBe(false);
});
