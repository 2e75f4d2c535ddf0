import { loadConfig, peerTarget, serviceConfig, serviceEnv } from '@nencho/service-kit';
import type { z } from 'zod';

const schema = serviceConfig({
  ...serviceEnv.runtime,
  ...serviceEnv.tls,
  ...serviceEnv.grpcServer,
  ...serviceEnv.mongo,
  ...serviceEnv.kafka,
  ...serviceEnv.tokens,
  ...serviceEnv.keys,
  ...serviceEnv.ledger,
  ...serviceEnv.cursors,
  IDENTITY_TARGET: peerTarget,
});

export type Config = z.output<typeof schema>;

/** Exits 78 with every reason when the environment does not fit. */
export const readConfig = (): Config => loadConfig(schema, process.env);
