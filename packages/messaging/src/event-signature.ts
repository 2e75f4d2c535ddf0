import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Producer, Topic } from '@nencho/contracts/events';
import { AppError } from '@nencho/kernel';
import { readEnvelope, type ReceivedEvent, type Refusal } from './envelope.js';

/** What a signature covers: the envelope as it lies in Kafka, and where it lies. */
type Signed = { readonly topic: string; readonly key: string; readonly value: Buffer };

type EventHeaders = { readonly producer: Producer; readonly signature: string };

/** Signs as one service. */
export type EventSigner = (message: Signed & { readonly topic: Topic }) => EventHeaders;

/** Who vouches for a message; undefined when the signature is not that of the producer it names. */
export type EventVerifier = (message: Signed, producer: string, signature: Buffer) => Producer | undefined;

const PRODUCER = 'producer';
const SIGNATURE = 'signature';

/** Each part with its length before it, so that no two messages read alike. */
const toBeSigned = (producer: string, { topic, key, value }: Signed): Buffer =>
  Buffer.concat(
    ['nencho event 1', producer, topic, key, value].flatMap((part) => {
      const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );

/** `<directory>/events-<service>.key`: Ed25519, PKCS8 PEM. Only the service itself has it. */
export const eventSigner = (producer: Producer, directory: string): EventSigner => {
  const privateKey = createPrivateKey(readFileSync(join(directory, `events-${producer}.key`)));
  return (message) => ({
    [PRODUCER]: producer,
    [SIGNATURE]: sign(null, toBeSigned(producer, message), privateKey).toString('base64'),
  });
};

/** `events-<service>.pub`, or `events-<service>.<anything>.pub` beside it while a key is being replaced. */
const KEY_FILE = /^events-([a-z]+)(\.[^.]+)?\.pub$/;

/** Knows the public keys of all services. */
export const eventVerifier = (directory: string): EventVerifier => {
  const keys = new Map<string, KeyObject[]>();
  for (const file of readdirSync(directory)) {
    const producer = KEY_FILE.exec(file)?.[1];
    if (producer === undefined) continue;
    const key = createPublicKey(readFileSync(join(directory, file)));
    keys.set(producer, [...(keys.get(producer) ?? []), key]);
  }
  return (message, producer, signature) => {
    const signed = toBeSigned(producer, message);
    const known = keys.get(producer) ?? [];
    return known.some((key) => verify(null, signed, key, signature)) ? (producer as Producer) : undefined;
  };
};

/**
 * Of a new key the public half goes to everybody first: what were signed before that would be refused everywhere.
 * @throws AppError `illegal_state`
 */
export const requireKnownKey = (signer: EventSigner, verifier: EventVerifier): void => {
  const message = { topic: 'nencho.audit.v1', key: '', value: Buffer.alloc(0) } as const;
  const { producer, signature } = signer(message);
  if (verifier(message, producer, Buffer.from(signature, 'base64')) !== undefined) return;
  throw new AppError('illegal_state', `no public key fits the one that ${producer} signs its events with`);
};

type Message = {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
};

/**
 * Reads a message only when the service vouches for it that may say this. Of one that nobody vouches for nothing is
 * believed, not even whose tenant's it is.
 */
export const readSigned = (verifier: EventVerifier, message: Message): ReceivedEvent | Refusal => {
  const { topic, key, value, headers } = message;
  const { [PRODUCER]: named, [SIGNATURE]: signature } = headers;
  if (value === null) return { reason: 'undecodable' };
  if (named === undefined || signature === undefined) return { reason: 'unsigned' };
  const signed = { topic, key: key?.toString('utf8') ?? '', value };
  const producer = verifier(signed, named, Buffer.from(signature, 'base64'));
  if (producer === undefined) return { reason: 'forged' };
  return readEnvelope(topic, { key, value }, producer);
};

/** The service that a message names, for one that was verified when it came and was kept. */
export const producerOf = ({ [PRODUCER]: producer = '' }: Readonly<Record<string, string>>): string => producer;

/** Of the headers what says who signed. */
export const signatureHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name === PRODUCER || name === SIGNATURE));
