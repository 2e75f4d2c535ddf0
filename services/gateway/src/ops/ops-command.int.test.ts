import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { alreadyExists, newId } from '@nencho/kernel';
import { answerKeycloak, claimPublicPort, createBrowser } from '@nencho/testing';
import { answering, startPeer } from '../testing/test-peers.js';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.js';
import { testRealms } from '../testing/test-realms.js';
import { type OpsCommand } from './command-line.js';
import { runCommand } from './run-command.js';

const realms = testRealms();
const operator = { username: 'olga', password: 'An-Operators-Password-1' };
const tenant = {
  ...{ tenantCode: 'acme', displayName: '株式会社サンプル', seats: 50, contractStart: '2026-10-01' },
  ...{ adminLoginId: 'kanri', adminFamilyName: '管理', adminGivenName: '花子' },
};
let gateway: TestGateway;
let releasePort: () => void;
let stopPeer: () => Promise<void>;
let received: unknown[] = [];
let said: string[] = [];
let printed: string[] = [];

const identity = answering(IdentityServiceService, {
  createTenant: async (request) => {
    received.push(request);
    if (request.tenantCode === 'taken') throw alreadyExists('tenant');
    return Promise.resolve({ tenantId: newId(), letter: request.tenantCode === 'repeat' ? '' : 'The letter.' });
  },
  listTenants: async ({ page }) => {
    received.push(page);
    const item = {
      ...{ state: 'active', contractEnd: '' },
      ...{ id: newId(), displayName: 'Customer', seats: 50, seatsUsed: 3 },
      createdAt: '',
    };
    return Promise.resolve(
      page?.cursor === ''
        ? { items: [{ ...item, code: 'acme', contractStart: '2026-10-01' }], nextCursor: 'two' }
        : { items: [{ ...item, code: 'beta-long', contractStart: '2026-11-01' }], nextCursor: '' },
    );
  },
});

// The command speaks to the public origin itself, so this suite needs its port.
beforeAll(async () => {
  const claimed = await claimPublicPort();
  releasePort = () => {
    claimed.release();
  };
  const peer = await startPeer('identity', [identity], realms);
  stopPeer = async () => peer.stop(0);
  gateway = await startTestGateway({ realms, targets: { identity: peer.target }, port: claimed.port });
  await realms.create({});
  await realms.addOperator(operator);
}, 300_000);

afterAll(async () => {
  await gateway.drop();
  await gateway.stop();
  await stopPeer();
  releasePort();
  await realms.remove();
});

beforeEach(() => {
  received = [];
  said = [];
  printed = [];
});

/** Does in a browser what the terminal asks for. */
const followInBrowser = async (line: string): Promise<void> => {
  const url = /^Open {4}(\S+)$/.exec(line)?.[1];
  if (url === undefined) return;
  const browser = createBrowser({ baseUrl: gateway.baseUrl });
  const isBack = (address: string): boolean => address.startsWith('http://127.0.0.1');
  const first = await browser.open(url);
  const last = await answerKeycloak(browser, first, { ...operator, confirm: true }, isBack);
  if (isBack(last.url)) await (await fetch(last.url)).text();
};

const run = async (command: OpsCommand): Promise<void> => {
  const browsing: Promise<void>[] = [];
  const tell = (text: string): void => {
    said.push(text);
    browsing.push(followInBrowser(text));
  };
  await runCommand(command, { print: (text) => void printed.push(text), tell }, realms.names.operators);
  await Promise.all(browsing);
};

const common = () => ({ baseUrl: gateway.baseUrl, browser: true });

describe('the operators’ command', () => {
  test('signs in by a code for any device and lists all pages', async () => {
    await run({ kind: 'list-tenants', ...common(), browser: false });
    expect(said[0]).toContain(`${gateway.baseUrl}/auth/realms/${realms.names.operators}/device?user_code=`);
    expect(said[1]).toMatch(/^Code {4}[A-Z]{4}-[A-Z]{4}$/);
    expect(printed[0]?.split('\n')).toEqual([
      'code       start       seats  name',
      'acme       2026-10-01  3/50   Customer',
      'beta-long  2026-11-01  3/50   Customer',
    ]);
  });

  test('signs in by a browser and prints the letter of a new tenant', async () => {
    await run({ kind: 'create-tenant', ...common(), tenant });
    expect(printed).toEqual(['The letter.']);
    expect(said.at(-1)).toBe(`People of acme sign in at ${gateway.baseUrl}/t/acme`);
    expect(received).toEqual([expect.objectContaining(tenant)]);
  });

  test('writes the letter where it is told, for its owner’s eyes', async () => {
    const letterFile = join(mkdtempSync(join(tmpdir(), 'nencho-letter-')), 'letter.txt');
    await run({ kind: 'create-tenant', ...common(), tenant, letterFile });
    expect(printed).toEqual([]);
    expect(readFileSync(letterFile, 'utf8')).toBe('The letter.');
    expect(statSync(letterFile).mode & 0o777).toBe(0o600);
    await expect(run({ kind: 'create-tenant', ...common(), tenant, letterFile })).rejects.toThrow('exists already');
    expect(received).toHaveLength(1);
  });

  test('says what the system refused, and leaves no empty letter', async () => {
    const letterFile = join(mkdtempSync(join(tmpdir(), 'nencho-letter-')), 'letter.txt');
    const taken = { ...tenant, tenantCode: 'taken' };
    await expect(run({ kind: 'create-tenant', ...common(), tenant: taken, letterFile })).rejects.toThrow(
      'Already exists',
    );
    expect(() => statSync(letterFile)).toThrow('ENOENT');
    const repeat = { ...tenant, tenantCode: 'repeat' };
    await expect(run({ kind: 'create-tenant', ...common(), tenant: repeat })).rejects.toThrow(
      'its letter has been used',
    );
  });

  test('says when nobody answers', async () => {
    const nowhere = { kind: 'list-tenants', baseUrl: 'http://127.0.0.1:1', browser: false } as const;
    await expect(run(nowhere)).rejects.toThrow('Is the system running');
  });
});
