/** An answer other than success, in the words of the vault's REST interface. */
export class VaultError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly inner?: string,
  ) {
    super(message);
    this.name = 'VaultError';
  }

  body(): object {
    const { code, message, inner } = this;
    return { error: { code, message, ...(inner === undefined ? {} : { innererror: { code: inner } }) } };
  }
}
