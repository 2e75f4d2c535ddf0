/** Something the person at the keyboard can put right; the message says how. Printed without a stack trace. */
export class StackError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StackError';
  }
}

/** What a step that was under way says when everything is being ended: nobody needs to read it. */
export const stoppedMessage = 'stopped';

export const isStackError = (error: unknown): error is StackError =>
  error instanceof Error && error.name === 'StackError';

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** `ENOENT`, `EADDRINUSE` … of an error thrown by Node, by shape since realms differ under Jest. */
export const errorCode = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
