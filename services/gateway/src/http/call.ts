import { type CallOptions } from '@nencho/service-kit';
import { type Request, type Response } from 'express';

/** How long a client waits for each kind of work; handed on to the services as the call's deadline. */
export const deadlines = { read: 10_000, write: 20_000, upload: 120_000, render: 60_000, export: 300_000 } as const;

/** Aborts when the client goes away before its answer is complete. */
export const clientSignal = (response: Response): AbortSignal => {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
};

/** The access token that the guard let through. */
export const grantedToken = (request: Request): string | undefined => request.grantedToken;

declare module 'express-serve-static-core' {
  interface Request {
    /** Set by the guard of the route's area, after it accepted the token. */
    grantedToken?: string;
  }
}

export const callOptions = (request: Request, response: Response, deadlineMs: number): CallOptions => ({
  token: grantedToken(request),
  deadlineMs,
  signal: clientSignal(response),
});
