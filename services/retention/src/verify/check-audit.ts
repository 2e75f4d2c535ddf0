import { createHash, verify, type KeyObject } from 'node:crypto';
import { canonicalJson } from '@nencho/kernel';
import { signingKeyId } from '@nencho/service-kit/erasure-ledger';
import { z } from 'zod';
import { emptyHead, linkHash, type Digest } from '../domain/chain.js';
import { auditExportFormat } from '../proof/audit-export.js';
import type { Finding } from './check-certificate.js';

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const startSchema = z.strictObject({
  format: z.literal(auditExportFormat),
  tenantId: z.string(),
  exportedAt: z.string(),
});
const lineSchema = z.strictObject({
  index: z.int().min(1),
  eventId: z.string(),
  at: z.iso.datetime(),
  tags: z.array(z.string()),
  sealed: z.base64(),
  hash: hex,
  entry: z.unknown(),
});
const endSchema = z.strictObject({
  end: z.literal(true),
  tenantId: z.string(),
  entries: z.int().min(0),
  headHash: hex,
  contentHash: hex,
  keyId: z.string(),
  signature: z.string(),
});
type Line = z.output<typeof lineSchema>;
type End = z.output<typeof endSchema>;

/** What an export is, once it was read: enough to compare it with another one or with a certificate. */
export type AuditSummary = {
  readonly tenantId: string;
  readonly entries: number;
  readonly headHash: string;
  /** Hash of each link, by its index from 1 on. */
  readonly hashes: readonly string[];
};

export type AuditCheck = { readonly summary: AuditSummary; readonly findings: readonly Finding[] };

const digest: Digest = (data) => createHash('sha256').update(data).digest('hex');
const finding = (problem: string, detail: string): Finding => ({ problem, detail });

const parsed = <T>(schema: z.ZodType<T>, text: string): T | undefined => {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};

const hashOf = (tenantId: string, { at, sealed, ...line }: Line, previous: string): string =>
  linkHash({ ...line, tenantId, at: new Date(at), sealed: Buffer.from(sealed, 'base64') }, previous, digest);

const endFindings = (end: End, contentHash: string, publicKeys: readonly KeyObject[]): Finding[] => {
  const key = publicKeys.find((candidate) => signingKeyId(candidate) === end.keyId);
  if (key === undefined)
    return [finding('unknown_key', `signed by key ${end.keyId}, which is not the public key given`)];
  const { signature, ...signed } = end;
  if (!verify(null, Buffer.from(canonicalJson(signed)), key, Buffer.from(signature, 'base64url'))) {
    return [finding('wrong_signature', 'the end of the file is not what was signed')];
  }
  return end.contentHash === contentHash
    ? []
    : [finding('edited_text', 'the lines are not those that were signed, though the hashes of the chain may fit')];
};

type Chain = { index: number; hash: string; broken: boolean };

/** One link against the one before it; the first that does not fit is named, the rest follows from it. */
const linkFindings = (tenantId: string, chain: Chain, line: Line, isLater: (index: number) => boolean): Finding[] => {
  if (chain.broken) return [];
  const expected = chain.index + 1;
  if (line.index !== expected) {
    return isLater(expected)
      ? [finding('reordered', `entry ${line.index} stands where entry ${expected} belongs`)]
      : [finding('missing', `entry ${expected} is not there`)];
  }
  return hashOf(tenantId, line, chain.hash) === line.hash
    ? []
    : [finding('edited', `entry ${line.index} is not what its hash was taken over, or its predecessor is another`)];
};

/** Reads an export line by line: its chain, its end, its signature. */
export const checkAudit = (text: string, publicKeys: readonly KeyObject[]): AuditCheck | undefined => {
  const lines = text.split('\n').filter((line) => line !== '');
  const start = parsed(startSchema, lines[0] ?? '');
  if (start === undefined) return undefined;
  const end = parsed(endSchema, lines.at(-1) ?? '');
  const body = lines.slice(1, end === undefined ? undefined : -1);
  const links = body.map((line) => parsed(lineSchema, line));
  const findings: Finding[] = [];
  const chain: Chain = { ...emptyHead(start.tenantId, digest), broken: false };
  for (const [i, line] of links.entries()) {
    const found =
      line === undefined
        ? [finding('unreadable', `line ${i + 2} is no entry`)]
        : linkFindings(start.tenantId, chain, line, (index) =>
            links.slice(i + 1).some((other) => other?.index === index),
          );
    chain.broken ||= found.length > 0;
    findings.push(...found);
    if (line !== undefined) Object.assign(chain, { index: line.index, hash: line.hash });
  }
  const hashes = links.flatMap((line) => (line === undefined ? [] : [line.hash]));
  const summary = { tenantId: start.tenantId, entries: hashes.length, headHash: chain.hash, hashes };
  if (end === undefined) {
    return { summary, findings: [...findings, finding('truncated', 'the file has no signed end')] };
  }
  const content = digest(
    lines
      .slice(0, -1)
      .map((line) => `${line}\n`)
      .join(''),
  );
  findings.push(...endFindings(end, content, publicKeys));
  if (!chain.broken && (end.entries !== chain.index || end.headHash !== chain.hash)) {
    findings.push(
      finding('truncated', `the chain ends at entry ${chain.index}, its signed end is entry ${end.entries}`),
    );
  }
  if (end.tenantId !== start.tenantId) findings.push(finding('foreign', 'the end is of another tenant'));
  return { summary, findings };
};

/** Two exports of one trail: the longer one must go on where the shorter one ends. */
export const checkFork = (one: AuditSummary, other: AuditSummary): Finding[] => {
  if (one.tenantId !== other.tenantId) return [finding('foreign', 'the two exports are of different tenants')];
  const common = Math.min(one.hashes.length, other.hashes.length);
  const fork = one.hashes.slice(0, common).findIndex((hash, i) => hash !== other.hashes[i]);
  return fork < 0 ? [] : [finding('forked', `the two histories part at entry ${fork + 1}`)];
};

/** The end of the trail that the certificate of erasure names. */
export const checkAgainstHead = (
  { tenantId, hashes }: AuditSummary,
  certificate: {
    readonly tenantId: string;
    readonly auditChain: { readonly entries: number; readonly headHash: string };
  },
): Finding[] => {
  const { entries, headHash } = certificate.auditChain;
  if (tenantId !== certificate.tenantId) return [finding('foreign', 'the certificate is of another tenant')];
  if (hashes.length > entries)
    return [finding('forked', `the trail was closed at entry ${entries}, this file goes on`)];
  if (hashes.length < entries || entries === 0) return [];
  return hashes.at(-1) === headHash ? [] : [finding('forked', `entry ${entries} is not the end that was certified`)];
};
