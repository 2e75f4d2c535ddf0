// Draws one file of a stranger: bytes in by stdin, pages out by stdout, and then it is gone. Its decoders are WebAssembly
// in a process without variables, files of the service or a disk to write to (drawing-child.ts).
import { once } from 'node:events';
import { stdin, stdout } from 'node:process';
import type { Media } from '../domain/media.js';
import { drawImage } from './draw-image.js';
import { drawPdf } from './draw-pdf.js';
import { RefusedFile } from './drawn.js';
import { encodeFrame, type Frame } from './frames.js';
import { MAX_PREVIEWS_BYTES } from './limits.js';

const say = async (kind: Frame['kind'], bytes: Buffer): Promise<void> => {
  if (!stdout.write(encodeFrame({ kind, bytes }))) await once(stdout, 'drain');
};

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), 'utf8');

const isMedia = (text: string | undefined): text is Media =>
  text === 'jpeg' || text === 'png' || text === 'webp' || text === 'pdf';

const draw = async (media: Media): Promise<void> => {
  const parts: Uint8Array[] = [];
  for await (const part of stdin) parts.push(part as Uint8Array);
  const bytes = Buffer.concat(parts);
  const { scan, pages } = media === 'pdf' ? await drawPdf(bytes) : await drawImage(bytes, media);
  await say('scan', json(scan));
  let size = 0;
  for await (const page of pages) {
    size += page.length;
    if (size > MAX_PREVIEWS_BYTES) throw new RefusedFile({ rule: 'too_complex' });
    await say('page', page);
  }
  await say('end', Buffer.alloc(0));
};

const [, , media] = process.argv;
try {
  if (!isMedia(media)) throw new TypeError('no kind of file was named');
  await draw(media);
} catch (error) {
  await say('refused', json(error instanceof RefusedFile ? error.refusal : { rule: 'broken_file' }));
}
