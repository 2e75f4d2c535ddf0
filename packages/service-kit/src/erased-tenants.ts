import { unauthenticated } from '@nencho/kernel';
import { tombstones } from '@nencho/mongo';
import { withoutTracing, type Logger } from '@nencho/telemetry';
import type { Connection } from 'mongoose';
import type { Authenticate } from './authenticate.js';

export type ErasedTenants = {
  /** Refuses people of erased tenants, whatever their token or identity says. */
  readonly guard: (authenticate: Authenticate) => Authenticate;
  readonly stop: () => Promise<void>;
};

const EVERY_MS = 5_000;

/**
 * The tombstones of this database, in every process of the service within 5 s. `forget` drops what this process still
 * holds opened of a tenant: keys, directories.
 */
export const watchErasedTenants = async (
  connection: Connection,
  forget: (tenantId: string) => void,
  logger: Pick<Logger, 'warn'>,
): Promise<ErasedTenants> => {
  const graves = tombstones(connection);
  let erased: ReadonlySet<string> = new Set();
  const look = async (): Promise<void> => {
    const now = await graves.all();
    for (const tenantId of now) if (!erased.has(tenantId)) forget(tenantId);
    erased = now;
  };
  await look();
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = withoutTracing(look).catch((error: unknown) => {
      logger.warn('tombstones_not_read', { dependency: 'mongodb', err: error });
    });
  }, EVERY_MS);
  return {
    guard: (authenticate) => async (policy, caller, metadata) => {
      const actor = await authenticate(policy, caller, metadata);
      if (actor.kind === 'user' && erased.has(actor.tenantId)) throw unauthenticated('unknown_subject');
      return actor;
    },
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
};
