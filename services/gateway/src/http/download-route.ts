import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type CallOptions } from '@nencho/service-kit';
import { type RequestHandler, type Response } from 'express';
import { type z } from 'zod';
import { callOptions } from './call.js';
import { parseInput } from './parse.js';
import { nothing, type Route, type RouteFacts } from './route.js';

export type DownloadRoute<P extends z.ZodType> = Pick<RouteFacts, 'path' | 'access' | 'summary' | 'calls'> & {
  readonly params: P;
  readonly gives: NonNullable<RouteFacts['gives']>;
  readonly disposition: 'inline' | 'attachment';
  /** Japanese name for the reader's disk and a plain one for old clients. Never a person's or company's. */
  readonly fileName: { readonly ja: string; readonly ascii: string };
  readonly deadlineMs: number;
  readonly run: (params: z.output<P>, call: CallOptions) => AsyncIterable<{ readonly chunk: Uint8Array }>;
};

type Chunks = AsyncIterator<{ readonly chunk: Uint8Array }>;

/** Bytes to the client at the client's pace; when either side goes, the other one stops. */
export const sendChunks = async (
  response: Response,
  first: IteratorResult<{ readonly chunk: Uint8Array }>,
  rest: Chunks,
): Promise<void> => pipeline(Readable.from(chunksFrom(first, rest), { objectMode: false }), response);

async function* chunksFrom(
  first: IteratorResult<{ readonly chunk: Uint8Array }>,
  rest: Chunks,
): AsyncGenerator<Uint8Array> {
  try {
    for (let next = first; next.done !== true; next = await rest.next()) yield next.value.chunk;
  } finally {
    await rest.return?.();
  }
}

const contentTypes = {
  'application/octet-stream': 'application/octet-stream',
  'application/pdf': 'application/pdf',
  'application/jsonl': 'application/jsonl; charset=utf-8',
  'image/jpeg': 'image/jpeg',
  'text/csv': 'text/csv; charset=utf-8',
} as const;

/** Bytes from the owner to the client. */
export const downloadRoute = <P extends z.ZodType>(route: DownloadRoute<P>): Route => {
  const { ja, ascii } = route.fileName;
  const disposition = `${route.disposition}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(ja)}`;
  const handle: RequestHandler = async (request, response) => {
    const params = parseInput(route.params, request.params);
    parseInput(nothing, request.query);
    const chunks = route.run(params, callOptions(request, response, route.deadlineMs))[Symbol.asyncIterator]();
    // Whatever refuses does so before the first byte, and is answered as a problem.
    const first = await chunks.next();
    response.status(200).set({ 'content-type': contentTypes[route.gives], 'content-disposition': disposition });
    await sendChunks(response, first, chunks);
  };
  const { path, access, summary, calls, gives } = route;
  return {
    ...{ method: 'get', path, access, summary, calls, success: 200, keyed: false },
    ...{ params: route.params, query: nothing, gives, handle },
  };
};
