import { AppError, unauthenticated } from '@nencho/kernel';
import { type Request, type RequestHandler } from 'express';
import { timingSafeEqual } from 'node:crypto';

const crossSite = (reason: string): AppError =>
  new AppError('forbidden', 'request from another site', { details: { reason } });

/**
 * Browsers say where a request comes from. Each header that is there must name us, and at least one must be there:
 * programs send `Origin` by themselves.
 */
const assertSameOrigin = (request: Request, publicOrigin: string): void => {
  const site = request.get('sec-fetch-site');
  const origin = request.get('origin');
  const isOurs = (site ?? 'same-origin') === 'same-origin' && (origin ?? publicOrigin) === publicOrigin;
  if (!isOurs || (site === undefined && origin === undefined)) throw crossSite('cross_site');
};

const assertToken = (request: Request): void => {
  // Whoever is not signed in hears that, as with a read; there is nobody whose act could be forged.
  if (request.session.signInId === undefined) throw unauthenticated('not_signed_in');
  const expected = Buffer.from(request.session.csrfToken ?? '');
  const given = Buffer.from(request.get('x-nencho-csrf') ?? '');
  if (expected.length === 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw crossSite('csrf_token');
  }
};

/** No answer of the API is for a page of another site, not even to look at how long it takes. */
export const refuseForeignReads: RequestHandler = (request, _response, next) => {
  const site = request.get('sec-fetch-site');
  if (site === 'cross-site' || site === 'same-site') throw crossSite('cross_site');
  next();
};

/** For whatever changes something: our own origin, and with a cookie session also the token that only our page knows. */
export const refuseForeignWrites =
  (publicOrigin: string, { withToken }: { readonly withToken: boolean }): RequestHandler =>
  (request, _response, next) => {
    assertSameOrigin(request, publicOrigin);
    if (withToken) assertToken(request);
    next();
  };
