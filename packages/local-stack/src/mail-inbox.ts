import { appendFileSync, existsSync, fsyncSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { privateDirectory } from './private-files.js';

/** One mail as it arrived, one copy whatever the number of receivers. */
export type CaughtMail = {
  readonly id: number;
  readonly receivedAt: string;
  readonly messageId: string;
  readonly from: string;
  /** Addresses of the envelope: whom it really went to. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

export type MailInbox = {
  append(mail: Omit<CaughtMail, 'id'>): CaughtMail;
  /** Newest last. `to` compares without case; `after` is an id. */
  list(filter?: { readonly to?: string; readonly after?: number }): readonly CaughtMail[];
  find(id: number): CaughtMail | undefined;
};

const parseLine = (line: string): readonly CaughtMail[] => {
  try {
    return [JSON.parse(line) as CaughtMail];
  } catch {
    return []; // the line that a kill cut off: its sender got no acknowledgement and sends again
  }
};

/** Keeps the mails in a file of one JSON line each, so that the inbox survives a restart. */
export const openInbox = (file: string): MailInbox => {
  privateDirectory(dirname(file));
  const mails: CaughtMail[] = existsSync(file) ? readFileSync(file, 'utf8').split('\n').flatMap(parseLine) : [];
  const descriptor = openSync(file, 'a', 0o600);
  appendFileSync(descriptor, '\n'); // ends a line that was cut off
  return {
    append: (mail) => {
      const stored = { id: (mails.at(-1)?.id ?? 0) + 1, ...mail };
      appendFileSync(descriptor, `${JSON.stringify(stored)}\n`);
      fsyncSync(descriptor);
      mails.push(stored);
      return stored;
    },
    list: ({ to, after = 0 } = {}) =>
      mails.filter(
        (mail) =>
          mail.id > after &&
          (to === undefined || mail.to.some((address) => address.toLowerCase() === to.toLowerCase())),
      ),
    find: (id) => mails.find((mail) => mail.id === id),
  };
};
