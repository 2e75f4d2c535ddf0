/** Why a file cannot be shown; each is a rule of docs/errors.md. */
export type Refusal = {
  readonly rule: 'broken_file' | 'encrypted_file' | 'too_many_pixels' | 'too_many_pages';
  readonly params?: Readonly<Record<string, string>>;
};

/** What is known of a file before it is drawn. */
export type Scan = {
  readonly pages: number;
  /** Of the first page, in pixels, turned upright; of a PDF in points. */
  readonly width: number;
  readonly height: number;
  /** Dots per inch; 0 when the file does not say. */
  readonly resolution: number;
  readonly isColour: boolean;
};

/** Thrown by the drawing functions. */
export class RefusedFile extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.rule);
  }
}

/** A file drawn anew: what it is, then its pages as JPEG one by one. */
export type Drawing = { readonly scan: Scan; readonly pages: AsyncIterable<Buffer> };
