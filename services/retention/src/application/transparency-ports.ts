import type { Session } from './erasure-ports.js';

/** One act of an operator that touched a tenant (アクセスの透明性). Nothing personal: a subject and the operator's own words. */
export type OperatorAction = {
  /** Of the event that told of it, or a fresh one: an act stands here once. */
  readonly id: string;
  readonly tenantId: string;
  readonly at: Date;
  readonly operatorSub: string;
  readonly action: string;
  readonly reason: string;
  readonly ticket: string;
};

export type ActionFilter = {
  readonly tenantId: string | undefined;
  /** `<instant in ms>/<id>` of the last one read. */
  readonly before: string | undefined;
  readonly limit: number;
};

export type TransparencyStore = {
  readonly insert: (action: OperatorAction, session: Session) => Promise<void>;
  /** Newest first. */
  readonly list: (filter: ActionFilter) => Promise<readonly OperatorAction[]>;
};

/** Signs and reads positions of a list; `validation_failed` (`invalid_cursor`) for another list's or reader's. */
export type ListCursors = {
  readonly sign: (scope: string, position: string) => string;
  readonly read: (scope: string, cursor: string) => string | undefined;
};
