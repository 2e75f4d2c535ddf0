import { spawn } from 'node:child_process';
import { errorCode, StackError } from './stack-error.js';

export type ToolOptions = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** Ends the tool early. */
  readonly signal?: AbortSignal | undefined;
  /** What to say when the tool is not installed. */
  readonly missing?: string;
};

const keptOutput = 4_000;

const describeFailure = (commandLine: string, reason: string, output: string): string => {
  const full = /No space left on device|ENOSPC/.test(output) ? ' (the disk is full)' : '';
  return `${commandLine} failed: ${reason}${full}\n${output.trimEnd()}`;
};

/** Runs a command to its end and returns what it printed. */
export const runTool = async (
  command: string,
  args: readonly string[],
  { cwd, env, timeoutMs = 600_000, signal, missing }: ToolOptions = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const commandLine = [command, ...args.slice(0, 3)].join(' ');
    const timeout = AbortSignal.timeout(timeoutMs); // spawn's own timer outlives a program that is not there
    const child = spawn(command, [...args], {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      killSignal: 'SIGKILL',
      signal: AbortSignal.any([timeout, ...(signal === undefined ? [] : [signal])]),
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-keptOutput);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => {
      if (signal?.aborted === true) {
        reject(error);
        return;
      }
      if (timeout.aborted) {
        const seconds = Math.round(timeoutMs / 1000);
        reject(new StackError(describeFailure(commandLine, `not finished after ${seconds} s`, output)));
        return;
      }
      const absent = errorCode(error) === 'ENOENT';
      reject(
        new StackError(absent && missing !== undefined ? missing : describeFailure(commandLine, error.message, '')),
      );
    });
    child.once('close', (code, signal) => {
      if (code === 0) {
        resolve(output);
      } else {
        const reason = signal === null ? `exit code ${code ?? 'unknown'}` : `ended by ${signal}`;
        reject(new StackError(describeFailure(commandLine, reason, output)));
      }
    });
  });
