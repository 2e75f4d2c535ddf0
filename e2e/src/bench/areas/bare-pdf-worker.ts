import { once } from 'node:events';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { create } from 'fontkit';
import PDFDocument from 'pdfkit';

// Draws pages of as many lines and texts as a slip has, with pdfkit and one parsed font; answers with the bytes' count.
const TEXTS = 120;
const fontFile = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
);
const font = create(readFileSync(fontFile));

const draw = async (): Promise<number> => {
  const document = new PDFDocument({
    size: 'A4',
    font: font as never, // pdfkit takes a parsed font, its types do not say so
  });
  document.fontSize(7);
  for (let index = 0; index < TEXTS; index += 1) {
    const [x, y] = [20 + (index % 6) * 90, 20 + Math.floor(index / 6) * 35];
    document.rect(x, y, 88, 33).stroke();
    document.text(`支払金額 ${(index + 1) * 12_345}`, x + 2, y + 10, { lineBreak: false });
  }
  let bytes = 0;
  document.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  const ended = once(document, 'end');
  document.end();
  await ended;
  return bytes;
};

parentPort?.on('message', () => {
  void draw().then((bytes) => parentPort?.postMessage(bytes));
});
