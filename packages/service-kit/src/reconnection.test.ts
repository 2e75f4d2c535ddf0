import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { unavailable } from '@nencho/kernel';
import type { Handlers } from './bind-service.js';
import type { TlsConfig } from './credentials.js';
import { createTestCertificates, startEcho, startTestRealm, type EchoService } from './testing/wire-harness.js';

// Processes, sockets and key pairs take their time on a loaded machine.
jest.setTimeout(30_000);

let certificates: Awaited<ReturnType<typeof createTestCertificates>>;
let realm: Awaited<ReturnType<typeof startTestRealm>>;
let identityTls: TlsConfig;
let gatewayTls: TlsConfig;

beforeAll(async () => {
  certificates = await createTestCertificates();
  realm = await startTestRealm();
  identityTls = await certificates.issue('identity');
  gatewayTls = await certificates.issue('gateway');
});
afterAll(() => {
  realm.close();
  certificates.close();
});

const answering = (name: string, say: () => void = () => undefined): Handlers<EchoService> => {
  const answer = async () => {
    say();
    return Promise.resolve({ text: name });
  };
  const list = async function* () {
    yield await answer();
  };
  return { say: answer, operate: answer, internal: answer, forPerson: answer, open: answer, list, join: answer };
};
const start = async (handlers: Handlers<EchoService>, port = 0) =>
  startEcho({
    tls: identityTls,
    verify: realm.verify,
    resolve: async () => Promise.resolve({ disabled: true, departmentIds: [], grants: [], grantsVersion: 0 }),
    handlers,
    port,
  });
const hi = { text: 'hi' };
const soon = { deadlineMs: 5_000 };

describe('a peer that goes away', () => {
  test('is unavailable by name while it is down, and answers again after its return', async () => {
    const first = await start(answering('first'));
    const { port } = first.server;
    const client = first.clientAs(gatewayTls);
    expect(await client.internal(hi, soon)).toEqual({ text: 'first' });
    await first.server.stop(0);
    await expect(client.internal(hi, soon)).rejects.toMatchObject({
      code: 'unavailable',
      details: { dependency: 'identity' },
    });
    const second = await start(answering('second'), port);
    let answer: { readonly text: string } | undefined;
    for (let tries = 0; answer === undefined && tries < 60; tries += 1) {
      answer = await client.internal(hi, soon).catch(() => undefined);
      await pause(50);
    }
    expect(answer).toEqual({ text: 'second' });
    await first.close();
    await second.close();
  });

  test('is tried again within the call while it restarts', async () => {
    const first = await start(answering('first'));
    const { port } = first.server;
    const client = first.clientAs(gatewayTls);
    await client.internal(hi, soon);
    await first.server.stop(0);
    const [answer, second] = await Promise.all([client.internal(hi, soon), start(answering('second'), port)]);
    expect(answer).toEqual({ text: 'second' });
    await first.close();
    await second.close();
  });

  test('one of two instances: the other answers every call', async () => {
    const one = await start(answering('one'));
    const two = await start(answering('two'));
    const targets = `127.0.0.1:${String(one.server.port)},127.0.0.1:${String(two.server.port)}`;
    const client = one.clientAs(gatewayTls, targets);
    const ask = async (times: number): Promise<Set<string>> => {
      const texts = new Set<string>();
      for (let call = 0; call < times; call += 1) {
        texts.add((await client.internal(hi, soon)).text);
      }
      return texts;
    };
    // The second connection may still be opening when the first calls go out.
    const both = new Set<string>();
    for (let tries = 0; both.size < 2 && tries < 500; tries += 1) {
      (await ask(4)).forEach((name) => both.add(name));
    }
    expect(both).toEqual(new Set(['one', 'two']));
    await two.server.stop(0);
    expect(await ask(20)).toEqual(new Set(['one']));
    await one.close();
    await two.close();
  });

  test('a peer that answers `unavailable` itself is asked once', async () => {
    let asked = 0;
    const peer = await start(
      answering('x', () => {
        asked += 1;
        throw unavailable('mongodb');
      }),
    );
    await expect(peer.clientAs(gatewayTls).internal(hi, soon)).rejects.toMatchObject({
      code: 'unavailable',
      details: { dependency: 'mongodb' },
    });
    expect(asked).toBe(1);
    await peer.close();
  });

  test('stopping lets the call under way end', async () => {
    const { promise: underWay, resolve: arrived } = Promise.withResolvers<undefined>();
    let release: (() => void) | undefined;
    const slow = {
      ...answering('slow'),
      internal: async () =>
        new Promise<{ text: string }>((resolve) => {
          release = () => resolve({ text: 'done' });
          arrived(undefined);
        }),
    };
    const peer = await start(slow);
    const call = peer.clientAs(gatewayTls).internal(hi, soon);
    await underWay;
    const stopped = peer.server.stop(5_000);
    release?.();
    expect(await call).toEqual({ text: 'done' });
    await stopped;
    await peer.close();
  });
});
