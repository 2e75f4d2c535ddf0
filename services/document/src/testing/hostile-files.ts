import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';

/** Text that must not be in a preview. */
export const hiddenText = 'HIDDEN-PLACE-35.6812N';

export const photo = async (width = 1_200, height = 900): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#8ab' } })
    .withExif({ IFD0: { Copyright: hiddenText, Software: hiddenText }, IFD3: { GPSDateStamp: hiddenText } })
    .withMetadata({ density: 300 })
    .withExifMerge({ IFD0: { Copyright: hiddenText }, IFD3: { GPSDateStamp: hiddenText } })
    .jpeg()
    .toBuffer();

const pngChunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
};

/** A PNG that says it is so large, with hardly anything in it; `deep`: 16 bits, four channels, interlaced. */
export const pngOf = (width: number, height: number, deep = false): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set(deep ? [16, 6, 0, 0, 1] : [8, 2, 0, 0, 0], 8);
  const data = deflateSync(Buffer.alloc(1_000));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    ...[
      ['IHDR', header],
      ['IDAT', data],
      ['IEND', Buffer.alloc(0)],
    ].map(([type, bytes]) => pngChunk(type as string, bytes as Buffer)),
  ]);
};

/** An archive with one entry that unpacks to a hundred megabytes. */
export const zipBomb = (): Buffer => {
  const data = deflateSync(Buffer.alloc(100_000_000)).subarray(2, -4);
  const entry = (signature: string, rest: Buffer) => Buffer.concat([Buffer.from(signature, 'latin1'), rest]);
  const local = Buffer.alloc(26);
  local.writeUInt16LE(8, 4);
  local.writeUInt32LE(data.length, 14);
  local.writeUInt32LE(100_000_000, 18);
  local.writeUInt16LE(1, 22);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  const central = Buffer.alloc(42);
  central.writeUInt16LE(1, 24);
  return Buffer.concat([
    entry('PK\x03\x04', Buffer.concat([local, Buffer.from('0')])),
    data,
    entry('PK\x01\x02', Buffer.concat([central, Buffer.from('0')])),
    entry('PK\x05\x06', end),
  ]);
};

/** A JPEG with a comment right at its beginning. */
export const withComment = (jpeg: Buffer, comment: string): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(comment.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.of(0xff, 0xfe), length, Buffer.from(comment), jpeg.subarray(2)]);
};

const pdfBytes = async (document: PDFKit.PDFDocument): Promise<Buffer> => {
  const parts: Buffer[] = [];
  document.on('data', (part: Buffer) => void parts.push(part));
  const ended = new Promise((resolve) => void document.once('end', resolve));
  document.end();
  await ended;
  return Buffer.concat(parts);
};

export const plainPdf = async (pages = 1, options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> => {
  const document = new PDFDocument({ size: 'A4', autoFirstPage: false, ...options });
  for (let page = 1; page <= pages; page += 1)
    document
      .addPage()
      .fontSize(40)
      .text(`PAGE ${String(page)}`);
  return pdfBytes(document);
};

export const encryptedPdf = async (): Promise<Buffer> =>
  plainPdf(1, { userPassword: 'secret', ownerPassword: 'other' });

/** A readable PDF of about so many bytes, most of them in a file inside it. */
export const largePdf = async (bytes: number): Promise<Buffer> => {
  const document = new PDFDocument({ size: 'A4', compress: false });
  document.fontSize(40).text('LARGE');
  document.file(randomBytes(bytes), { name: 'inside.bin' });
  return pdfBytes(document);
};

/** Everything that a PDF can do when it is opened, and a red square. */
export const activePdf = (): Buffer =>
  Buffer.from(
    [
      '%PDF-1.7',
      '1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R/AA<</WC 5 0 R>>/Names<</JavaScript<</Names[(a)5 0 R]>>>>>>endobj',
      '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 4 0 R/AA<</O 6 0 R>>/Annots[7 0 R]>>endobj',
      '4 0 obj<</Length 34>>stream',
      '1 0 0 rg 100 100 200 200 re f     ',
      'endstream endobj',
      '5 0 obj<</S/JavaScript/JS(app.launchURL("https://example.com/");while(true){})>>endobj',
      '6 0 obj<</S/Launch/F(/bin/sh)>>endobj',
      '7 0 obj<</Type/Annot/Subtype/Link/Rect[0 0 400 400]/A<</S/URI/URI(https://example.com/)>>>>endobj',
      'trailer<</Root 1 0 R>>',
      '%%EOF',
    ].join('\n'),
  );

/** Its one page unpacks to two gigabytes of drawing instructions. */
export const pdfBomb = (): Buffer => {
  const once = deflateSync(Buffer.alloc(50_000_000, '0 0 m 9 9 l S\n'), { level: 9 });
  return Buffer.concat([
    Buffer.from(
      '%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n',
    ),
    Buffer.from('3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents[4 0 R 4 0 R 4 0 R 4 0 R]>>endobj\n'),
    Buffer.from(`4 0 obj<</Filter/FlateDecode/Length ${String(once.length)}>>stream\n`),
    once,
    Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF'),
  ]);
};

export const eicar = Buffer.from('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*');
export const heic = Buffer.concat([Buffer.of(0, 0, 0, 24), Buffer.from('ftypheic'), Buffer.alloc(2_000)]);
export const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
export const gifar = (): Buffer => Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(100), zipBomb()]);
