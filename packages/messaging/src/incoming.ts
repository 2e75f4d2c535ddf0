import type { ReceivedEvent } from './envelope.js';
import type { Position } from './message-rows.js';

/** A message as it came, with its topic less the prefix. */
export type RawMessage = Position & {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Record<string, string>;
};

export type IncomingEvent = { readonly raw: RawMessage; readonly event: ReceivedEvent };
