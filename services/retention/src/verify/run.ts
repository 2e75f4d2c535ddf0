import { createPublicKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { verifyLedger, type LedgerEntry, type LedgerFile } from '@nencho/service-kit/erasure-ledger';
import { certificateHash, parseCertificate, type SignedCertificate } from '../proof/certificate.js';
import { checkAgainstHead, checkAudit, checkFork, type AuditCheck } from './check-audit.js';
import { checkAgainstLedger, checkCertificate, type Finding } from './check-certificate.js';

export const exitCodes = { good: 0, bad: 1, usage: 2, unreadable: 3 } as const;

export const help = `nencho-verify: checks what Nencho certifies, offline

  nencho-verify erasure CERTIFICATE.json --key PUBLIC.pem [--ledger DIRECTORY]
      the certificate of an erasure: signature, deadlines in business days, order of events, the counts;
      with --ledger also its entries in a copy of the erasure ledger
  nencho-verify audit EXPORT.jsonl --key PUBLIC.pem [--previous EARLIER.jsonl] [--certificate CERTIFICATE.json]
      an exported audit trail: every link, the signed end; with --previous that both are one history,
      with --certificate that it is the trail that was closed by the erasure
  nencho-verify ledger DIRECTORY --key PUBLIC.pem
      a copy of the erasure ledger (00000000.json, 00000001.json, …; certificates may lie beside)

  --key may be given several times (a signing key that was replaced). The public key is published with the service.

Exit code: 0 everything fits; 1 something does not, each with its name; 2 wrong usage; 3 a file cannot be read.
`;

/** Ends the program with a text for its user. */
export class Refusal extends Error {
  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

const usage = (message: string): Refusal => new Refusal(exitCodes.usage, `${message}\n\n${help}`);
const unreadable = (message: string): Refusal => new Refusal(exitCodes.unreadable, message);

/** By shape: an error of Node's own may be of another realm. */
const wordOf = (error: unknown, name: 'code' | 'message'): string => {
  const words = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  return typeof words[name] === 'string' ? words[name] : 'unknown';
};

const read = (path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch (error) {
    throw unreadable(`${path} cannot be read (${wordOf(error, 'code')})`);
  }
};

const publicKey = (path: string): KeyObject => {
  const pem = read(path);
  if (pem.includes('PRIVATE KEY')) throw unreadable(`${path} is a private key; give the public one`);
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // said below
  }
  throw unreadable(`${path} is no Ed25519 public key (PEM)`);
};

const ledgerFiles = (directory: string): LedgerFile[] => {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) throw unreadable(`${directory} is no directory`);
  return readdirSync(directory).map((name) => ({ name, bytes: read(join(directory, name)) }));
};

const certificateAt = (path: string): SignedCertificate => {
  const certificate = parseCertificate(read(path).toString('utf8'));
  if (certificate === undefined) throw unreadable(`${path} is no certificate of erasure (format 1)`);
  return certificate;
};

const auditAt = (path: string, keys: readonly KeyObject[]): AuditCheck => {
  const check = checkAudit(read(path).toString('utf8'), keys);
  if (check === undefined) throw unreadable(`${path} is no exported audit trail (format 1)`);
  return check;
};

type Answer = { readonly findings: readonly Finding[]; readonly facts: readonly string[] };
type LedgerAnswer = Answer & { readonly entries: readonly LedgerEntry[] };

const ledgerAnswer = (directory: string, keys: readonly KeyObject[]): LedgerAnswer => {
  const { entries, problem } = verifyLedger(ledgerFiles(directory), keys);
  const findings =
    problem === undefined ? [] : [{ problem: `ledger_${problem.problem}`, detail: `at entry ${problem.index}` }];
  return { entries, findings, facts: [`erasure ledger: ${entries.length} entries fit`] };
};

const erasureAnswer = (path: string, keys: readonly KeyObject[], ledger: string | undefined): Answer => {
  const certificate = certificateAt(path);
  const { deadlines } = certificate;
  const facts = [
    `certificate of erasure ${certificate.erasureId} of tenant ${certificate.tenantId}`,
    `contract ended ${deadlines.endDate}, certified ${deadlines.certifiedOn} (business day ${deadlines.certifiedOnBusinessDay})`,
    `SHA-256 ${certificateHash(certificate)}`,
  ];
  const findings = checkCertificate(certificate, keys);
  if (ledger === undefined) return { findings, facts };
  const answer = ledgerAnswer(ledger, keys);
  const against = checkAgainstLedger(certificate, answer.entries);
  return { findings: [...findings, ...answer.findings, ...against], facts: [...facts, ...answer.facts] };
};

const auditAnswer = (
  path: string,
  keys: readonly KeyObject[],
  { previous, certificate }: { readonly previous?: string | undefined; readonly certificate?: string | undefined },
): Answer => {
  const { summary, findings } = auditAt(path, keys);
  const facts = [`audit trail of tenant ${summary.tenantId}: ${summary.entries} entries, head ${summary.headHash}`];
  const earlier = previous === undefined ? undefined : auditAt(previous, keys);
  return {
    facts,
    findings: [
      ...findings,
      ...(earlier === undefined
        ? []
        : [
            ...earlier.findings.map(({ problem, detail }) => ({ problem, detail: `${detail} (in the earlier file)` })),
            ...checkFork(summary, earlier.summary),
          ]),
      ...(certificate === undefined ? [] : checkAgainstHead(summary, certificateAt(certificate))),
    ],
  };
};

const options = {
  help: { type: 'boolean', short: 'h' },
  key: { type: 'string', multiple: true },
  ledger: { type: 'string' },
  previous: { type: 'string' },
  certificate: { type: 'string' },
} as const;

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw usage(wordOf(error, 'message'));
  }
};

const answerTo = (args: readonly string[]): Answer => {
  const { values, positionals } = parse(args);
  const [command, path, ...rest] = positionals;
  if (command === undefined) throw usage('say what to verify: erasure, audit or ledger');
  if (path === undefined || rest.length > 0) throw usage(`${command} wants one file`);
  const keys = (values.key ?? []).map(publicKey);
  if (keys.length === 0) throw usage('--key is missing: the public key that the service publishes');
  switch (command) {
    case 'erasure':
      return erasureAnswer(path, keys, values.ledger);
    case 'audit':
      return auditAnswer(path, keys, values);
    case 'ledger':
      return ledgerAnswer(path, keys);
    default:
      throw usage(`${command} is nothing that can be verified`);
  }
};

export type Outcome = { readonly exitCode: number; readonly text: string };

/** The whole program, without its process. */
export const run = (args: readonly string[]): Outcome => {
  if (args.includes('--help') || args.includes('-h')) return { exitCode: exitCodes.good, text: help };
  try {
    const { findings, facts } = answerTo(args);
    const lines = findings.map(({ problem, detail }) => `REJECTED ${problem}: ${detail}`);
    const verdict = findings.length === 0 ? 'GOOD: everything fits' : `BAD: ${findings.length} problem(s)`;
    const exitCode = findings.length === 0 ? exitCodes.good : exitCodes.bad;
    return { exitCode, text: `${[...facts, ...lines, verdict].join('\n')}\n` };
  } catch (error) {
    if (error instanceof Refusal) return { exitCode: error.exitCode, text: `${error.message}\n` };
    throw error;
  }
};
