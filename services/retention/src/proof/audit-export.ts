import { createHash, sign, type KeyObject } from 'node:crypto';
import { canonicalJson, formatInstant } from '@nencho/kernel';
import { signingKeyId } from '@nencho/service-kit/erasure-ledger';
import type { AuditExport } from '../application/ports.js';
import type { Head, Link } from '../domain/chain.js';

export const auditExportFormat = 'nencho audit export 1';

/** First line: whose trail it is. */
export type AuditExportStart = { readonly format: string; readonly tenantId: string; readonly exportedAt: string };

/** One link: what the hash is taken over, and the line in clear for its reader. */
export type AuditExportLine = {
  readonly index: number;
  readonly eventId: string;
  readonly at: string;
  readonly tags: readonly string[];
  readonly sealed: string;
  readonly hash: string;
  readonly entry: unknown;
};

/** Last line: where the chain ends, and the hash of all lines before, signed. */
export type AuditExportEnd = {
  readonly end: true;
  readonly tenantId: string;
  readonly entries: number;
  readonly headHash: string;
  readonly contentHash: string;
  readonly keyId: string;
  readonly signature: string;
};

const line = (value: unknown): string => `${canonicalJson(value)}\n`;

/** The lines of an export, one after the other. The signed end covers every byte before it. */
export const createAuditExport = (tenantId: string, exportedAt: Date, signingKey: KeyObject): AuditExport => {
  const content = createHash('sha256');
  const written = (text: string): string => {
    content.update(text);
    return text;
  };
  return {
    start: () => written(line({ format: auditExportFormat, tenantId, exportedAt: formatInstant(exportedAt) })),
    link: ({ index, eventId, at, tags, sealed, hash }: Link, entry: unknown) =>
      written(
        line({
          ...{ index, eventId, at: at.toISOString(), tags: [...tags], hash, entry },
          sealed: Buffer.from(sealed).toString('base64'),
        }),
      ),
    end: ({ index, hash }: Head) => {
      const unsigned = {
        ...{ end: true, tenantId, entries: index, headHash: hash },
        ...{ contentHash: content.digest('hex'), keyId: signingKeyId(signingKey) },
      };
      const signature = sign(null, Buffer.from(canonicalJson(unsigned)), signingKey).toString('base64url');
      return line({ ...unsigned, signature });
    },
  };
};
