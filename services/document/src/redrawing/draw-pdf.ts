import { PDFiumLibrary, type PDFiumDocument, type PDFiumPage } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { previewOf } from './draw-image.js';
import type { Drawing } from '../application/attachment-ports.js';
import { RefusedFile } from './drawn.js';
import { MAX_PAGES, PREVIEW_SIDE } from './limits.js';

const load = async (bytes: Buffer): Promise<PDFiumDocument> => {
  const library = await PDFiumLibrary.init();
  try {
    return await library.loadDocument(bytes);
  } catch (error) {
    // PDFium's reason is in the text alone.
    const locked = error instanceof Error && /password|security scheme/i.test(error.message);
    throw new RefusedFile({ rule: locked ? 'encrypted_file' : 'broken_file' });
  }
};

/** The page as pixels. PDFium is built without JavaScript and follows no action; links and forms become colour. */
const drawPage = async (page: PDFiumPage): Promise<Buffer> => {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const longer = Math.max(originalWidth, originalHeight);
  if (!(longer > 0)) throw new RefusedFile({ rule: 'broken_file' });
  const scale = PREVIEW_SIDE / longer;
  const { data, width, height } = await page.render({ scale, render: 'bitmap', renderFormFields: true });
  return previewOf(sharp(data, { raw: { width, height, channels: 4 } }));
};

/** Every page of the document, drawn one after the other. */
export const drawPdf = async (bytes: Buffer): Promise<Drawing> => {
  const document = await load(bytes);
  const count = document.getPageCount();
  if (count < 1) throw new RefusedFile({ rule: 'broken_file' });
  if (count > MAX_PAGES) throw new RefusedFile({ rule: 'too_many_pages', params: { max: String(MAX_PAGES) } });
  const first = document.getPage(0).getOriginalSize();
  const pages = async function* (): AsyncGenerator<Buffer> {
    for (let index = 0; index < count; index += 1) {
      yield await drawPage(document.getPage(index)).catch(() => {
        throw new RefusedFile({ rule: 'broken_file' });
      });
    }
  };
  return {
    scan: {
      pages: count,
      width: Math.round(first.originalWidth),
      height: Math.round(first.originalHeight),
      resolution: 0,
      isColour: true,
    },
    pages: pages(),
  };
};
