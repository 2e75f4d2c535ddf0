/** `fetch`, or something like it that connects elsewhere (another instance, a private authority). */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

type Cookie = { readonly value: string; readonly path: string };

const isGone = (attributes: readonly string[]): boolean =>
  attributes.some((attribute) => {
    const [name = '', value = ''] = attribute.trim().split('=', 2);
    if (name.toLowerCase() === 'max-age') return Number(value) <= 0;
    return name.toLowerCase() === 'expires' && Date.parse(value) < Date.now();
  });

/** Cookies of one origin, by path; nothing else of RFC 6265 is needed to sign in. */
export const createCookieJar = () => {
  const cookies = new Map<string, Cookie>();
  return {
    store: (response: Response): void => {
      for (const line of response.headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split(';');
        const at = pair.indexOf('=');
        const name = pair.slice(0, at).trim();
        const path =
          attributes.map((text) => /^\s*path=(.+)$/i.exec(text)?.[1]).find((found) => found !== undefined) ?? '/';
        if (isGone(attributes)) cookies.delete(`${path} ${name}`);
        else cookies.set(`${path} ${name}`, { value: `${name}=${pair.slice(at + 1)}`, path });
      }
    },
    headerFor: (path: string): string =>
      [...cookies.values()]
        .filter((cookie) => path.startsWith(cookie.path))
        .map(({ value }) => value)
        .join('; '),
    /** Value of a cookie, to look at or to try elsewhere. */
    get: (name: string): string | undefined =>
      [...cookies.values()].find(({ value }) => value.startsWith(`${name}=`))?.value.slice(name.length + 1),
  };
};

export type Page = { readonly url: string; readonly response: Response };

const longestChain = 12;

/** A person's browser as far as forms, cookies and redirects go. */
export const createBrowser = ({ baseUrl, send = fetch }: { readonly baseUrl: string; readonly send?: Send }) => {
  const jar = createCookieJar();
  const once = async (url: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    const cookie = jar.headerFor(new URL(url).pathname);
    if (cookie !== '') headers.set('cookie', cookie);
    const response = await send(url, { ...init, headers, redirect: 'manual' });
    jar.store(response);
    return response;
  };
  /** Follows redirects as a browser does, until a page comes or `stopAt` says that the address is the goal. */
  const open = async (path: string, init: RequestInit = {}, stopAt?: (url: string) => boolean): Promise<Page> => {
    let url = new URL(path, baseUrl).href;
    let response = await once(url, init);
    for (let hop = 0; hop < longestChain; hop += 1) {
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) return { url, response };
      await response.body?.cancel();
      url = new URL(location, url).href;
      if (stopAt?.(url) === true) return { url, response };
      response = await once(url, { method: 'GET', headers: { accept: 'text/html' } });
    }
    throw new Error(`more than ${longestChain} redirects`);
  };
  return { jar, open, once: async (path: string, init: RequestInit = {}) => once(new URL(path, baseUrl).href, init) };
};

export type Browser = ReturnType<typeof createBrowser>;
