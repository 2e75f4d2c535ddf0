import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerStore } from '@nencho/service-kit/erasure-ledger';

/** The files of a ledger in a directory, as somebody keeps a copy of it. */
export const directoryLedger = (directory: string): LedgerStore => {
  mkdirSync(directory, { recursive: true });
  const has = (name: string): boolean => existsSync(join(directory, name));
  return {
    names: async () => Promise.resolve(readdirSync(directory)),
    read: async (name) => Promise.resolve(has(name) ? readFileSync(join(directory, name)) : undefined),
    create: async (name, bytes) => {
      if (has(name)) return Promise.resolve(false);
      writeFileSync(join(directory, name), bytes);
      return Promise.resolve(true);
    },
  };
};
