import { ensureCollection, type Migration } from '@nencho/mongo';
import { signInCollection } from '../login/sign-in-store.js';

/** `sessions` belongs to connect-mongo, which makes its own index. */
export const gatewayMigrations: readonly Migration[] = [
  {
    id: '0001-sign-ins',
    up: async (connection) =>
      ensureCollection(connection, signInCollection, [
        { key: { sid: 1 } },
        { key: { sub: 1 } },
        { key: { expiresAt: 1 }, expireAfterSeconds: 0 },
      ]),
  },
];
