import { join } from 'node:path';
import { loadConfig, peerTarget, readableFile, serviceConfig, serviceEnv } from '@nencho/service-kit';
import { z } from 'zod';

const wholeUpTo = (max: number) => z.coerce.number().int().min(0).max(max);

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
  GRACE_BUSINESS_DAYS: wholeUpTo(20).default(20),
  BACKUP_RETENTION_DAYS: wholeUpTo(35).default(35),
  ERASURE_SETTLE_SECONDS: wholeUpTo(3_600).default(65),
  ERASURE_LOCATION: z.string().max(100).default(''),
})
  .superRefine((config, context) => {
    // Opened keys live for up to 60 s in every process: a count before that proves nothing.
    if (config.NODE_ENV === 'production' && config.ERASURE_SETTLE_SECONDS < 61) {
      context.addIssue({ code: 'custom', path: ['ERASURE_SETTLE_SECONDS'], message: 'is at least 61 in production' });
    }
  })
  .superRefine((config, context) => {
    for (const file of ['erasure-signing.key', 'termination.key']) {
      if (!readableFile.safeParse(join(config.SYSTEM_KEY_DIRECTORY, file)).success) {
        context.addIssue({ code: 'custom', path: ['SYSTEM_KEY_DIRECTORY'], message: `has no readable ${file}` });
      }
    }
  });

/** Exits 78 with every reason when the environment does not fit. */
export const readConfig = () => loadConfig(schema, process.env);
