import { promisify } from 'node:util';
import { type CallOptions } from '@nencho/service-kit';
import { json, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { callOptions, deadlines } from './call.js';
import { idempotencyKeyOf } from './idempotency-key.js';
import { type NonPersonal } from './non-personal.js';
import { parseInput } from './parse.js';
import { unsupportedMediaType } from './problem.js';

/**
 * Who may come this far. `public`: anybody; `session`: whoever holds a web session; `tenant`: a signed-in user of a
 * tenant; `operator`: a Bearer token of the operators' realm. What exactly is allowed is decided by the owning service.
 */
export type Access = 'public' | 'session' | 'tenant' | 'operator';

/** What a route says about itself: mounted by app.ts, listed in the README and in OpenAPI. */
export type RouteFacts = {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  /** RPCs behind it, for the README. */
  readonly calls: readonly string[];
  readonly success: 200 | 201 | 202 | 204;
  /** Demands an Idempotency-Key. */
  readonly keyed: boolean;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly body?: z.ZodType;
  /** Of an answer in JSON. */
  readonly answer?: z.ZodType;
  /** Content type of a body or answer that is not JSON. */
  readonly takes?: 'text/csv' | 'application/octet-stream';
  readonly gives?: 'application/octet-stream' | 'application/pdf' | 'application/jsonl' | 'image/jpeg' | 'text/csv';
};

export type Route = RouteFacts & { readonly handle: RequestHandler };

export const nothing = z.strictObject({});
type Nothing = typeof nothing;

type Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
  readonly key: string;
  readonly request: Request;
  readonly response: Response;
};

type AnyJsonRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = Pick<
  RouteFacts,
  'method' | 'path' | 'access' | 'summary' | 'calls'
> & {
  readonly success?: RouteFacts['success'];
  readonly keyed?: boolean;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly bodyLimitBytes?: number;
  readonly deadlineMs?: number;
  /** What 204 leaves out. */
  readonly answer?: A;
  readonly run: (input: Input<P, Q, B>, call: CallOptions) => Promise<z.output<A>>;
};

/** A route of anybody but operators: theirs are made by `operatorRoute`, which knows what they may be told. */
export type JsonRoute<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
> = AnyJsonRoute<P, Q, B, A> & { readonly access: Exclude<Access, 'operator'> };

const defaultBodyBytes = 64 * 1024;

const hasBody = (request: Request): boolean =>
  request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;

/** Reads JSON and nothing else; no body reads as an empty object, so that the schema names what is missing. */
const readJson = async (request: Request, response: Response, limit: number): Promise<unknown> => {
  if (!hasBody(request)) return {};
  if (request.is('application/json') === false) throw unsupportedMediaType('application/json');
  const parse = json({ limit, inflate: false, strict: true, type: 'application/json' });
  await promisify(parse)(request, response);
  return request.body as unknown;
};

const anyJsonRoute = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  route: AnyJsonRoute<P, Q, B, A>,
): Route => {
  const isMutation = route.method !== 'get';
  const { params = nothing, query = nothing, body = nothing, keyed = isMutation, success = 200 } = route;
  const deadlineMs = route.deadlineMs ?? (isMutation ? deadlines.write : deadlines.read);
  const handle: RequestHandler = async (request, response) => {
    const input = {
      params: parseInput(params, request.params) as z.output<P>,
      query: parseInput(query, request.query) as z.output<Q>,
      key: keyed ? idempotencyKeyOf(request) : '',
      body: (isMutation
        ? parseInput(body, await readJson(request, response, route.bodyLimitBytes ?? defaultBodyBytes))
        : {}) as z.output<B>,
      request,
      response,
    };
    const answer = await route.run(input, callOptions(request, response, deadlineMs));
    response.status(success);
    if (success === 204) response.end();
    else response.json(answer);
  };
  const { method, path, access, summary, calls } = route;
  return {
    ...{ method, path, access, summary, calls, success, keyed, params, query, handle },
    ...(isMutation ? { body } : {}),
    ...(route.answer === undefined ? {} : { answer: route.answer }),
  };
};

export const jsonRoute = <
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  A extends z.ZodType = z.ZodUnknown,
>(
  route: JsonRoute<P, Q, B, A>,
): Route => anyJsonRoute(route);

/** A route of the operators. The answer is made of what says nothing about anybody, and nothing else leaves. */
export const operatorRoute = <
  A extends NonPersonal,
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
>({
  answer,
  run,
  ...route
}: Omit<AnyJsonRoute<P, Q, B, A>, 'access' | 'answer'> & { readonly answer: A }): Route =>
  anyJsonRoute<P, Q, B, A>({
    ...(route as Omit<AnyJsonRoute<P, Q, B, A>, 'run'>),
    access: 'operator',
    answer,
    run: async (input, call) => answer.parse(await run(input, call)),
  });
