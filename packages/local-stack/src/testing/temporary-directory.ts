import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory for one test file, and how to remove it. */
export const temporaryDirectory = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'nencho-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};
