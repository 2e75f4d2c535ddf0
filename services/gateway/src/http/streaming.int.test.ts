import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DeclarationServiceService } from '@nencho/contracts/declaration/v1/declaration_service';
import { DocumentServiceService } from '@nencho/contracts/document/v1/document_service';
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { DeclarationStatus, type DeclarationSummary, ResultStatus } from '@nencho/contracts/declaration/v1/declaration';
import { type EmployeeCard } from '@nencho/contracts/identity/v1/identity';
import { limitExceeded, newId, notFound } from '@nencho/kernel';
import { type TestSession } from '@nencho/testing';
import { answering } from '../testing/test-peers.js';
import { person, signedInSuite } from '../testing/signed-in-suite.js';

const piece = Buffer.alloc(64 * 1024, 'x');
const missingId = newId();
const breakingId = newId();
const endlessId = newId();
const waitingId = newId();
let begun: () => void = () => undefined;
let sent = 0;
let aborted: () => void = () => undefined;

const document = answering(DocumentServiceService, {
  renderWithholdingSlip: async function* ({ declarationId }, { signal }) {
    if (declarationId === waitingId) {
      begun();
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve, { once: true });
      });
      aborted();
      return;
    }
    if (declarationId === missingId) throw notFound('declaration');
    yield { chunk: Buffer.from('%PDF-1.7 ') };
    if (declarationId === breakingId) throw new Error('in the middle');
    yield { chunk: Buffer.from('end') };
    await Promise.resolve();
  },
  exportResultsCsv: async function* ({ campaignId }, { signal }) {
    if (campaignId !== endlessId) {
      yield { chunk: Buffer.from('\uFEFF従業員番号\r\n') };
      return;
    }
    try {
      for (;;) {
        sent += 1;
        yield { chunk: piece };
        if (signal.aborted) return;
        await Promise.resolve();
      }
    } finally {
      aborted();
    }
  },
});

const line = (employeeId: string): DeclarationSummary => ({
  ...{ id: newId(), campaignId: newId(), employeeId, employeeNumber: '1', companyId: newId(), departmentId: '' },
  ...{
    status: DeclarationStatus.DECLARATION_STATUS_SUBMITTED,
    hasPay: false,
    submittedAt: '',
    version: 3,
    problem: '',
  },
  resultStatus: ResultStatus.RESULT_STATUS_NONE,
});
const cardOf = (id: string): EmployeeCard => ({
  ...{ id, number: '1', familyName: '見本', givenName: '花子', familyKana: 'ミホン', givenKana: 'ハナコ', mail: '' },
  ...{ loginId: '1', companyId: '', departmentId: '', status: 'active', access: 'user', version: 1 },
});
const [hanako, stranger] = [newId(), newId()];
let asked: unknown[] = [];
const declaration = answering(DeclarationServiceService, {
  listDeclarations: async (request) => {
    asked.push(request);
    return Promise.resolve({ items: [line(hanako), line(stranger)], nextCursor: 'next' });
  },
});
const identity = answering(IdentityServiceService, {
  searchEmployeeIds: async ({ query }) => {
    asked.push(query);
    if (query === '山') throw limitExceeded('search');
    return Promise.resolve({ employeeIds: query === '見本' ? [hanako] : [] });
  },
  batchGetCards: async ({ employeeIds }) => {
    asked.push(employeeIds);
    return Promise.resolve({ items: [cardOf(hanako)] });
  },
});

const suite = signedInSuite({ peers: { document: [document], declaration: [declaration], identity: [identity] } });
let session: TestSession;

beforeAll(async () => {
  session = await suite.first().signIn(person);
}, 300_000);

beforeEach(() => {
  asked = [];
});

describe('a download', () => {
  test('of a slip comes as a PDF under a name without a person in it', async () => {
    const answer = await session.fetch(`/api/v1/declarations/${newId()}/slip.pdf`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toBe(
      `inline; filename="withholding-slip.pdf"; filename*=UTF-8''${encodeURIComponent('源泉徴収票.pdf')}`,
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await answer.text()).toBe('%PDF-1.7 end');
  });

  test('of results comes as CSV with its mark, to be saved', async () => {
    const answer = await session.fetch(`/api/v1/campaigns/${newId()}/results.csv`);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="results\.csv"; filename\*=UTF-8''/,
    );
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  test('that is refused before its first byte is a problem', async () => {
    const answer = await session.fetch(`/api/v1/declarations/${missingId}/slip.pdf`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('content-disposition')).toBeNull();
  });

  test('that fails in the middle breaks off: nobody takes half a file for a whole one', async () => {
    const answer = await session.fetch(`/api/v1/declarations/${breakingId}/slip.pdf`);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  test('that nobody waits for any more ends in the service before its first byte', async () => {
    const started = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const ended = new Promise<void>((resolve) => {
      aborted = resolve;
    });
    const controller = new AbortController();
    const address = `/api/v1/declarations/${waitingId}/slip.pdf`;
    const answer = session.fetch(address, { signal: controller.signal });
    await started;
    controller.abort();
    await expect(answer).rejects.toThrow();
    await ended;
  }, 20_000);

  test('goes at the reader’s pace and ends in the service when the reader leaves', async () => {
    const ended = new Promise<void>((resolve) => {
      aborted = resolve;
    });
    const controller = new AbortController();
    const answer = await session.fetch(`/api/v1/campaigns/${endlessId}/results.csv`, { signal: controller.signal });
    const reader = answer.body?.getReader();
    await reader?.read();
    let before = -1;
    while (before !== sent) {
      before = sent;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    // Nobody reads: the service stands still after what the buffers on the way took (64 KiB each).
    expect(sent).toBeLessThan(400);
    controller.abort();
    await ended;
  });
});

describe('the review list', () => {
  const campaignId = newId();

  test('is a page of declarations with the cards that identity gives; a card that is missing is null', async () => {
    const answer = await session.fetch(`/api/v1/declarations?campaignId=${campaignId}&limit=2`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      items: [
        { employeeId: hanako, version: 3, card: { familyName: '見本' } },
        { employeeId: stranger, card: null },
      ],
      nextCursor: 'next',
    });
    expect(asked).toEqual([
      expect.objectContaining({ campaignId, employeeIds: [], page: { cursor: '', limit: 2 } }),
      [hanako, stranger],
    ]);
  });

  test('by name asks identity first', async () => {
    await session.fetch('/api/v1/declarations/search', {
      method: 'POST',
      json: { campaignId, q: '見本' },
    });
    expect(asked.slice(0, 2)).toEqual(['見本', expect.objectContaining({ employeeIds: [hanako] })]);
  });

  test('of a name that nobody has is empty, not everybody', async () => {
    const answer = await session.fetch('/api/v1/declarations/search', {
      method: 'POST',
      json: { campaignId, q: 'nobody' },
    });
    expect(await answer.json()).toEqual({ items: [], nextCursor: '' });
    expect(asked).toEqual(['nobody']);
  });

  test('of a name that too many have asks for a narrower search', async () => {
    const answer = await session.fetch('/api/v1/declarations/search', {
      method: 'POST',
      json: { campaignId, q: '山' },
    });
    expect(answer.status).toBe(429);
    expect(await answer.json()).toMatchObject({ code: 'limit_exceeded', reason: 'search' });
  });
});
