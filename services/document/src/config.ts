import { loadConfig, peerTarget, serviceConfig, serviceEnv } from '@nencho/service-kit';
import { z } from 'zod';

const schema = serviceConfig({
  ...serviceEnv.runtime,
  ...serviceEnv.tls,
  ...serviceEnv.grpcServer,
  ...serviceEnv.mongo,
  ...serviceEnv.kafka,
  ...serviceEnv.tokens,
  ...serviceEnv.keys,
  ...serviceEnv.ledger,
  IDENTITY_TARGET: peerTarget,
  DECLARATION_TARGET: peerTarget,
  /** Threads that draw forms. */
  RENDER_THREADS: z.coerce.number().int().min(1).max(16).default(2),
});

export type Config = z.output<typeof schema>;

/** Exits 78 with every reason when the environment does not fit. */
export const readConfig = (): Config => loadConfig(schema, process.env);
