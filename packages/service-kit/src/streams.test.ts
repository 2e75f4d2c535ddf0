import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { limitExceeded } from '@nencho/kernel';
import type { PeerClient } from './grpc-client.js';
import { createTestCertificates, startEcho, startTestRealm, type EchoService } from './testing/wire-harness.js';

// Processes, sockets and key pairs take their time on a loaded machine.
jest.setTimeout(30_000);

let certificates: Awaited<ReturnType<typeof createTestCertificates>>;
let realm: Awaited<ReturnType<typeof startTestRealm>>;
let wire: Awaited<ReturnType<typeof startEcho>>;
let gateway: PeerClient<EchoService>;
let produced = 0;
let consumed = 0;
let released = 0;
const unused = async () => Promise.resolve({ text: '' });

beforeAll(async () => {
  certificates = await createTestCertificates();
  realm = await startTestRealm();
  wire = await startEcho({
    tls: await certificates.issue('identity'),
    verify: realm.verify,
    resolve: async () => Promise.resolve({ disabled: true, departmentIds: [], grants: [], grantsVersion: 0 }),
    handlers: {
      say: unused,
      operate: unused,
      internal: unused,
      forPerson: unused,
      open: unused,
      list: async function* ({ text, count = 0 }, { signal }) {
        try {
          for (let item = 0; item < count; item += 1) {
            if (text === 'fail' && item === 3) {
              throw limitExceeded('items');
            }
            if (text === 'hang' && item === 3) {
              await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
            }
            produced += 1;
            yield await Promise.resolve({ text: text === 'big' ? 'x'.repeat(64 * 1024) : String(item) });
          }
        } finally {
          released += 1;
        }
      },
      join: async (requests) => {
        let length = 0;
        for await (const { text } of requests) {
          consumed += 1;
          if (text === 'refuse') {
            throw limitExceeded('bytes');
          }
          if (text === 'slow') {
            await pause(20);
          }
          length += text.length;
        }
        return { text: String(length) };
      },
    },
  });
  gateway = wire.clientAs(await certificates.issue('gateway'));
});
afterAll(async () => {
  await wire.close();
  realm.close();
  certificates.close();
});

const soon = { deadlineMs: 10_000 };
const take = async (responses: AsyncIterable<{ readonly text: string }>, most = Infinity): Promise<string[]> => {
  const texts: string[] = [];
  for await (const { text } of responses) {
    texts.push(text);
    if (texts.length >= most) {
      break;
    }
  }
  return texts;
};
const times = async function* (count: number, text: string, then?: () => void) {
  for (let item = 0; item < count; item += 1) {
    yield await Promise.resolve({ text });
  }
  then?.();
};
/** Waits for something that the other side does on its own. */
const until = async (holds: () => boolean): Promise<void> => {
  for (let look = 0; !holds(); look += 1) {
    if (look === 400) {
      throw new Error(`in vain: ${String(holds)}`);
    }
    await pause(10);
  }
};

describe('a response stream', () => {
  test('arrives whole and in order', async () => {
    const texts = await take(gateway.list({ text: '', count: 3_000 }, soon));
    expect(texts).toEqual(Array.from({ length: 3_000 }, (_, item) => String(item)));
  });

  test('ends with the handler’s error after what came before it', async () => {
    const received: string[] = [];
    const reading = (async () => {
      for await (const { text } of gateway.list({ text: 'fail', count: 10 }, soon)) {
        received.push(text);
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'limit_exceeded', details: { limit: 'items' } });
    expect(received).toEqual(['0', '1', '2']);
  });

  test('is produced no faster than it is read', async () => {
    produced = 0;
    const responses = gateway.list({ text: 'big', count: 2_000 }, soon)[Symbol.asyncIterator]();
    await responses.next();
    await pause(300);
    // 2,000 × 64 KiB would be 125 MiB; only what the buffers on the way hold may have been made.
    expect(produced).toBeLessThan(200);
    await responses.return?.(undefined);
  });

  test('stops at the server when the reader leaves', async () => {
    released = 0;
    expect(await take(gateway.list({ text: 'big', count: 2_000 }, soon), 2)).toHaveLength(2);
    await until(() => released === 1);
    expect(wire.lines.at(-1)?.fields).toMatchObject({ method: '/test.Echo/List', code: 'cancelled' });
  });

  test('ends with timeout when the deadline passes in the middle, and the handler is released', async () => {
    released = 0;
    await expect(take(gateway.list({ text: 'hang', count: 10 }, { deadlineMs: 300 }))).rejects.toMatchObject({
      code: 'timeout',
    });
    await until(() => released === 1);
  });
});

describe('a request stream', () => {
  test('arrives whole', async () => {
    expect(await gateway.join(times(3_000, 'abc'), soon)).toEqual({ text: '9000' });
    expect(await gateway.join(times(0, ''), soon)).toEqual({ text: '0' });
  });

  test('is sent no faster than it is taken', async () => {
    consumed = 0;
    let sent = 0;
    const chunk = 'x'.repeat(64 * 1024);
    const requests = (async function* () {
      yield { text: 'slow' };
      for (; sent < 500; sent += 1) {
        if (sent === 200) {
          // 12 MiB are on their way: the handler must have been taking them meanwhile.
          expect(consumed).toBeGreaterThan(10);
        }
        yield await Promise.resolve({ text: chunk });
      }
    })();
    await gateway.join(requests, soon);
    expect(consumed).toBe(501);
  });

  test('an early refusal reaches the sender, who stops', async () => {
    let finished = false;
    const requests = (async function* () {
      yield { text: 'refuse' };
      yield* times(100_000, 'x'.repeat(1_000), () => (finished = true));
    })();
    await expect(gateway.join(requests, soon)).rejects.toMatchObject({
      code: 'limit_exceeded',
      details: { limit: 'bytes' },
    });
    expect(finished).toBe(false);
  });

  test('that its sender breaks off never looks whole, and the sender sees its own error', async () => {
    const before = wire.lines.length;
    for (let round = 0; round < 30; round += 1) {
      consumed = 0;
      const requests = (async function* () {
        yield* times(round, 'a');
        await until(() => consumed === round);
        throw limitExceeded('source');
      })();
      const details = { limit: 'source' };
      await expect(gateway.join(requests, soon)).rejects.toMatchObject({ code: 'limit_exceeded', details });
    }
    await until(() => wire.lines.length >= before + 29); // the first may be gone before it is sent
    expect(wire.lines.slice(before).map(({ fields }) => fields['code'])).not.toContain('ok');
  });

  test('a single message over 4 MiB is refused by name', async () => {
    await expect(gateway.join(times(1, 'x'.repeat(4_200_000)), soon)).rejects.toMatchObject({
      code: 'limit_exceeded',
      details: { limit: 'message_bytes' },
    });
  });
});
