import type { Font } from 'fontkit';
import type { Violation } from '@nencho/kernel';
import PDFDocument from 'pdfkit';
import type { DrawnBox, FormDocument } from '../forms/form.js';
import { fitText, type FittedText, LINE_HEIGHT } from './fit-text.js';
import { undrawable } from './font.js';

const MM = 72 / 25.4;
const PADDING = 0.9 * MM;
const lineWidths = { line: 0.4, bold: 1.1 } as const;
/** The middle of a full-width character lies this far above the baseline, in em. */
const MIDDLE = 0.38;

type Prepared = { readonly box: DrawnBox; readonly fitted: FittedText };

/** Kerning and ligatures off: a column of digits stays a column, and the text can be found again. */
const features = { liga: false, kern: false, palt: false };

const measureWith = (font: Font) => (text: string) => font.layout(text, features).advanceWidth / font.unitsPerEm;

const prepare = (box: DrawnBox, measure: (text: string) => number): FittedText | undefined => {
  const width = box.w * MM - 2 * PADDING;
  const height = box.h * MM - 0.6 * PADDING;
  if (box.vertical === true) {
    const lines = box.text.match(/\d+|./gu) ?? []; // figures stay side by side
    const size = Math.min(box.size, height / (lines.length * LINE_HEIGHT));
    return { size, lines };
  }
  return fitText(box.text, { width, height, largest: box.size }, measure);
};

const violationsOf = (boxes: readonly DrawnBox[], font: Font, measure: (text: string) => number): Violation[] =>
  boxes.flatMap((box): Violation[] => {
    const codePoints = undrawable(font, box.text);
    if (codePoints.length > 0) {
      return [{ path: box.name, rule: 'undrawable_text', params: { codePoints: codePoints.join(' ') } }];
    }
    return prepare(box, measure) === undefined ? [{ path: box.name, rule: 'does_not_fit' }] : [];
  });

const drawText = (document: PDFKit.PDFDocument, { box, fitted }: Prepared, measure: (text: string) => number): void => {
  const { size, lines } = fitted;
  const step = LINE_HEIGHT * size;
  const top = box.valign === 'top' ? box.y * MM + PADDING * 0.6 : box.y * MM + (box.h * MM - lines.length * step) / 2;
  document.fontSize(size);
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const width = measure(line) * size;
    const room = box.w * MM - 2 * PADDING;
    const align = box.vertical === true ? 'center' : (box.align ?? 'center');
    const indent = align === 'left' ? 0 : align === 'right' ? room - width : (room - width) / 2;
    const baseline = top + (i + 0.5) * step + MIDDLE * size;
    document.text(line, box.x * MM + PADDING + indent, baseline, {
      lineBreak: false,
      baseline: 'alphabetic',
      features: [],
    });
  }
};

const newDocument = (form: FormDocument, font: Font): PDFKit.PDFDocument =>
  new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    subset: 'PDF/A-2b',
    lang: 'ja',
    displayTitle: true,
    font: font as never, // pdfkit takes a parsed font, its types do not say so
    info: { Title: form.title, Creator: 'Nencho', Producer: 'Nencho', CreationDate: form.createdAt },
  });

/** The file's bytes, or every text that cannot be drawn. */
export type DrawnForm = Uint8Array | { readonly violations: readonly Violation[] };

/** The form as PDF/A-2b. Writes to memory only. */
export const drawForm = async (form: FormDocument, font: Font): Promise<DrawnForm> => {
  const measure = measureWith(font);
  const violations = violationsOf(form.pages.flat(), font, measure);
  if (violations.length > 0) return { violations };
  const document = newDocument(form, font);
  const chunks: Buffer[] = [];
  const finished = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.once('end', resolve);
    document.once('error', reject);
  });
  for (const boxes of form.pages) {
    document.addPage();
    document.strokeColor('black').fillColor('black');
    for (const { frame = 'line', x, y, w, h } of boxes) {
      if (frame !== 'none')
        document
          .lineWidth(lineWidths[frame])
          .rect(x * MM, y * MM, w * MM, h * MM)
          .stroke();
    }
    for (const box of boxes) {
      const fitted = prepare(box, measure);
      if (fitted !== undefined) drawText(document, { box, fitted }, measure);
    }
  }
  document.end();
  await finished;
  return new Uint8Array(Buffer.concat(chunks));
};
