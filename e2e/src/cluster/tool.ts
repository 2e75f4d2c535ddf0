import { spawn } from 'node:child_process';

/** What a command printed, whole; its failure with the end of what it said. */
export class ToolFailure extends Error {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;

  constructor(command: readonly string[], status: number | null, stdout: string, stderr: string) {
    super(`${command.join(' ')} ended with ${status ?? 'a signal'}\n${(stderr || stdout).trimEnd().slice(-4_000)}`);
    this.status = status;
    this.stdout = stdout;
    this.stderr = stderr;
  }
}

export type ToolOptions = {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly timeoutMs?: number;
};

/** Runs a command to its end. @throws ToolFailure */
export const tool = async (command: readonly string[], options: ToolOptions = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const [file = '', ...args] = command;
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      signal: AbortSignal.timeout(options.timeoutMs ?? 600_000),
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', (error) => {
      reject(new ToolFailure(command, null, stdout, `${stderr}\n${error.message}`));
    });
    child.once('close', (status) => {
      if (status === 0) {
        resolve(stdout);
      } else {
        reject(new ToolFailure(command, status, stdout, stderr));
      }
    });
    child.stdin.on('error', () => undefined); // it ended without reading
    child.stdin.end(options.input ?? '');
  });
