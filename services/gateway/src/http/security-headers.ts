import { type RequestHandler } from 'express';
import helmet from 'helmet';

type Options = {
  readonly publicBaseUrl: string;
  /** Origin of the sign-in page; another one must be allowed as the target of a redirect after a form. */
  readonly issuer: string;
  /** Loopback over http: neither HSTS nor an upgrade of requests. */
  readonly isLoopback: boolean;
};

/** The two fixed `<style>` texts that react-aria puts into the page (usePress, usePreventScroll). */
const reactAriaStyles = [
  "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='",
  "'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='",
];

export const securityHeaders = ({ publicBaseUrl, issuer, isLoopback }: Options): RequestHandler[] => {
  const signInOrigin = new URL(issuer).origin;
  const isElsewhere = signInOrigin !== new URL(publicBaseUrl).origin;
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'", ...reactAriaStyles],
          imgSrc: ["'self'", 'data:', 'blob:'],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          manifestSrc: ["'self'"],
          formAction: ["'self'", ...(isElsewhere ? [signInOrigin] : [])],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
          requireTrustedTypesFor: ["'script'"],
          ...(isLoopback ? {} : { upgradeInsecureRequests: [] }),
        },
      },
      strictTransportSecurity: isLoopback ? false : { maxAge: 31_536_000, includeSubDomains: false },
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
    }),
    (_request, response, next) => {
      response.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()');
      next();
    },
  ];
};

export const noStore: RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store');
  next();
};
