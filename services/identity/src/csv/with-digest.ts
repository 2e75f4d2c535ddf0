import { createHash } from 'node:crypto';
import type { WithDigest } from '../application/ports.js';

/** SHA-256 of a stream as it passes; never kept as it is (the record of idempotency holds an HMAC over it). */
export const withDigest: WithDigest = (content) => {
  const hash = createHash('sha256');
  const passing = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      hash.update(chunk);
      yield chunk;
    }
  };
  return { content: passing(), digest: () => hash.digest('hex') };
};
