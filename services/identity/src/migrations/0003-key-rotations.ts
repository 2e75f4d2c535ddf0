import { ensureCollection, type Migration } from '@nencho/mongo';

export const keyRotations: Migration = {
  id: 'identity-0003-key-rotations',
  up: async (connection) => ensureCollection(connection, 'key_rotations', [{ key: { tenantId: 1, orderedAt: -1 } }]),
};
