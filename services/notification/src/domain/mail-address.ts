const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;

/**
 * One plain address and nothing else: no display name, list, comment, quote, white space or line break, so that nothing
 * in it can become a header or a second recipient.
 */
export const isMailAddress = (text: string): boolean => text.length <= 254 && ADDRESS.test(text);

export type Sender = { readonly name: string; readonly address: string };

/** `no-reply@example.com` or `Nencho <no-reply@example.com>`. */
export const parseSender = (text: string): Sender | undefined => {
  const named = /^([\p{L}\p{N} ._-]{1,60}?) ?<([^<>]+)>$/u.exec(text);
  const sender = { name: named?.[1] ?? '', address: named?.[2] ?? text };
  return isMailAddress(sender.address) ? sender : undefined;
};
