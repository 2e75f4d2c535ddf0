import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What the system has acknowledged to a client, in the client's own words. */
export type Acknowledged =
  | { readonly kind: 'password_set'; readonly person: string }
  | {
      readonly kind: 'saved';
      readonly declarationId: string;
      readonly before: number;
      readonly version: number;
      readonly otherIncome: number;
    }
  | {
      readonly kind: 'submitted';
      readonly declarationId: string;
      readonly before: number;
      readonly version: number;
      readonly receipt: string;
    }
  | { readonly kind: 'approved'; readonly declarationId: string; readonly before: number; readonly version: number }
  | {
      readonly kind: 'attached';
      readonly declarationId: string;
      readonly attachmentId: string;
      readonly sha256: string;
    }
  | { readonly kind: 'imported'; readonly what: 'people' | 'pay'; readonly count: number }
  | { readonly kind: 'job_done'; readonly job: string; readonly done: number };

export type Journal = {
  readonly acknowledge: (entry: Acknowledged) => void;
  readonly entries: () => readonly Acknowledged[];
};

/** Append-only, in memory and in a file that lies outside the system: the judge of what may not be lost. */
export const openJournal = (file: string): Journal => {
  const entries: Acknowledged[] = [];
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  return {
    acknowledge: (entry) => {
      entries.push(entry);
      appendFileSync(file, `${JSON.stringify(entry)}\n`);
    },
    entries: () => [...entries],
  };
};
