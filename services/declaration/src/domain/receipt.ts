import { canonicalJson } from '@nencho/kernel';
import type { AdjustmentFacts } from '@nencho/tax-rules';

/**
 * What the content hash is taken over. The salt keeps a hash of few facts from being guessed.
 * Certificates are in it by their ids.
 */
export const hashedContent = (salt: string, facts: AdjustmentFacts, attachmentIds: readonly string[]): string =>
  canonicalJson({ salt, facts, ...(attachmentIds.length === 0 ? {} : { attachmentIds }) });

/** 受付番号, short enough to read out: tax year and twelve digits of a random id, `2026-3F2A-91C0-77BD`. */
export const receiptNumber = (taxYear: number, randomId: string): string => {
  const digits = randomId.replaceAll('-', '').slice(0, 12).toUpperCase();
  return `${taxYear}-${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`;
};
