import { createHmac, timingSafeEqual } from 'node:crypto';
import { validationFailed } from '@nencho/kernel';

/** Sort key and id of the last item of a page. */
export type CursorPosition = readonly (string | number)[];

const MAC_BYTES = 16;

const macOf = (secret: Uint8Array, scope: string, body: string): Buffer =>
  createHmac('sha256', secret)
    .update(JSON.stringify([scope, body]))
    .digest()
    .subarray(0, MAC_BYTES);

/** `scope` names the tenant and the list (`<tenant>/employees`): a cursor is good nowhere else. */
export const signCursor = (secret: Uint8Array, scope: string, position: CursorPosition): string => {
  const body = Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');
  return `${body}.${macOf(secret, scope, body).toString('base64url')}`;
};

/** The position, or undefined for an empty cursor (first page); a forged or foreign cursor is `validation_failed`. */
export const readCursor = (secret: Uint8Array, scope: string, cursor: string): CursorPosition | undefined => {
  if (cursor === '') return undefined;
  const [body = '', mac = '', ...rest] = cursor.split('.');
  const given = Buffer.from(mac, 'base64url');
  const expected = macOf(secret, scope, body);
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw validationFailed([{ path: 'page.cursor', rule: 'invalid_cursor' }]);
  }
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as CursorPosition;
};
