import { AppError, toAppError } from '@nencho/kernel';
import { fromDatabaseError } from '@nencho/mongo';
import { errorStatuses } from '@nencho/service-kit';
import { type Logger } from '@nencho/telemetry';
import { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { languages, problemTexts, type Language } from './problem-texts.js';

/** What a `limit_exceeded` says when it speaks of size, not of pace: 413 instead of 429. */
const sizeLimits: ReadonlySet<string | undefined> = new Set(['message_bytes', 'file_bytes', 'pay_file_rows']);
const unsupportedContent = 'content_type_unsupported';

export const tooLarge = (limit: 'message_bytes' | 'file_bytes', maximumBytes: number): AppError =>
  new AppError('limit_exceeded', 'body too large', { details: { limit, maximum: String(maximumBytes) } });

export const unsupportedMediaType = (expected: string): AppError =>
  new AppError('validation_failed', 'unsupported content type', {
    violations: [{ path: 'header.content-type', rule: unsupportedContent, params: { expected } }],
  });

const statusOf = (error: AppError): number => {
  if (error.code === 'limit_exceeded' && sizeLimits.has(error.details['limit'])) return 413;
  if (error.code === 'validation_failed' && error.violations[0]?.rule === unsupportedContent) return 415;
  return errorStatuses[error.code].http;
};

export const languageOf = (request: Request): Language => {
  const accepted = request.acceptsLanguages([...languages]);
  return accepted === 'en' ? 'en' : 'ja';
};

/** RFC 9457. `reason` says which state or limit stood in the way, for the web to choose its words. */
export const problemOf = (error: AppError, language: Language) => {
  const reason = error.details['reason'] ?? error.details['limit'];
  return {
    type: `urn:nencho:problem:${error.code}`,
    ...problemTexts[error.code][language],
    status: statusOf(error),
    code: error.code,
    ...(reason === undefined ? {} : { reason }),
    violations: error.violations,
    errorId: error.errorId,
  };
};

/** What Express and its body parsers throw carries a `status`; those below 500 are the client's mistakes. */
const fromHttpError = (error: unknown): AppError | undefined => {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const type = 'type' in error && typeof error.type === 'string' ? error.type : '';
  if (error.status === 413)
    return tooLarge('message_bytes', 'limit' in error && typeof error.limit === 'number' ? error.limit : 0);
  if (error.status === 415) return unsupportedMediaType('UTF-8');
  if (error.status >= 400 && error.status < 500) {
    const rule = type === 'entity.parse.failed' ? 'malformed_json' : 'malformed_request';
    return new AppError('validation_failed', 'malformed request', { violations: [{ path: '', rule }] });
  }
  return undefined;
};

export const sendProblem = (request: Request, response: Response, error: AppError): void => {
  const problem = problemOf(error, languageOf(request));
  if (problem.status === 503 || problem.status === 429) response.set('retry-after', '5');
  response.status(problem.status).type('application/problem+json').set('cache-control', 'no-store');
  response.send(JSON.stringify(problem));
};

type Deps = { readonly logger: Pick<Logger, 'error' | 'warn'> };

/** The one place where an error becomes an answer. After the first byte there is nothing left to say: the stream breaks. */
export const problemHandler =
  ({ logger }: Deps): ErrorRequestHandler =>
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express knows an error handler by its four parameters
  (thrown: unknown, request, response, _next) => {
    const error = fromHttpError(thrown) ?? toAppError(fromDatabaseError(thrown));
    const fields = { code: error.code, errorId: error.errorId, err: error.cause ?? error };
    if (error.code === 'internal') logger.error('request_failed', fields);
    else if (error.code === 'unavailable' || error.code === 'timeout') logger.warn('request_failed', fields);
    if (!response.headersSent) sendProblem(request, response, error);
    else if (!response.writableEnded) response.destroy();
  };

export const apiNotFound: RequestHandler = () => {
  throw new AppError('not_found', 'no such route', { details: { kind: 'route' } });
};
