import type { Sealer } from '@nencho/crypto';
import { canonicalJson, validationFailed } from '@nencho/kernel';
import { idempotent, withTransaction } from '@nencho/mongo';
import type { Connection } from 'mongoose';
import type { Mutate, Transact } from '../application/ports.js';
import { fromMongo, toMongo } from './session.js';

type Keys = Pick<Sealer, 'mac' | 'wrappedClassKey'>;

const KEY = /^[\x21-\x7e]{8,100}$/;

/** One transaction. The keys that sealing will need are opened before it: within it nothing waits for the key vault. */
export const transact =
  (connection: Connection, sealer: Pick<Sealer, 'wrappedClassKey'>): Transact =>
  async (tenantId, work) => {
    await sealer.wrappedClassKey(tenantId, 'audit');
    await sealer.wrappedClassKey(tenantId, 'contact');
    return withTransaction(connection, async (session) => work(fromMongo(session)));
  };

export const mutate = (connection: Connection, sealer: Keys): Mutate => {
  const inTransaction = transact(connection, sealer);
  return async ({ tenantId, sub, method, key, content }, work) => {
    if (!KEY.test(key)) throw validationFailed([{ path: 'idempotencyKey', rule: 'idempotency_key_required' }]);
    const fingerprint = (await sealer.mac(tenantId, 'index', `${method}\n${canonicalJson(content)}`)).toString('hex');
    return inTransaction(tenantId, async (session) =>
      idempotent(connection, { tenantId, actor: sub, method, key, fingerprint, session: toMongo(session) }, async () =>
        work(session),
      ),
    );
  };
};
