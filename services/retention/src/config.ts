import { loadConfig, peerTarget, serviceConfig, serviceEnv } from '@nencho/service-kit';

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

/** Exits 78 with every reason when the environment does not fit. */
export const readConfig = () => loadConfig(schema, process.env);
