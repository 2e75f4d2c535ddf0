import { validationFailed } from '@nencho/kernel';
import { type CallOptions } from '@nencho/service-kit';
import { type Request, type RequestHandler } from 'express';
import { type z } from 'zod';
import { callOptions, deadlines } from './call.js';
import { idempotencyKeyOf } from './idempotency-key.js';
import { parseInput } from './parse.js';
import { tooLarge, unsupportedMediaType } from './problem.js';
import { nothing, type Route, type RouteFacts } from './route.js';

export const largestUploadBytes = 20 * 1024 * 1024;
const pieceBytes = 64 * 1024;
const longestFileName = 2_000;

/** The body in pieces of at most 64 KiB, as it arrives: nothing is kept, the slower side sets the pace. */
async function* piecesOf(request: Request): AsyncGenerator<Buffer> {
  let total = 0;
  // A refusal in mid-upload must still be able to answer: leaving the loop must not close the connection.
  for await (const arrived of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    total += arrived.length;
    if (total > largestUploadBytes) throw tooLarge('file_bytes', largestUploadBytes);
    for (let at = 0; at < arrived.length; at += pieceBytes) yield arrived.subarray(at, at + pieceBytes);
  }
}

type Taken = NonNullable<RouteFacts['takes']>;

const contentTypes: Readonly<Record<Taken, string>> = {
  'text/csv': 'text/csv; charset=utf-8',
  'application/octet-stream': 'application/octet-stream',
};

const assertContent = (request: Request, takes: Taken): void => {
  const charset = /charset="?([^";]+)/i.exec(request.get('content-type') ?? '')?.[1]?.toLowerCase() ?? 'utf-8';
  if (request.is(takes) === false || charset !== 'utf-8' || request.get('content-encoding') !== undefined) {
    throw unsupportedMediaType(contentTypes[takes]);
  }
  if (Number(request.get('content-length') ?? 0) > largestUploadBytes) throw tooLarge('file_bytes', largestUploadBytes);
};

/** The name that the person's device gives the file: in a header, since addresses are written down. */
const fileNameOf = (request: Request): string => {
  const given = request.get('x-file-name') ?? '';
  try {
    return decodeURIComponent(given.slice(0, longestFileName));
  } catch {
    throw validationFailed([{ path: 'header.x-file-name', rule: 'wrong_format' }]);
  }
};

export type UploadRoute<P extends z.ZodType, A extends z.ZodType> = Pick<
  RouteFacts,
  'path' | 'access' | 'summary' | 'calls'
> & {
  readonly params?: P;
  readonly answer: A;
  /** CSV unless it says otherwise. A file of any kind comes as octets: what it is, its owner finds out by itself. */
  readonly takes?: Taken;
  readonly run: (
    input: {
      readonly params: z.output<P>;
      readonly key: string;
      /** Empty without the header X-File-Name (percent-encoded UTF-8). */
      readonly fileName: string;
      readonly pieces: AsyncIterable<Buffer>;
    },
    call: CallOptions,
  ) => Promise<z.output<A>>;
};

/** The raw bytes of the body streamed on to the owner: no multipart, no temporary file. */
export const uploadRoute = <A extends z.ZodType, P extends z.ZodType = typeof nothing>(
  route: UploadRoute<P, A>,
): Route => {
  const { params = nothing, takes = 'text/csv' } = route;
  const handle: RequestHandler = async (request, response) => {
    const input = {
      params: parseInput(params, request.params) as z.output<P>,
      key: idempotencyKeyOf(request),
      fileName: fileNameOf(request),
    };
    parseInput(nothing, request.query);
    assertContent(request, takes);
    const answer = await route.run(
      { ...input, pieces: piecesOf(request) },
      callOptions(request, response, deadlines.upload),
    );
    response.status(201).json(answer);
  };
  const { path, access, summary, calls } = route;
  return {
    ...{ method: 'post', path, access, summary, calls, success: 201, keyed: true, params, query: nothing, handle },
    ...{ takes, answer: route.answer },
  };
};
