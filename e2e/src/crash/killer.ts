import type { SystemState } from '@nencho/local-stack/system';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { killNow } from '../harness/system-under-test.js';
import type { Kill, Part, Schedule } from './schedule.js';

export type Recovery = { readonly victim: string; readonly ms: number };

export type Killer = {
  readonly enter: (part: Part) => void;
  /** Called before each request of a client; kills whatever the schedule names for it. */
  readonly beforeRequest: () => void;
  /** Waits until everything that was killed answers again. @returns how long each was away */
  readonly recovered: () => Promise<readonly Recovery[]>;
  /** Kills of the schedule that no request has reached. */
  readonly left: () => readonly Kill[];
};

const patienceMs = 240_000;

const answersHttp = async (url: string): Promise<boolean> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok === true;
};

const takesConnections = async (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.unref();
    setTimeout(() => resolve(false), 2_000).unref();
  });

const answers = async (state: SystemState, name: string): Promise<boolean> => {
  const instance = state.instances.find((one) => one.name === name);
  if (instance !== undefined) return answersHttp(`http://127.0.0.1:${instance.probePort}/readyz`);
  if (name === 'keycloak') return answersHttp(`${state.keycloak.url}/realms/nencho`);
  const address = name === 'mongod' ? /@([^/,?]+)/.exec(state.mongodbUri)?.[1] : state.kafka.brokers[0];
  return takesConnections(Number(address?.split(':').at(-1)));
};

const pidOf = ({ runDirectory }: SystemState, name: string): number | undefined => {
  try {
    return (JSON.parse(readFileSync(join(runDirectory, `${name}.pid`), 'utf8')) as { readonly pid: number }).pid;
  } catch {
    return undefined;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Kills a process and waits for the next one: the supervisor's doing, nobody's here. */
export const killAndWait = async (state: SystemState, victim: string): Promise<Recovery> => {
  const started = performance.now();
  const before = pidOf(state, victim);
  // Dead already from another kill, or just being started again: then there is nothing to kill at this moment.
  if (before !== undefined && isAlive(before)) killNow(state, victim);
  for (;;) {
    const pid = pidOf(state, victim);
    if (pid !== undefined && pid !== before && (await answers(state, victim))) break;
    if (performance.now() - started > patienceMs) throw new Error(`${victim} has not come back by itself`);
    await pause(100);
  }
  return { victim, ms: Math.round(performance.now() - started) };
};

export const createKiller = (state: SystemState, { kills }: Schedule): Killer => {
  const waiting = [...kills];
  const recoveries: Promise<Recovery>[] = [];
  let part: Part = 'import';
  let requests = 0;
  return {
    enter: (next) => {
      part = next;
      requests = 0;
    },
    beforeRequest: () => {
      requests += 1;
      for (const kill of waiting.filter((one) => one.part === part && one.request === requests)) {
        waiting.splice(waiting.indexOf(kill), 1);
        const recovery = killAndWait(state, kill.victim);
        recovery.catch(() => undefined); // seen by whoever waits for the recovery
        recoveries.push(recovery);
      }
    },
    recovered: async () => Promise.all(recoveries),
    left: () => [...waiting],
  };
};
