import { pipeline } from 'node:stream/promises';
import { AppError, validationFailed } from '@nencho/kernel';
import type { Redraw, Scan } from '../application/attachment-ports.js';
import type { Media } from '../domain/media.js';
import { startDrawing, type DrawingChild } from './drawing-child.js';
import type { Refusal } from './drawn.js';
import { decodeFrames, type Frame } from './frames.js';
import { MAX_PREVIEW_BYTES } from './limits.js';
import { pageWatch, toldRefusal, toldScan, Untrue } from './told.js';
import { createTurns } from './turns.js';

const MOST_WAITING = 50;
/** A page sends its files one after the other; people have a phone and a second window. */
const PER_PERSON = 4;

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
  /** Told when a process said what cannot be: the file may have taken it over. */
  readonly logger: { readonly warn: (event: string, fields: { readonly state: string }) => void };
  readonly waiting?: number;
  readonly start?: (media: Media) => DrawingChild;
};

const refused = (rule: Refusal['rule'], params: Refusal['params'] = {}): AppError =>
  validationFailed([{ path: 'file', rule, params }]);

const givenUp = (): AppError => new AppError('timeout', 'drawing a file was given up');

/** What ended the process from outside, or a decoder that brought it down. */
const died = (signal: AbortSignal): AppError => (signal.aborted ? givenUp() : refused('too_complex'));

export const createRedrawer = ({
  processes,
  timeoutMs,
  logger,
  waiting = MOST_WAITING,
  start = startDrawing,
}: RedrawerOptions): Redrawer => {
  const turns = createTurns({ places: processes, waiting, perPerson: PER_PERSON });

  /** What the person is told of a failure; what cannot be is said in the log, too. */
  const explained = (error: unknown): unknown => {
    if (!(error instanceof Untrue)) return error;
    logger.warn('drawing_process_untrue', { state: error.what });
    return refused('broken_file');
  };

  const redraw: Redraw = async ({ media, bytes, asker }, signal) => {
    const release = await turns.take(asker, signal);
    if (signal.aborted) {
      release();
      throw givenUp();
    }
    const child = start(media);
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
      const { value: frame, done } = await frames.next(); // nothing when the process ended without a word
      if (done !== true && frame === undefined) throw new Untrue('order');
      if (frame?.kind === 'refused') {
        const { rule, params } = toldRefusal(frame.bytes);
        throw refused(rule, params);
      }
      if (frame !== undefined) return frame;
      await fed;
      throw sourceError instanceof AppError ? sourceError : died(signal);
    };
    const pagesOf = async function* (scan: Scan): AsyncGenerator<Buffer> {
      const watch = pageWatch(media, scan);
      try {
        for (let frame = await next(); frame.kind !== 'end'; frame = await next()) {
          if (frame.kind !== 'page') throw new Untrue('order');
          yield watch.page(frame.bytes);
        }
        watch.end();
      } catch (error) {
        throw explained(error);
      } finally {
        end();
      }
    };
    try {
      const { kind, bytes: told } = await next();
      if (kind !== 'scan') throw new Untrue('order');
      const scan = toldScan(media, told);
      return { scan, pages: pagesOf(scan) };
    } catch (error) {
      end();
      throw explained(error);
    }
  };

  return { redraw };
};
