import { ensureCollection, type Migration } from '@nencho/mongo';
import { signInCollections } from '../login/sign-in-store.js';

const indexes = [{ key: { sid: 1 } }, { key: { sub: 1 } }, { key: { expiresAt: 1 }, expireAfterSeconds: 0 }] as const;

/** connect-mongo writes `sessions` and `operator_sessions`; they end by these indexes. */
const sessionExpiry = [{ key: { expires: 1 }, expireAfterSeconds: 0 }] as const;

export const gatewayMigrations: readonly Migration[] = [
  {
    id: '0001-sign-ins',
    up: async (connection) => ensureCollection(connection, signInCollections.tenant, indexes),
  },
  {
    id: '0002-operator-sign-ins',
    up: async (connection) => ensureCollection(connection, signInCollections.operator, indexes),
  },
  {
    id: '0003-tenant-of-sign-in',
    up: async (connection) => ensureCollection(connection, signInCollections.tenant, [{ key: { tenantId: 1 } }]),
  },
  {
    id: '0004-sessions',
    up: async (connection) => {
      await ensureCollection(connection, 'sessions', sessionExpiry);
      await ensureCollection(connection, 'operator_sessions', sessionExpiry);
    },
  },
];
