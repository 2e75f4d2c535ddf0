/** Why a file cannot be shown; each is a rule of docs/errors.md. */
export type Refusal = {
  readonly rule: 'broken_file' | 'encrypted_file' | 'too_many_pixels' | 'too_many_pages' | 'too_complex';
  readonly params?: Readonly<Record<string, string>>;
};

/** Thrown by the drawing functions. */
export class RefusedFile extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.rule);
  }
}
