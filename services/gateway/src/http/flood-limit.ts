import { AppError } from '@nencho/kernel';
import { type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';

/** Second belt, per process and address; what counts by person or tenant is limited by the owning service. */
export const floodLimit = (perMinute: number): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // The address is Express's, by our own rule of trusted proxies; a header that somebody sends is none of our business.
    validate: { xForwardedForHeader: false, forwardedHeader: false, trustProxy: false },
    handler: (_request, _response, next) => {
      next(new AppError('limit_exceeded', 'too many requests', { details: { limit: 'pace' } }));
    },
  });
