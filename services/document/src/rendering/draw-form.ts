import { once } from 'node:events';
import type { Font } from 'fontkit';
import type { Violation } from '@nencho/kernel';
import PDFDocument from 'pdfkit';
import type { DrawnBox, FormDocument } from '../forms/form.js';
import { fitText, type FittedText, LINE_HEIGHT, type Measure } from './fit-text.js';
import { undrawable } from './font.js';

const MM = 72 / 25.4;
const PADDING = 0.9 * MM;
const lineWidths = { line: 0.4, bold: 1.1 } as const;
/** The middle of a full-width character lies this far above the baseline, in em. */
const MIDDLE = 0.38;

type Prepared = { readonly box: DrawnBox; readonly fitted: FittedText };

/** Kerning and ligatures off: figures stand in columns, and a text is as wide as its characters together. */
const features = { liga: false, kern: false, calt: false };

/** Widths by character, kept for the life of the thread: single characters say nothing about anybody. */
const createMeasure = (font: Font): Measure => {
  const widths = new Map<string, number>();
  const widthOf = (char: string): number => {
    const known = widths.get(char);
    if (known !== undefined) return known;
    const width = font.glyphForCodePoint(char.codePointAt(0) ?? 0).advanceWidth / font.unitsPerEm;
    widths.set(char, width);
    return width;
  };
  return (text) => (text.match(/./gsu) ?? []).reduce((sum, char) => sum + widthOf(char), 0);
};

/** Figures of a vertical text stay side by side. */
const fitVertical = ({ text, size, h }: DrawnBox): FittedText => {
  const lines = text.match(/\d+|./gu) ?? [];
  return { size: Math.min(size, (h * MM - 0.6 * PADDING) / (lines.length * LINE_HEIGHT)), lines };
};

const prepare = (box: DrawnBox, font: Font, measure: Measure): Prepared | Violation => {
  const codePoints = undrawable(font, box.text);
  if (codePoints.length > 0) {
    return { path: box.name, rule: 'undrawable_text', params: { codePoints: codePoints.join(' ') } };
  }
  const size = { width: box.w * MM - 2 * PADDING, height: box.h * MM - 0.6 * PADDING, largest: box.size };
  const fitted = box.vertical === true ? fitVertical(box) : fitText(box.text, size, measure);
  return fitted === undefined ? { path: box.name, rule: 'does_not_fit' } : { box, fitted };
};

const drawText = (document: PDFKit.PDFDocument, { box, fitted }: Prepared, measure: Measure): void => {
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
      features: features as never, // pdfkit hands them to fontkit, its types know the list only
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

const drawPage = (document: PDFKit.PDFDocument, page: readonly Prepared[], measure: Measure): void => {
  document.addPage().strokeColor('black').fillColor('black');
  for (const { box } of page) {
    const { frame = 'line', x, y, w, h } = box;
    if (frame !== 'none') {
      document
        .lineWidth(lineWidths[frame])
        .rect(x * MM, y * MM, w * MM, h * MM)
        .stroke();
    }
  }
  for (const prepared of page) drawText(document, prepared, measure);
};

const isViolation = (one: Prepared | Violation): one is Violation => 'rule' in one;
const isPrepared = (one: Prepared | Violation): one is Prepared => 'fitted' in one;

/** Draws forms as PDF/A-2b with one parsed font. Writes to memory only. */
export const createDrawing = (font: Font): ((form: FormDocument) => Promise<DrawnForm>) => {
  const measure = createMeasure(font);
  return async (form) => {
    const pages = form.pages.map((boxes) => boxes.map((box) => prepare(box, font, measure)));
    const violations = pages.flat().filter(isViolation);
    if (violations.length > 0) return { violations };
    const document = newDocument(form, font);
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    const finished = once(document, 'end');
    for (const page of pages) drawPage(document, page.filter(isPrepared), measure);
    document.end();
    await finished;
    return new Uint8Array(Buffer.concat(chunks));
  };
};
