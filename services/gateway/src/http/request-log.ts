import { type Clock } from '@nencho/kernel';
import { type Logger } from '@nencho/telemetry';
import { type Request, type RequestHandler } from 'express';

declare module 'express-serve-static-core' {
  interface Request {
    /** Pattern of the route that took the request (`/api/v1/jobs/:job`); the address itself is never logged. */
    routePattern?: string;
  }
}

/** Areas that have no pattern of their own. */
const areas = ['/auth', '/login', '/api', '/assets'] as const;

const placeOf = (request: Request): string =>
  request.routePattern ?? areas.find((area) => request.originalUrl.startsWith(area)) ?? 'page';

/** One line a request, at its end: what kind of request, how it ended, how long it took. No address, query, header or body. */
export const requestLog =
  ({ logger, clock }: { readonly logger: Pick<Logger, 'info'>; readonly clock: Clock }): RequestHandler =>
  (request, response, next) => {
    const startedAt = clock.now().getTime();
    response.once('close', () => {
      logger.info('request_finished', {
        method: `${request.method}:${placeOf(request)}`,
        state: response.writableFinished ? `http_${response.statusCode}` : 'aborted',
        durationMs: clock.now().getTime() - startedAt,
      });
    });
    next();
  };
