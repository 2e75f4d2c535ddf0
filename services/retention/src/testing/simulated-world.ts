import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { requireRecentSignIn, type OperatorActor } from '@nencho/auth';
import { isKekOf } from '@nencho/crypto';
import { newId, systemClock, versionConflict, type LocalDate } from '@nencho/kernel';
import {
  appendLedger,
  ledgerEntryHash,
  openLedger,
  type LedgerFile,
  type LedgerStore,
} from '@nencho/service-kit/erasure-ledger';
import { advanceErasure } from '../application/advance-erasure.js';
import { contractEvents } from '../application/contract-events.js';
import type { Certificate, ErasureDeps, ErasureEvent, ErasureStore, Session } from '../application/erasure-ports.js';
import { watchErasures } from '../application/erasure-watch.js';
import { operatorActs, type OperatorActs } from '../application/operator-acts.js';
import { recordAnswer } from '../application/record-answer.js';
import { emptyHead } from '../domain/chain.js';
import { isOpenState, participants, type Erasure, type ErasureSettings } from '../domain/erasure.js';
import { makeCertificate } from '../proof/make-certificate.js';
import { startOf } from '../store/ledger-access.js';

const digest = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const hour = 3_600_000;
const session = {} as Session;

/** Where everything of one tenant's end happens by an injected clock: years pass in milliseconds. */
export type World = {
  readonly tenantId: string;
  readonly now: () => Date;
  readonly publicKey: KeyObject;
  readonly ledgerFiles: () => readonly LedgerFile[];
  readonly erasure: () => Erasure;
  readonly certificates: ReadonlyMap<string, Certificate>;
  readonly events: readonly ErasureEvent[];
  readonly alarms: readonly number[];
  readonly operators: OperatorActs;
  readonly end: (endDate: LocalDate) => Promise<void>;
  /** Something that will happen at an instant. */
  readonly plan: (at: Date, act: () => Promise<void>) => void;
  /** Lets time pass until the instant, or until the erasure is at an end. */
  readonly runUntil: (until: Date) => Promise<void>;
};

export type WorldOptions = {
  readonly settings: ErasureSettings;
  readonly start: Date;
  /** From 0 to 1; the same seed gives the same run. */
  readonly random: () => number;
  /** How often the process dies between an effect and its save. */
  readonly crashRate: number;
  /** How long a service takes at most. */
  readonly slowestAnswerMs: number;
};

const crash = new Error('killed');

const memoryStore = (rows: Map<string, { erasure: Erasure; dueAt: Date | undefined }>): ErasureStore => {
  const all = () => [...rows.values()].map(({ erasure }) => erasure);
  return {
    byId: async (id) => Promise.resolve(rows.get(id)?.erasure),
    ofTenant: async (tenantId) => Promise.resolve(all().findLast((erasure) => erasure.tenantId === tenantId)),
    due: async (now) =>
      Promise.resolve(
        [...rows.values()].flatMap(({ erasure, dueAt }) => (dueAt !== undefined && dueAt <= now ? [erasure.id] : [])),
      ),
    states: async () => Promise.resolve(new Map(all().map(({ id, state }) => [id, state]))),
    allOpen: async () => Promise.resolve(all().filter(({ state }) => isOpenState(state))),
    list: async () => Promise.resolve(all()),
    save: async (erasure, dueAt) => {
      if ((rows.get(erasure.id)?.erasure.version ?? 0) !== erasure.version) throw versionConflict('erasure');
      const saved = { ...erasure, version: erasure.version + 1 };
      rows.set(erasure.id, { erasure: saved, dueAt: isOpenState(saved.state) ? dueAt : undefined });
      return Promise.resolve(saved);
    },
    postpone: async ({ id, version }, dueAt) => {
      const row = rows.get(id);
      if (row?.erasure.version === version) rows.set(id, { ...row, dueAt });
      return Promise.resolve();
    },
  };
};

const memoryLedger = (files: Map<string, Uint8Array>): LedgerStore => ({
  names: async () => Promise.resolve([...files.keys()]),
  read: async (name) => Promise.resolve(files.get(name)),
  create: async (name, bytes) => {
    if (files.has(name)) return Promise.resolve(false);
    files.set(name, bytes);
    return Promise.resolve(true);
  },
});

/** A vault that keeps a deleted key for seven days, as it was set at its creation. */
const memoryVault = (now: () => Date) => {
  let state: 'active' | 'disabled' | 'deleted' = 'active';
  let deletedAt = Infinity;
  return {
    disable: async () => {
      if (state === 'active') state = 'disabled';
      return Promise.resolve();
    },
    destroy: async () => {
      if (state !== 'deleted') [state, deletedAt] = ['deleted', now().getTime()];
      return Promise.resolve();
    },
    state: async () => Promise.resolve(now().getTime() >= deletedAt + 7 * 24 * hour ? ('gone' as const) : state),
  };
};

/** Keys are made once: they cost more than a simulated year. */
const keyPair = generateKeyPairSync('ed25519');

export const simulatedWorld = (options: WorldOptions): World => {
  const { settings, random, crashRate } = options;
  const tenantId = newId();
  const rows = new Map<string, { erasure: Erasure; dueAt: Date | undefined }>();
  const files = new Map<string, Uint8Array>();
  const certificates = new Map<string, Certificate>();
  const events: ErasureEvent[] = [];
  const alarms: number[] = [];
  const ordered = new Set<string>();
  let watchedAt = 0;
  const planned: { at: Date; act: () => Promise<void> }[] = [];
  let time = options.start;
  const now = () => time;
  const clock = { now };
  /** What identity says of the contract. */
  const ended = () => ({ state: 'ended', contractEnd: [...rows.values()][0]?.erasure.endDate ?? '' });
  const store = memoryStore(rows);
  /** Dies before or after an effect, now and then. */
  const mortal =
    <A extends unknown[], R>(effect: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (random() < crashRate / 2) throw crash;
      const result = await effect(...args);
      if (random() < crashRate / 2) throw crash;
      return result;
    };
  const vault = memoryVault(now);
  const ledger = { store: memoryLedger(files), publicKeys: [keyPair.publicKey], signingKey: keyPair.privateKey };
  const certify = makeCertificate({ signingKey: keyPair.privateKey, settings, version: 'simulated', location: '' });
  const answer = recordAnswer({ erasures: store, clock });

  const deps: ErasureDeps = {
    erasures: { ...store, save: async (...args) => mortal(store.save)(...args) },
    certificates: {
      find: async (id) => Promise.resolve(certificates.get(id)),
      insert: mortal(async (certificate: Certificate) => {
        const kept = certificates.get(certificate.erasureId) ?? certificate;
        certificates.set(certificate.erasureId, kept);
        return Promise.resolve(kept);
      }),
    },
    transact: async (work) => work(session),
    publish: async (_, { id }, event) => {
      events.push(event);
      if (event.type !== 'ErasureOrdered') return Promise.resolve();
      const order = `${event.dryRun}/${event.round}`;
      // What is ordered again finds the services at work already; now and then one answers once more.
      if (ordered.has(order) && random() > 0.02) return Promise.resolve();
      ordered.add(order);
      for (const service of participants) {
        const at = new Date(time.getTime() + random() * options.slowestAnswerMs);
        const count = event.dryRun || event.round === 1 ? 7 : 0;
        const given = {
          erasureId: id,
          dryRun: event.dryRun,
          round: event.round,
          service,
          stores: [{ name: 's', count }],
        };
        const arrive = async () => answer(tenantId, given, session);
        planned.push({ at, act: arrive }, { at: new Date(at.getTime() + hour), act: arrive }); // late and repeated
      }
      return Promise.resolve();
    },
    ledger: mortal(async (event, erasure, certificateHash) => {
      const { id, kekName, approvers } = erasure;
      const start = event === 'erasing' ? startOf(erasure) : undefined;
      await openLedger(ledger, options.start);
      const content = { event, tenantId, erasureId: id, kekName, approvers: approvers.map(({ sub }) => sub), at: time };
      const entry = await appendLedger(ledger, {
        ...content,
        ...(start === undefined ? {} : { start }),
        ...(certificateHash === undefined ? {} : { certificateHash }),
      });
      return { index: entry.index, hash: ledgerEntryHash(entry) };
    }),
    keys: {
      ...{ disable: mortal(vault.disable), destroy: mortal(vault.destroy), state: vault.state },
      placeOf: (name) => `vault/${name}`,
      belongsTo: isKekOf,
    },
    closeChain: async () => Promise.resolve(emptyHead(tenantId, digest)),
    certify,
    contract: async () => Promise.resolve(ended()),
    clockAgrees: async () => Promise.resolve(true),
    ...{ digest, clock, settings },
    logger: {
      info: () => undefined,
      warn: () => undefined,
      error: (event, fields) => {
        if (event === 'erasure_overdue') alarms.push(fields?.count ?? 0);
      },
    },
  };
  const advance = advanceErasure(deps);
  const termination = { move: async () => Promise.resolve(), removeOf: async () => Promise.resolve() };
  const watch = watchErasures({
    ...{ ...deps, erasures: store, recordAlarms: () => undefined },
    termination: { removeOlder: async () => Promise.resolve(0) },
  });

  const work = async (): Promise<void> => {
    for (const id of await store.due(time, 1)) {
      try {
        while (await advance(id)) {
          // until it waits
        }
      } catch (error) {
        if (error !== crash) throw error;
        await store.postpone((await store.byId(id)) ?? { id, version: 0 }, new Date(time.getTime() + 10_000));
      }
    }
  };
  const nextInstant = (until: Date): Date => {
    const due = [...rows.values()].flatMap(({ dueAt }) => (dueAt === undefined ? [] : [dueAt]));
    const all = [until, new Date(time.getTime() + 24 * hour), ...planned.map(({ at }) => at), ...due];
    return new Date(Math.max(time.getTime(), Math.min(...all.map((at) => at.getTime()))));
  };

  return {
    ...{ tenantId, now, certificates, events, alarms, publicKey: keyPair.publicKey },
    ledgerFiles: () => [...files].map(([name, bytes]) => ({ name, bytes })),
    erasure: () => {
      const [row] = rows.values();
      if (row === undefined) throw new Error('no contract has ended here');
      return row.erasure;
    },
    operators: operatorActs({
      ...{ erasures: store, settings, publish: deps.publish, clock },
      mutate: async (_, run) => {
        await run(session);
      },
      whatIs: async (id) =>
        Promise.resolve(
          id === tenantId
            ? { kind: 'tenant', tenantCode: 'midori', displayName: 'みどり商事', ...ended() }
            : { kind: 'company', tenantCode: '', displayName: '', state: '', contractEnd: '' },
        ),
      transparency: { insert: async () => Promise.resolve() },
      requireRecentSignIn: (actor) => requireRecentSignIn(actor, systemClock),
    }),
    end: async (endDate) =>
      contractEvents({ ...deps, erasures: store, termination }).ended(
        { tenantId, tenantCode: 'midori', kekName: `tenant-${tenantId}`, state: 'ended', contractEnd: endDate },
        endDate,
        session,
      ),
    plan: (at, act) => void planned.push({ at, act }),
    runUntil: async (until) => {
      while (time < until && ![...rows.values()].every(({ erasure }) => !isOpenState(erasure.state))) {
        time = nextInstant(until);
        const happening = planned.filter(({ at }) => at <= time);
        for (const one of happening) planned.splice(planned.indexOf(one), 1);
        for (const { act } of happening) await act();
        await work();
        if (time.getTime() >= watchedAt + 24 * hour) {
          watchedAt = time.getTime();
          await watch();
        }
      }
    },
  };
};

/** An operator who signed in that many seconds ago. */
export const operator = (sub: string, secondsAgo = 0): OperatorActor => ({
  ...{ kind: 'operator', sub, token: 'none' },
  authTime: Math.floor(Date.now() / 1_000) - secondsAgo,
});
