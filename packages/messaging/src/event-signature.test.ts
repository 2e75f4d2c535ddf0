import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { eventSigner, eventVerifier, requireKnownKey, type EventSigner } from './event-signature.js';
import { writeKeyPair } from './testing/key-pairs.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nencho-keys-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const message = { topic: 'nencho.identity.v1', key: 'a', value: Buffer.from('b') } as const;
const at = (name: string): string => join(directory, name);
const vouchesFor = (sign: EventSigner) => {
  const { producer, signature } = sign(message);
  return eventVerifier(at('public'))(message, producer, Buffer.from(signature, 'base64'));
};

test('of a service whose key is being replaced the old and the new one count, and no third', () => {
  writeKeyPair('events-identity', { privateIn: at('old'), publicIn: at('public'), suffix: '.0' });
  writeKeyPair('events-identity', { privateIn: at('new'), publicIn: at('public'), suffix: '.1' });
  writeKeyPair('events-identity', { privateIn: at('stranger'), publicIn: at('elsewhere') });
  const by = (holder: string) => vouchesFor(eventSigner('identity', at(holder)));
  expect([by('old'), by('new'), by('stranger')]).toEqual(['identity', 'identity', undefined]);
});

test('a key counts for its own service alone', () => {
  writeKeyPair('events-identity', { privateIn: at('private'), publicIn: at('public') });
  writeKeyPair('events-document', { privateIn: at('private'), publicIn: at('public') });
  const { signature } = eventSigner('document', at('private'))(message);
  expect(eventVerifier(at('public'))(message, 'identity', Buffer.from(signature, 'base64'))).toBeUndefined();
});

test('a service does not sign with a key whose public half is not there yet', () => {
  writeKeyPair('events-identity', { privateIn: at('old'), publicIn: at('public') });
  writeKeyPair('events-identity', { privateIn: at('new'), publicIn: at('not-there-yet') });
  const verifier = eventVerifier(at('public'));
  expect(() => requireKnownKey(eventSigner('identity', at('old')), verifier)).not.toThrow();
  expect(() => requireKnownKey(eventSigner('identity', at('new')), verifier)).toThrow('no public key fits');
});
