import type { Clock } from '@nencho/kernel';
import type { Digest, Head } from '../domain/chain.js';
import type { Contract, Erasure, ErasureSettings, ErasureState, LedgerReference } from '../domain/erasure.js';

declare const sessionBrand: unique symbol;
/** A transaction under way. */
export type Session = { readonly [sessionBrand]: 'Session' };
export type Transact = <T>(work: (session: Session) => Promise<T>) => Promise<T>;

export type ErasureList = {
  readonly after: string | undefined;
  readonly limit: number;
  readonly includeCertified: boolean;
};

export type ErasureStore = {
  readonly byId: (id: string, session?: Session) => Promise<Erasure | undefined>;
  /** The one that is not at an end, or else the newest. */
  readonly ofTenant: (tenantId: string, session?: Session) => Promise<Erasure | undefined>;
  /** Open ones whose time has come, those that wait longest first. */
  readonly due: (now: Date, limit: number) => Promise<readonly string[]>;
  readonly allOpen: () => Promise<readonly Erasure[]>;
  /** Of every row, by its id. */
  readonly states: () => Promise<ReadonlyMap<string, ErasureState>>;
  /** By the last day of the contract, earliest first; `after` is `<end date>/<id>`. */
  readonly list: (list: ErasureList) => Promise<readonly Erasure[]>;
  /**
   * Saves the next version; `dueAt` is when the loop looks at it again (undefined: not before something happens).
   * @throws AppError `version_conflict` when somebody saved in between
   */
  readonly save: (erasure: Erasure, dueAt: Date | undefined, session: Session) => Promise<Erasure>;
  /** Not a change of the erasure: when to look again after a failure or while waiting. */
  readonly postpone: (erasure: Pick<Erasure, 'id' | 'version'>, dueAt: Date | undefined) => Promise<void>;
};

export type ErasureEvent =
  | { readonly type: 'ErasureOrdered'; readonly dryRun: boolean; readonly round: number }
  | { readonly type: 'KeyDestroyed' | 'ErasureCertified' | 'ContractEndCancelled' };

/** Into the outbox, with the change that it tells of. */
export type Publish = (session: Session, erasure: Erasure, event: ErasureEvent) => Promise<void>;

export type LedgerWriter = (
  event: 'erasing' | 'key_destroyed' | 'certified',
  erasure: Erasure,
  certificateHash?: string,
) => Promise<LedgerReference>;

/** The tenant's key in the vault. Each call may be repeated; an unreachable vault is `unavailable`, never `gone`. */
export type TenantKek = {
  readonly disable: (name: string) => Promise<void>;
  readonly destroy: (name: string) => Promise<void>;
  readonly state: (name: string) => Promise<'active' | 'disabled' | 'deleted' | 'gone'>;
  /** Its address: what another vault says of a key of that name proves nothing. */
  readonly placeOf: (name: string) => string;
  /** Whether it is the tenant's own by its name. */
  readonly belongsTo: (name: string, tenantId: string) => boolean;
};

/** Ends the tenant's audit chain: nothing is added any more. Answers with its last link. */
export type CloseChain = (tenantId: string, session: Session) => Promise<Head>;

export type Certificate = {
  readonly erasureId: string;
  /** Canonical JSON, signed. */
  readonly json: string;
  readonly hash: string;
  readonly certifiedAt: Date;
};
export type CertificateStore = {
  /** By the hash that the ledger has: what lies beside the ledger answers when this database has lost it. */
  readonly find: (erasureId: string, hash: string | undefined) => Promise<Certificate | undefined>;
  /** Keeps the first one, here and beside the ledger. */
  readonly insert: (certificate: Certificate) => Promise<Certificate>;
};
/** Certificates beside the ledger, where they outlive this service's database. */
export type CertificatesBeside = {
  /** @returns the one that stands there, which is the first */
  readonly keep: (certificate: Certificate) => Promise<Certificate>;
  readonly find: (erasureId: string) => Promise<Certificate | undefined>;
};
/** Makes the signed certificate of an erasure that is complete. */
export type Certify = (erasure: Erasure, now: Date) => Promise<Certificate> | Certificate;

export type ErasureLog = {
  readonly info: (
    event: string,
    fields?: { readonly state?: string; readonly tenant?: string; readonly count?: number },
  ) => void;
  readonly warn: (
    event: string,
    fields?: {
      readonly state?: string;
      readonly tenant?: string;
      readonly count?: number;
      readonly code?: string;
      readonly err?: unknown;
    },
  ) => void;
  readonly error: (
    event: string,
    fields?: { readonly state?: string; readonly tenant?: string; readonly count?: number; readonly err?: unknown },
  ) => void;
};

export type ErasureDeps = {
  readonly erasures: ErasureStore;
  readonly certificates: CertificateStore;
  readonly transact: Transact;
  readonly publish: Publish;
  readonly ledger: LedgerWriter;
  readonly keys: TenantKek;
  readonly digest: Digest;
  readonly closeChain: CloseChain;
  readonly certify: Certify;
  /** As identity has it now. @throws AppError `unavailable` when it cannot be asked */
  readonly contract: (tenantId: string) => Promise<Contract>;
  readonly clock: Clock;
  /** Whether a second clock agrees with ours: a wrong one must not end a grace or sign a date. */
  readonly clockAgrees: () => Promise<boolean>;
  readonly settings: ErasureSettings;
  readonly logger: ErasureLog;
};

/** What people do here that their audit trail records. */
export type AuditEventType =
  | 'export_acknowledged'
  | 'export_waived'
  | 'contract_end_cancelled'
  | 'termination_contact_recorded'
  | 'audit_exported';
