/** A phone of 48 megapixels fits; what is drawn from it is at most this many pixels in memory. */
export const MAX_PIXELS = 50_000_000;
/** Decoded bytes of a picture that cannot be read row by row: interlaced, progressive or lying on its side. */
export const MAX_WHOLE_BYTES = 150_000_000;
export const MAX_PAGES = 20;
/** Longer side of a preview: about 170 dpi of an A4 page. */
export const PREVIEW_SIDE = 2_000;
export const PREVIEW_QUALITY = 82;
/** A drawn page is far below. */
export const MAX_PREVIEW_BYTES = 8 * 1024 * 1024;
/** All pages of one file together; a scanned page is some hundred KiB. */
export const MAX_PREVIEWS_BYTES = 64 * 1024 * 1024;
