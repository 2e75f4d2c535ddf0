import { loadConfig, peerTarget, readableFile, serviceConfig, serviceEnv } from '@nencho/service-kit';
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
  OBJECT_STORE_URL: z.url({ protocol: /^https?$/ }),
  /** Absent: the workload's identity. */
  OBJECT_STORE_KEY_FILE: readableFile.optional(),
  OBJECT_STORE_CA_FILE: readableFile.optional(),
  OBJECT_STORE_CONTAINER: z
    .string()
    .regex(/^[a-z0-9](?:-?[a-z0-9]){2,62}$/)
    .default('attachments'),
  /** Processes that draw attachments anew, at the same time; each may take some hundred MB. */
  REDRAW_PROCESSES: z.coerce.number().int().min(1).max(8).default(2),
  REDRAW_TIMEOUT_MS: z.coerce.number().int().min(1_000).max(60_000).default(20_000),
  IDENTITY_TARGET: peerTarget,
  DECLARATION_TARGET: peerTarget,
  /** Threads that draw forms. */
  RENDER_THREADS: z.coerce.number().int().min(1).max(16).default(2),
});

export type Config = z.output<typeof schema>;

/** Exits 78 with every reason when the environment does not fit. */
export const readConfig = (): Config => loadConfig(schema, process.env);
