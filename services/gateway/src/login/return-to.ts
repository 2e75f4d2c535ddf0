const closed = /^\/(?:api|auth|login)(?:\/|$)/;

/** Where to go after sign-in: a path of this origin and nothing else; `home` for anything doubtful. */
export const safeReturnTo = (returnTo: string | undefined, publicBaseUrl: string, home = '/'): string => {
  if (returnTo === undefined || !returnTo.startsWith('/')) return home;
  const base = new URL(publicBaseUrl);
  const url = URL.canParse(returnTo, base.href) ? new URL(returnTo, base) : new URL(home, base);
  // `/.//evil.example` is of this origin, yet its path would be read as another origin by the browser.
  const isHere = url.origin === base.origin && !url.pathname.startsWith('//');
  return isHere && !closed.test(url.pathname) ? url.pathname + url.search : home;
};
