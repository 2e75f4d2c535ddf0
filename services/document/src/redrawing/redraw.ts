import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError, limitExceeded, validationFailed } from '@nencho/kernel';
import type { Redraw, Scan } from '../application/attachment-ports.js';
import type { Media } from '../domain/media.js';
import type { Refusal } from './drawn.js';
import { decodeFrames, type Frame } from './frames.js';
import { MAX_PREVIEW_BYTES } from './limits.js';

/** The checkout or the image's /app: what the drawing process may read. */
const codeRoot = join(import.meta.dirname, '..', '..', '..', '..');

/** 64 KiB pages of WebAssembly: 384 MiB for PDFium. */
const WASM_PAGES = 6_144;
const QUEUE = 50;

const execArguments = [
  ...['--permission', `--allow-fs-read=${codeRoot}`, '--allow-addons', '--disable-warning=SecurityWarning'],
  ...['--max-old-space-size=256', `--wasm-max-mem-pages=${WASM_PAGES}`],
  join(import.meta.dirname, 'drawing-process.js'),
];

type Child = ChildProcessByStdio<Writable, Readable, null>;

export type Redrawer = {
  /**
   * Draws a file in a process of its own. @throws AppError `validation_failed` at `file` when it cannot be shown,
   * `limit_exceeded` when too many wait, `timeout` when the caller is gone.
   */
  readonly redraw: Redraw;
};

type RedrawerOptions = {
  /** At the same time. */
  readonly processes: number;
  readonly timeoutMs: number;
};

const refused = (rule: Refusal['rule'] | 'too_complex', params: Refusal['params'] = {}): AppError =>
  validationFailed([{ path: 'file', rule, params }]);

/** What ended the process from outside, or a decoder that brought it down. */
const died = (signal: AbortSignal): AppError =>
  signal.aborted ? new AppError('timeout', 'drawing a file was given up') : refused('too_complex');

/** Hands out turns in the order of asking. */
const createTurns = (places: number) => {
  const waiting: (() => void)[] = [];
  let free = places;
  const release = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  const take = async (): Promise<() => void> => {
    if (free > 0) free -= 1;
    else if (waiting.length >= QUEUE) throw limitExceeded('redrawings');
    else await new Promise<void>((resolve) => void waiting.push(resolve));
    let isHeld = true;
    return () => {
      if (isHeld) release();
      isHeld = false;
    };
  };
  return { take };
};

const refusalOf = ({ bytes }: Frame): AppError => {
  const { rule, params } = JSON.parse(bytes.toString('utf8')) as Refusal;
  return refused(rule, params);
};

const startProcess = (media: Media): Child =>
  spawn(process.execPath, [...execArguments, media], { env: {}, stdio: ['pipe', 'pipe', 'ignore'] });

export const createRedrawer = ({ processes, timeoutMs }: RedrawerOptions): Redrawer => {
  const turns = createTurns(processes);

  const redraw: Redraw = async ({ media, bytes }, signal) => {
    const release = await turns.take();
    const child = startProcess(media);
    const late = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const kill = (): void => void child.kill('SIGKILL');
    late.addEventListener('abort', kill);
    const end = (): void => {
      late.removeEventListener('abort', kill);
      kill();
      release();
    };
    child.once('error', end);
    // Its own failure shows in what it says; that of the source is ours.
    let sourceError: unknown;
    const fed = pipeline(bytes, child.stdin).catch((error: unknown) => {
      if (child.exitCode === null && child.signalCode === null) sourceError = error;
      kill();
    });
    const frames = decodeFrames(child.stdout, MAX_PREVIEW_BYTES);
    const next = async (): Promise<Frame> => {
      const { value: frame } = await frames.next(); // nothing when the process ended without a word
      if (frame?.kind === 'refused') throw refusalOf(frame);
      if (frame !== undefined) return frame;
      await fed;
      throw sourceError instanceof AppError ? sourceError : died(signal);
    };
    const pages = async function* (): AsyncGenerator<Buffer> {
      try {
        for (let frame = await next(); frame.kind === 'page'; frame = await next()) yield frame.bytes;
      } finally {
        end();
      }
    };
    try {
      const { kind, bytes: scan } = await next();
      if (kind !== 'scan') throw refused('broken_file');
      return { scan: JSON.parse(scan.toString('utf8')) as Scan, pages: pages() };
    } catch (error) {
      end();
      throw error;
    }
  };

  return { redraw };
};
