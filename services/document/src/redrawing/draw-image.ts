import sharp, { type Metadata, type Sharp } from 'sharp';
import type { Media } from '../domain/media.js';
import type { Drawing, Scan } from '../application/attachment-ports.js';
import { RefusedFile } from './drawn.js';
import { MAX_PIXELS, MAX_WHOLE_BYTES, PREVIEW_QUALITY, PREVIEW_SIDE } from './limits.js';

// Only these decoders can be reached, whatever a file claims to be.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
sharp.cache(false);
sharp.concurrency(1);

const options = { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true, animated: false } as const;

/** What cameras and screens write without having measured anything. */
const meaninglessResolutions: readonly number[] = [1, 72, 96];

const scanOf = ({ width, height, orientation = 1, density = 0, channels }: Metadata): Scan => ({
  pages: 1,
  ...(orientation >= 5 ? { width: height, height: width } : { width, height }),
  resolution: meaninglessResolutions.includes(density) ? 0 : Math.round(density),
  isColour: channels >= 3,
});

const broken = (cause: unknown): RefusedFile =>
  cause instanceof RefusedFile ? cause : new RefusedFile({ rule: 'broken_file' });

/** The most pixels of a picture of this kind: those that must lie in memory whole are bounded by their bytes. */
const mostPixels = ({ channels, depth, isProgressive, orientation = 1 }: Metadata): number => {
  const isWhole = isProgressive || orientation > 1;
  const bytes = channels * (depth === 'uchar' || depth === 'char' ? 1 : 2);
  return isWhole ? Math.min(MAX_PIXELS, Math.floor(MAX_WHOLE_BYTES / bytes)) : MAX_PIXELS;
};

const readScan = async (bytes: Buffer, media: Media): Promise<Scan> => {
  // The header alone: nothing is decoded yet, so that its size can be refused.
  const metadata = await sharp(bytes, { ...options, limitInputPixels: false }).metadata();
  if (metadata.format !== media) throw new RefusedFile({ rule: 'broken_file' });
  const max = mostPixels(metadata);
  if (metadata.width * metadata.height > max) {
    throw new RefusedFile({ rule: 'too_many_pixels', params: { max: String(max) } });
  }
  return scanOf(metadata);
};

/** Pixels as a JPEG of our own: no EXIF, no colour profile, no comment of the original survives. */
export const previewOf = async (image: Sharp): Promise<Buffer> =>
  image
    .resize({ width: PREVIEW_SIDE, height: PREVIEW_SIDE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .jpeg({ quality: PREVIEW_QUALITY })
    .toBuffer();

/** One page: the image, turned upright. */
export const drawImage = async (bytes: Buffer, media: Media): Promise<Drawing> => {
  const scan = await readScan(bytes, media).catch((cause: unknown) => {
    throw broken(cause);
  });
  const pages = async function* (): AsyncGenerator<Buffer> {
    yield await previewOf(sharp(bytes, options).autoOrient()).catch((cause: unknown) => {
      throw broken(cause);
    });
  };
  return { scan, pages: pages() };
};
