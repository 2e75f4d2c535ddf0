import { ensureCollection, type Migration } from '@nencho/mongo';
import { signInCollections } from '../login/sign-in-store.js';

const indexes = [{ key: { sid: 1 } }, { key: { sub: 1 } }, { key: { expiresAt: 1 }, expireAfterSeconds: 0 }] as const;

/** `sessions` and `operator_sessions` belong to connect-mongo, which makes its own indexes. */
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
];
