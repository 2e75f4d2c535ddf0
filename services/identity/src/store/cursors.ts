import { readCursor, signCursor } from '@nencho/mongo';
import type { Cursors } from '../application/ports.js';

export const cursors = (secret: Uint8Array): Cursors => ({
  sign: (scope, position) => signCursor(secret, scope, position),
  read: (scope, cursor) => {
    const position = readCursor(secret, scope, cursor);
    return position === undefined ? undefined : [String(position[0]), String(position[1])];
  },
});
