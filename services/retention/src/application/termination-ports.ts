import type { Session } from './erasure-ports.js';

/** 解約時の連絡先: whom the certificate is for. Kept until business day 60, under a key of the system. */
export type TerminationContact = {
  readonly organisation: string;
  readonly contactName: string;
  readonly postalCode: string;
  readonly address: string;
};

/** One-time codes of letters. Only hashes of them are stored. */
export type Codes = {
  readonly fresh: () => string;
  /** Undefined for a text that can be no code. */
  readonly hashOf: (typed: string) => string | undefined;
};

export type TerminationStore = {
  readonly saveContact: (
    erasureId: string,
    contact: TerminationContact,
    keptUntil: Date,
    session: Session,
  ) => Promise<void>;
  readonly contact: (erasureId: string) => Promise<TerminationContact | undefined>;
  /** The contract ends on another day than was said. */
  readonly move: (erasureId: string, keptUntil: Date, session: Session) => Promise<void>;
  /** The contract does not end: record and code go. */
  readonly removeOf: (erasureId: string, session: Session) => Promise<void>;
  /** @returns how many */
  readonly removeOlder: (now: Date) => Promise<number>;
  /** Voids the code before. Only the hash of a code is stored. */
  readonly replaceCode: (erasureId: string, codeHash: string, issuedAt: Date, session: Session) => Promise<void>;
  readonly findCode: (
    codeHash: string,
  ) => Promise<{ readonly erasureId: string; readonly firstUsedAt?: Date } | undefined>;
  readonly markUsed: (codeHash: string, at: Date) => Promise<void>;
};
