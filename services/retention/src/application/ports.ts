import type { Head, Link } from '../domain/chain.js';

/** What a line of the trail says; the shape of the wire's AuditEntry. */
export type AuditLine = {
  readonly eventId: string;
  readonly type: string;
  readonly actor:
    | {
        readonly kind: string;
        readonly sub: string;
        readonly employeeId: string;
        readonly jobId: string;
        readonly service: string;
      }
    | undefined;
  readonly subjectKind: string;
  readonly subjectIds: readonly string[];
  readonly outcome: string;
  readonly at: string;
  readonly changedFields: readonly string[];
  readonly params: Readonly<Record<string, string>>;
};

/** What may be searched for, each by its blind index. */
export type SearchTerm = { readonly kind: 'type' | 'subject' | 'actor'; readonly value: string };

export type LinkFilter = {
  readonly terms: readonly SearchTerm[];
  readonly from: Date | undefined;
  readonly to: Date | undefined;
  /** Only links with a smaller index. */
  readonly before: number | undefined;
  readonly limit: number;
};

export type ChainStore = {
  readonly head: (tenantId: string) => Promise<Head | undefined>;
  /** Newest first. */
  readonly search: (tenantId: string, filter: LinkFilter) => Promise<readonly Link[]>;
  /** All links by index. */
  readonly stream: (tenantId: string) => AsyncIterable<Link>;
};

/** Opens the sealed line of a link. */
export type OpenLine = (link: Link) => Promise<AuditLine>;

/** One recorded search: whose it is and all its filters. A cursor is good for that one alone. */
export type SearchScope = { readonly tenantId: string; readonly sub: string; readonly filters: readonly string[] };

/** The file of an export, line by line. */
export type AuditExport = {
  readonly start: () => string;
  readonly link: (link: Link, entry: unknown) => string;
  readonly end: (head: Head) => string;
};

/** Signs and reads the cursors of a search. */
export type Cursors = {
  readonly sign: (scope: SearchScope, index: number) => string;
  /** `validation_failed` (`invalid_cursor`) for the cursor of another search. */
  readonly read: (scope: SearchScope, cursor: string) => number | undefined;
};

/** Records in the trail itself that somebody searched it. */
export type RecordSearch = (person: {
  readonly tenantId: string;
  readonly sub: string;
  readonly employeeId?: string | undefined;
}) => Promise<void>;
