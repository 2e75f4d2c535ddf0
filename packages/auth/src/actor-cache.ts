import type { Clock } from '@nencho/kernel';
import type { ResolvedActor } from './actor.js';

export type ActorCache = {
  /**
   * What the subject may do, read at most `ttlMs` ago. `atLeastVersion`: the caller has already seen that version of
   * the grants, so that an older copy is not good enough.
   */
  readonly get: (tenantId: string, sub: string, atLeastVersion?: number) => Promise<ResolvedActor>;
};

type Entry = { readonly readAt: number; readonly actor: Promise<ResolvedActor>; version: number | undefined };

const maxEntries = 10_000;

/**
 * By time alone: an event would reach only one instance. The age counts from the start of the read; callers that come
 * while a read is under way share it; a failed read is not kept.
 */
export const createActorCache = ({
  resolve,
  clock,
  ttlMs = 5_000,
}: {
  readonly resolve: (tenantId: string, sub: string) => Promise<ResolvedActor>;
  readonly clock: Clock;
  readonly ttlMs?: number;
}): ActorCache => {
  const entries = new Map<string, Entry>();

  const read = (key: string, tenantId: string, sub: string, now: number): Entry => {
    const entry: Entry = { readAt: now, actor: resolve(tenantId, sub), version: undefined };
    const forget = (): void => {
      if (entries.get(key) === entry) {
        entries.delete(key);
      }
    };
    entry.actor.then((actor) => (entry.version = actor.grantsVersion), forget);
    entries.delete(key);
    entries.set(key, entry);
    for (const oldest of entries.keys()) {
      if (entries.size <= maxEntries) {
        break;
      }
      entries.delete(oldest);
    }
    return entry;
  };

  const isFresh = (entry: Entry, now: number, atLeastVersion: number): boolean =>
    now >= entry.readAt && now - entry.readAt < ttlMs && (entry.version ?? atLeastVersion) >= atLeastVersion;

  return {
    get: async (tenantId, sub, atLeastVersion = 0) => {
      const key = JSON.stringify([tenantId, sub]);
      const now = clock.now().getTime();
      const known = entries.get(key);
      return (known !== undefined && isFresh(known, now, atLeastVersion) ? known : read(key, tenantId, sub, now)).actor;
    },
  };
};
