import { createHash } from 'node:crypto';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';

const digestOf = (file: string): string | undefined => {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    return undefined; // between the removal of the old file and the new one
  }
};

/** Calls once when the content changed. By polling: Kubernetes swaps a symbolic link, which file events miss. */
export const watchCertificate = (file: string, onChange: () => void, intervalMs = 5_000): (() => void) => {
  const first = digestOf(file);
  const look = (): void => {
    const now = digestOf(file);
    if (now !== undefined && now !== first) {
      unwatchFile(file, look);
      onChange();
    }
  };
  watchFile(file, { interval: intervalMs, persistent: false }, look);
  return () => unwatchFile(file, look);
};
