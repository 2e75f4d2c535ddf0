import {
  adoptProcess,
  logSize,
  logTail,
  type ManagedProcess,
  type ProcessSpec,
  spawnProcess,
} from './managed-process.js';
import { StackError } from './stack-error.js';
import { waitUntil } from './wait-until.js';

export type ServerSpec = {
  readonly process: ProcessSpec;
  readonly timeoutMs: number;
  /** What the user can do when it does not come up, e.g. which variable names an existing server. */
  readonly wayOut: string;
  /** Before a spawn, not before a take-over. */
  prepare?(): Promise<void>;
  probe(): Promise<boolean>;
};

const adoptTimeoutMs = 5_000;

const requireAlive =
  (server: ManagedProcess, { process: { name, logFile }, wayOut }: ServerSpec, logStart: number) =>
  (): void => {
    if (!server.isAlive()) {
      throw new StackError(
        `${name} ended while starting; the end of ${logFile}:\n${logTail(logFile, logStart)}\n${wayOut}`,
      );
    }
  };

const takeOver = async (spec: ServerSpec, signal?: AbortSignal): Promise<ManagedProcess | undefined> => {
  const orphan = await adoptProcess(spec.process);
  if (orphan === undefined) {
    return undefined;
  }
  try {
    const { name } = spec.process;
    await waitUntil(async () => spec.probe(), {
      what: name,
      timeoutMs: adoptTimeoutMs,
      signal,
      giveUp: requireAlive(orphan, spec, logSize(spec.process.logFile)),
    });
    return orphan;
  } catch {
    signal?.throwIfAborted();
    await orphan.stop(); // runs but does not answer
    return undefined;
  }
};

/** Goes on with the server that a former launcher left, else starts one; resolves when it answers. */
export const startServer = async (spec: ServerSpec, signal?: AbortSignal): Promise<ManagedProcess> => {
  const orphan = await takeOver(spec, signal);
  if (orphan !== undefined) {
    return orphan;
  }
  await spec.prepare?.();
  signal?.throwIfAborted();
  const logStart = logSize(spec.process.logFile);
  const server = await spawnProcess(spec.process);
  try {
    const { name, logFile } = spec.process;
    await waitUntil(async () => spec.probe(), {
      what: `${name} (log: ${logFile})`,
      timeoutMs: spec.timeoutMs,
      signal,
      giveUp: requireAlive(server, spec, logStart),
    });
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
};
