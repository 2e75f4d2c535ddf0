import type { ErasableStore } from '@nencho/mongo';
import type { Connection } from 'mongoose';
import { followLedger, passLedgerGate, type LedgerGate } from './ledger-gate.js';
import { ledgerPublicKeys } from './ledger-keys.js';
import { blobLedgerStore, type LedgerConfig } from './ledger-store.js';
import { startProbes } from './probes.js';
import type { ServiceRun } from './run-service.js';

export type BehindLedger = ServiceRun &
  Pick<LedgerGate, 'logger' | 'stores' | 'begin' | 'openLedger'> & {
    readonly connection: Connection;
    readonly config: LedgerConfig & { readonly VERIFICATION_KEY_DIRECTORY: string; readonly PROBE_PORT: number };
    readonly probeHost: string;
    /** Those of `stores` that lie elsewhere than in the database. */
    readonly outside?: readonly ErasableStore[];
  };

/**
 * Probes from the first moment, then the erasure ledger, then what `serve` starts; ready only after all of it, and as long
 * as the service's own database answers. From then on the ledger is followed. Nothing is started when the process was told
 * to stop meanwhile.
 */
export const serveBehindLedger = async (parts: BehindLedger, serve: () => Promise<void>): Promise<void> => {
  const { connection, config, probeHost, stopping, onStop, outside = [] } = parts;
  let isServing = false;
  const ready = async (): Promise<boolean> =>
    isServing && !stopping.aborted && (await connection.db?.admin().ping())?.['ok'] === 1;
  onStop('probes', (await startProbes({ host: probeHost, port: config.PROBE_PORT, ready })).stop);
  const [ledger, publicKeys] = [blobLedgerStore(config), ledgerPublicKeys(config.VERIFICATION_KEY_DIRECTORY)];
  const gate = { ...parts, ledger, publicKeys, outside };
  await passLedgerGate(gate);
  if (stopping.aborted) return;
  onStop('ledger', followLedger(gate).stop);
  await serve();
  isServing = true;
};
