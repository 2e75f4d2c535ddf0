import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalJson, localDate, newId } from '@nencho/kernel';
import { directoryLedgerStore } from '@nencho/service-kit/testing';
import { appendLedger, ledgerEntryHash, ledgerFileName, openLedger } from '@nencho/service-kit/erasure-ledger';
import { createHash } from 'node:crypto';
import { emptyHead, extendChain, type Digest } from '../domain/chain.js';
import { participants, type Erasure, type Round } from '../domain/erasure.js';
import { createAuditExport } from '../proof/audit-export.js';
import { certificateHash, parseCertificate, signCertificate, type SignedCertificate } from '../proof/certificate.js';
import { makeCertificate } from '../proof/make-certificate.js';
import { exitCodes, run } from './run.js';

const digest: Digest = (data) => createHash('sha256').update(data).digest('hex');
const directory = mkdtempSync(join(tmpdir(), 'nencho-verify-'));
const keys = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const tenantId = newId();
const at = (text: string) => new Date(`${text}+09:00`);

const without = <T extends object, K extends keyof T & string>(value: T, key: K): Omit<T, K> =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) as Omit<T, K>;

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(directory, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
};
const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
const publicFile = file('signing.pub', pem(keys.publicKey));
const key = ['--key', publicFile];

/** An audit trail of five entries, closed by the erasure. */
const links = extendChain(
  emptyHead(tenantId, digest),
  [1, 2, 3, 4, 5].map((n) => ({
    ...{ tenantId, eventId: newId(), at: at(`2026-03-0${n}T10:00:00`), tags: [`tag-${n}`] },
    sealed: Buffer.from(`sealed ${n}`),
  })),
  digest,
);
const exported = (all = links.links, head = links.head, signingKey = keys.privateKey): string => {
  const out = createAuditExport(tenantId, at('2026-04-01T09:00:00'), signingKey);
  return out.start() + all.map((link) => out.link(link, { type: 'facts_saved' })).join('') + out.end(head);
};

const round = (no: number, day: string, count: number): Round => ({
  ...{ no, orderedAt: at(`${day}T09:00:00`), sentAt: at(`${day}T09:00:00`), sends: 1 },
  answers: participants.map((service) => ({
    ...{ service, at: at(`${day}T09:01:00`), stores: [{ name: 'rows', count }] },
  })),
  completedAt: at(`${day}T09:01:00`),
});
const ledgerDirectory = join(directory, 'ledger');
const settings = { graceBusinessDays: 20, backupRetentionDays: 35, vaultRetentionDays: 7, settleMs: 65_000 };
const certifiedAt = at('2027-03-09T10:00:00');

const erasure: Erasure = {
  ...{ id: newId(), version: 9, tenantId, tenantCode: 'midori', kekName: 'a.tenant-x', state: 'waiting_backups' },
  endDate: localDate('2026-12-31'),
  ...{ exportState: 'acknowledged', exportActs: [{ sub: 's', at: at('2027-01-15T09:00:00') }], cancelActs: [] },
  ...{ contactRecorded: true, letterIssued: false, approvals: [], alarm: 40 },
  dryRun: { ...round(1, '2027-01-29', 7), hash: digest('dry run') },
  startedAt: at('2027-02-01T00:00:01'),
  approvers: [
    { sub: 'op-1', at: at('2027-01-29T10:00:00') },
    { sub: 'op-2', at: at('2027-01-29T11:00:00') },
  ],
  auditHead: links.head,
  keyDisabledAt: at('2027-02-01T00:00:02'),
  rounds: [round(1, '2027-02-01', 7), round(2, '2027-02-01', 0)],
  erasedAt: at('2027-02-02T09:02:00'),
  keyDestroyedAt: at('2027-02-02T09:03:00'),
  keyGoneAt: at('2027-02-09T09:04:00'),
  backupsGoneAt: at('2027-03-09T09:02:00'),
};

let certificate: SignedCertificate;
let certificateFile: string;

beforeAll(async () => {
  const store = directoryLedgerStore(ledgerDirectory);
  const writing = { store, publicKeys: [keys.publicKey], signingKey: keys.privateKey };
  await openLedger(writing, certifiedAt);
  const append = async (event: 'erasing' | 'key_destroyed' | 'certified', extra = {}, erasureId = erasure.id) => {
    const content = {
      event,
      tenantId,
      erasureId,
      kekName: erasure.kekName,
      at: certifiedAt,
      approvers: ['op-1', 'op-2'],
    };
    const entry = await appendLedger(writing, { ...content, ...extra });
    return { index: entry.index, hash: ledgerEntryHash(entry) };
  };
  await append('erasing', { tenantId: newId() }, newId()); // somebody else's
  const erasingEntry = await append('erasing');
  const keyEntry = await append('key_destroyed');
  const make = makeCertificate({ signingKey: keys.privateKey, settings, version: '1.2.3', location: 'Tokyo' });
  const made = await make({ ...erasure, erasingEntry, keyEntry }, certifiedAt);
  await append('certified', { certificateHash: made.hash });
  const parsed = parseCertificate(made.json);
  if (parsed === undefined) throw new Error('no certificate');
  certificate = parsed;
  certificateFile = file('certificate.json', made.json);
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('what was not touched', () => {
  test('is good: certificate with its ledger', () => {
    const { exitCode, text } = run(['erasure', certificateFile, ...key, '--ledger', ledgerDirectory]);
    expect([text, exitCode]).toEqual([expect.stringContaining('GOOD'), exitCodes.good]);
    expect(text).toContain('certified 2027-03-09 (business day 44)');
    expect(text).toContain(certificateHash(certificate));
  });

  test('is good: the audit trail, also with an earlier export and with the certificate', () => {
    const earlier = file(
      'earlier.jsonl',
      exported(links.links.slice(0, 3), { index: 3, hash: links.links[2]?.hash ?? '' }),
    );
    const now = file('now.jsonl', exported());
    const { exitCode, text } = run(['audit', now, ...key, '--previous', earlier, '--certificate', certificateFile]);
    expect([text, exitCode]).toEqual([expect.stringContaining('5 entries'), exitCodes.good]);
  });

  test('is good: the ledger', () => {
    expect(run(['ledger', ledgerDirectory, ...key])).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining('4 entries'),
    });
  });
});

const rejected = (args: readonly string[]): string[] => {
  const { exitCode, text } = run([...args, ...key]);
  expect([text, exitCode]).toEqual([text, exitCodes.bad]);
  return [...text.matchAll(/REJECTED (\w+):/g)].map(([, problem]) => problem ?? '');
};

describe('a certificate', () => {
  const resigned = (change: Partial<SignedCertificate>, by = keys.privateKey): string => {
    return file(
      `${newId()}.json`,
      canonicalJson(signCertificate(without({ ...certificate, ...change }, 'signature'), by)),
    );
  };
  const changed = (change: (one: SignedCertificate) => Partial<SignedCertificate>) =>
    file(`${newId()}.json`, canonicalJson({ ...certificate, ...change(certificate) }));

  test('that was edited has a wrong signature', () => {
    expect(rejected(['erasure', changed(() => ({ tenantId: newId() }))])).toEqual(['wrong_signature']);
    expect(rejected(['erasure', changed(() => ({ location: 'elsewhere' }))])).toEqual(['wrong_signature']);
  });

  test('of another key is not ours', () => {
    expect(rejected(['erasure', resigned({}, stranger.privateKey)])).toEqual(['unknown_key']);
  });

  test.each<[string, Partial<SignedCertificate['deadlines']>]>([
    ['the end of the grace', { graceEnds: localDate('2027-01-29') }],
    ['business day 46', { certificateDue: localDate('2027-03-10') }],
    ['business day 60', { limit: localDate('2027-04-02') }],
    ['the business day of the certificate', { certifiedOnBusinessDay: 43 }],
    ['its date', { certifiedOn: localDate('2027-03-08') }],
  ])('with %s reckoned wrong is rejected, well signed though it is', (_, wrong) => {
    const bad = resigned({ deadlines: { ...certificate.deadlines, ...wrong } });
    expect(rejected(['erasure', bad])).toEqual(['wrong_deadline']);
  });

  test('of an end moved to another day has none of its dates right', () => {
    const bad = resigned({ deadlines: { ...certificate.deadlines, endDate: localDate('2026-12-01') } });
    expect(new Set(rejected(['erasure', bad]))).toEqual(new Set(['wrong_deadline', 'after_the_limit']));
  });

  test('of a year whose holidays this program does not know is not guessed at', () => {
    const bad = resigned({ deadlines: { ...certificate.deadlines, endDate: localDate('2031-12-31') } });
    expect(rejected(['erasure', bad])).toContain('calendar_year_missing');
  });

  test.each<[string, () => Partial<SignedCertificate>]>([
    ['wrong_order', () => ({ times: { ...certificate.times, startedAt: '2027-02-03T00:00:00.000+09:00' } })],
    ['backups_too_early', () => ({ backups: { retentionDays: 35, lastOneGoneAt: '2027-03-01T00:00:00.000+09:00' } })],
    ['backups_not_gone', () => ({ backups: { retentionDays: 35, lastOneGoneAt: '2027-03-20T00:00:00.000+09:00' } })],
    [
      'not_erased',
      () => ({ stores: certificate.stores.map((store, i) => ({ ...store, remaining: i === 0 ? 1 : 0 })) }),
    ],
    [
      'one_approver',
      () => {
        const [one] = certificate.approvals.operators;
        return { approvals: { ...certificate.approvals, operators: [one, one] } };
      },
    ],
  ])('is rejected for %s', (problem, change) => {
    expect(rejected(['erasure', resigned(change())])).toEqual([problem]);
  });

  test('that the ledger does not name is another certificate', () => {
    const bad = resigned({ location: 'elsewhere' });
    expect(rejected(['erasure', bad, '--ledger', ledgerDirectory])).toEqual(['other_certificate']);
  });
});

describe('a ledger', () => {
  const copyWith = (change: (files: Map<string, string>) => void): string => {
    const files = new Map(
      [0, 1, 2, 3, 4].map((index) => {
        const name = ledgerFileName(index);
        return [name, readFileSync(join(ledgerDirectory, name), 'utf8')];
      }),
    );
    change(files);
    const copy = join(directory, newId());
    for (const [name, text] of files) file(join(copy.slice(directory.length + 1), name), text);
    return copy;
  };
  const contentOf = (files: Map<string, string>, index: number): string => files.get(ledgerFileName(index)) ?? '';
  const resignedEntry = (text: string, change: object): string => {
    const entry = without({ ...(JSON.parse(text) as { signature: string }), ...change }, 'signature');
    const signature = sign(null, Buffer.from(canonicalJson(entry)), keys.privateKey).toString('base64url');
    return canonicalJson({ ...entry, signature });
  };

  test.each<[string, string, (files: Map<string, string>) => void]>([
    ['ledger_missing', 'without an entry in the middle', (files) => void files.delete(ledgerFileName(2))],
    [
      ...(['ledger_wrong_signature', 'with an edited entry'] as const),
      (files) => void files.set(ledgerFileName(2), contentOf(files, 2).replace('op-1', 'op-9')),
    ],
    [
      ...(['ledger_misplaced', 'with two entries swapped'] as const),
      (files) => {
        const [two, three] = [contentOf(files, 2), contentOf(files, 3)];
        files.set(ledgerFileName(2), three).set(ledgerFileName(3), two);
      },
    ],
    [
      ...(['ledger_not_chained', 'with an entry replaced by one well signed'] as const),
      (files) => void files.set(ledgerFileName(2), resignedEntry(contentOf(files, 2), { approvers: ['op-8', 'op-9'] })),
    ],
    [
      ...(['ledger_unreadable', 'with an entry of garbage'] as const),
      (files) => void files.set(ledgerFileName(3), '{}'),
    ],
  ])('is rejected as %s: %s', (problem, _, change) => {
    expect(rejected(['ledger', copyWith(change)])).toEqual([problem]);
  });

  test('cut off at its end is noticed by the certificate', () => {
    const cut = copyWith((files) => [3, 4].forEach((index) => files.delete(ledgerFileName(index))));
    expect(rejected(['erasure', certificateFile, '--ledger', cut])).toEqual(['ledger_truncated', 'ledger_truncated']);
  });

  test('of another history is noticed by the certificate', () => {
    const forked = copyWith((files) => {
      files.set(ledgerFileName(3), resignedEntry(contentOf(files, 3), { at: '2027-02-10T00:00:00.000+09:00' }));
      files.delete(ledgerFileName(4));
    });
    expect(rejected(['erasure', certificateFile, '--ledger', forked])).toEqual(['ledger_forked', 'ledger_truncated']);
  });

  test('of another key is not ours', () => {
    const other = file('stranger.pub', pem(stranger.publicKey));
    expect(run(['ledger', ledgerDirectory, '--key', other])).toMatchObject({
      exitCode: exitCodes.bad,
      text: expect.stringContaining('ledger_unknown_key'),
    });
  });
});

describe('an audit trail', () => {
  const touched = (change: (lines: string[]) => string[]): string =>
    file(`${newId()}.jsonl`, `${change(exported().trimEnd().split('\n')).join('\n')}\n`);
  const swap = (lines: string[], i: number, j: number): string[] =>
    lines.map((line, k) => (k === i ? (lines[j] ?? '') : k === j ? (lines[i] ?? '') : line));

  test.each<[string, string, (lines: string[]) => string[]]>([
    ['missing', 'with a deleted entry', (lines) => lines.filter((_, i) => i !== 3)],
    [
      'edited',
      'with edited ciphertext',
      (lines) => lines.map((line, i) => (i === 3 ? line.replace('c2Vh', 'c2Vi') : line)),
    ],
    ['edited', 'with an edited time', (lines) => lines.map((line) => line.replace('2026-03-02T01', '2026-03-02T02'))],
    ['reordered', 'with two entries swapped', (lines) => swap(lines, 2, 3)],
    ['truncated', 'without its end', (lines) => lines.slice(0, -1)],
  ])('is rejected as %s: %s', (problem, _, change) => {
    expect(rejected(['audit', touched(change)])).toContain(problem);
  });

  test('names the entry that was touched', () => {
    const edited = touched((lines) => lines.map((line, i) => (i === 3 ? line.replace('c2Vh', 'c2Vi') : line)));
    expect(run(['audit', edited, ...key]).text).toContain('entry 3');
  });

  test('whose readable text alone was edited does not carry its signature', () => {
    const edited = touched((lines) =>
      lines.map((line, i) => (i === 2 ? line.replace('facts_saved', 'mail_sent') : line)),
    );
    expect(rejected(['audit', edited])).toEqual(['edited_text']);
  });

  test('cut off and ended by somebody else has a wrong key', () => {
    const short = exported(
      links.links.slice(0, 3),
      { index: 3, hash: links.links[2]?.hash ?? '' },
      stranger.privateKey,
    );
    expect(rejected(['audit', file('short.jsonl', short)])).toEqual(['unknown_key']);
  });

  test('cut off before a head that was signed is truncated', () => {
    expect(rejected(['audit', file('cut.jsonl', exported(links.links.slice(0, 3), links.head))])).toEqual([
      'truncated',
    ]);
  });

  test('with another history is a fork', () => {
    const others = extendChain(
      { index: 2, hash: links.links[1]?.hash ?? '' },
      links.links.slice(2).map((link) => ({ ...link, tags: ['other'] })),
      digest,
    );
    const forked = file('forked.jsonl', exported([...links.links.slice(0, 2), ...others.links], others.head));
    const genuine = file('genuine.jsonl', exported());
    expect(run(['audit', forked, ...key])).toMatchObject({ exitCode: exitCodes.good }); // by itself it fits
    expect(rejected(['audit', forked, '--previous', genuine])).toEqual(['forked']);
    expect(rejected(['audit', forked, '--certificate', certificateFile])).toEqual(['forked']);
    expect(run(['audit', forked, ...key, '--previous', genuine]).text).toContain('part at entry 3');
  });
});

describe('the program', () => {
  test('explains itself', () => {
    expect(run(['--help'])).toEqual({ exitCode: 0, text: expect.stringContaining('Exit code') });
  });

  test.each<[string, readonly string[], number, string]>([
    ['nothing to do', [], exitCodes.usage, 'say what to verify'],
    ['an unknown command', ['everything', 'x', ...key], exitCodes.usage, 'everything is nothing'],
    ['an unknown option', ['ledger', 'x', '--quick'], exitCodes.usage, '--quick'],
    ['no key', ['ledger', 'x'], exitCodes.usage, '--key is missing'],
    ['a file that is not there', ['erasure', '/nowhere/x.json', ...key], exitCodes.unreadable, 'ENOENT'],
    ['a certificate that is none', ['erasure', publicFile, ...key], exitCodes.unreadable, 'no certificate'],
    ['an export that is none', ['audit', publicFile, ...key], exitCodes.unreadable, 'no exported audit trail'],
    ['a directory that is none', ['ledger', publicFile, ...key], exitCodes.unreadable, 'no directory'],
  ])('answers %s with what to do', (_, args, exitCode, said) => {
    expect(run(args)).toEqual({ exitCode, text: expect.stringContaining(said) });
  });

  test('does not take a private key', () => {
    const secret = file('secret.key', keys.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    expect(run(['ledger', ledgerDirectory, '--key', secret]).text).toContain('private key');
  });
});
