import { describe, expect, test } from '@jest/globals';
import { newId } from '@nencho/kernel';
import { blobLedgerStore } from '@nencho/service-kit';
import { appendLedger, ledgerEntryHash, ledgerFileName, readLedger } from '@nencho/service-kit/erasure-ledger';
import { strangersKeys, testLedger } from './testing/app-deps.js';

const entry = (event: 'erasing' | 'certified', erasureId = newId()) => ({
  ...{ event, erasureId, tenantId: newId(), kekName: 'tenant-x', approvers: ['op-1', 'op-2'], at: new Date() },
});

describe('the erasure ledger in its account', () => {
  test('is one chain, though five write at once', async () => {
    const ledger = await testLedger();
    await Promise.all([1, 2, 3, 4, 5].map(async () => appendLedger(ledger, entry('erasing'))));
    const { entries } = await readLedger(ledger);
    expect(entries.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5]);
  });

  test('has an event of an erasure once, however often it is written', async () => {
    const ledger = await testLedger();
    const erasing = entry('erasing');
    const first = await appendLedger(ledger, erasing);
    expect(await appendLedger(ledger, { ...erasing, at: new Date(0) })).toEqual(first);
    expect((await readLedger(ledger)).entries).toHaveLength(1);
  });

  test('never overwrites an entry', async () => {
    const ledger = await testLedger();
    await appendLedger(ledger, entry('erasing'));
    expect(await ledger.store.create(ledgerFileName(1), Buffer.from('other'))).toBe(false);
    expect((await readLedger(ledger)).entries).toHaveLength(1);
  });

  test('with an entry of somebody else’s key is not read, nor one that is shorter than it was', async () => {
    const ledger = await testLedger();
    const last = await appendLedger(ledger, entry('erasing'));
    const known = { index: 2, hash: ledgerEntryHash(last) };
    const broken = { code: 'illegal_state', details: { reason: 'ledger_broken' } };
    await expect(readLedger({ ...ledger, known })).rejects.toMatchObject({
      ...broken,
      details: { problem: 'truncated', index: '2' },
    });
    const { privateKey: signingKey, publicKey } = strangersKeys();
    await appendLedger({ ...ledger, signingKey, publicKeys: [...ledger.publicKeys, publicKey] }, entry('certified'));
    await expect(readLedger(ledger)).rejects.toMatchObject({ details: { problem: 'unknown_key', index: '2' } });
  });

  test('that cannot be reached is unavailable, not empty', async () => {
    const nowhere = blobLedgerStore({
      ...{ LEDGER_URL: 'http://127.0.0.1:9/ledger', LEDGER_CONTAINER: 'erasure-ledger' },
      LEDGER_KEY_FILE: (await testLedger()).keyFile,
    });
    await expect(readLedger({ ...(await testLedger()), store: nowhere })).rejects.toMatchObject({
      code: 'unavailable',
    });
  }, 60_000);
});
