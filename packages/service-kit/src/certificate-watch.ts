import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const digestOf = (file: string): string | undefined => {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    return undefined; // between the removal of the old file and the new one
  }
};

/**
 * Calls once when the content changed. By reading it again and again: Kubernetes swaps a symbolic link, which file
 * events miss, and a watch by modification time misses a change before its first look.
 */
export const watchCertificate = (file: string, onChange: () => void, intervalMs = 5_000): (() => void) => {
  const first = digestOf(file);
  const timer = setInterval(() => {
    const now = digestOf(file);
    if (now !== undefined && now !== first) {
      clearInterval(timer);
      onChange();
    }
  }, intervalMs).unref();
  return () => clearInterval(timer);
};
