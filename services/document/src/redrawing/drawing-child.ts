import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

export type DrawingChild = ChildProcessByStdio<Writable, Readable, null>;

const service = join(import.meta.dirname, '..', '..');
/** What a drawing process may read: its own program and the packages that are installed beside it. */
const readable = [
  import.meta.dirname,
  join(service, 'package.json'),
  join(service, 'node_modules'),
  join(service, '..', '..', 'node_modules'),
];

/** 64 KiB pages of WebAssembly: 384 MiB for each decoder. */
const WASM_PAGES = 6_144;

const execArguments = [
  '--permission',
  ...readable.map((path) => `--allow-fs-read=${path}`),
  // libvips calculates in threads. No --allow-addons: only WebAssembly can be loaded, never a native library; and what
  // takes a decoder over finds no way to turn bytes into JavaScript.
  ...['--allow-worker', '--disable-warning=SecurityWarning', '--disallow-code-generation-from-strings'],
  ...['--max-old-space-size=256', `--wasm-max-mem-pages=${WASM_PAGES}`],
  ...['--import', join(import.meta.dirname, 'wasm-alone.js')],
];

/** An empty directory that all drawing processes stand in and none may read or write. */
const emptyDirectory = (() => {
  let made: string | undefined;
  const make = (): string => {
    const directory = mkdtempSync(join(tmpdir(), 'nencho-drawing-'));
    process.once('exit', () => rmdirSync(directory));
    return directory;
  };
  return (): string => (made ??= make());
})();

/**
 * Starts a program with what a decoder of strangers' files may have: its input, its output and its own code. No
 * variables, no other descriptor, nothing to write to, no program to start, no native code.
 */
export const startConfined = (program: string, ...args: readonly string[]): DrawingChild =>
  spawn(process.execPath, [...execArguments, program, ...args], {
    cwd: emptyDirectory(),
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  });

export const startDrawing = (media: string): DrawingChild =>
  startConfined(join(import.meta.dirname, 'drawing-process.js'), media);
