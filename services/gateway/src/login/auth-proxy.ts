import { isAppError, notFound, unavailable } from '@nencho/kernel';
import { type ErrorRequestHandler, type NextFunction, type Request, type RequestHandler } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { realmOf } from './issuer.js';
import { sendMessagePage } from './message-page.js';

type Options = {
  readonly publicBaseUrl: string;
  readonly tenantIssuer: string;
  readonly opsIssuer: string;
  readonly keycloakInternalUrl: string;
  /** Ours, which Keycloak never sees. */
  readonly cookieNames: readonly string[];
};

/** What a browser and the operators' command need of Keycloak; the token endpoint of tenants is for the gateway alone. */
const openPaths = ({ tenantIssuer, opsIssuer }: Options): readonly RegExp[] => {
  const tenants = escaped(realmOf(tenantIssuer));
  const operators = escaped(realmOf(opsIssuer));
  const both = `^/realms/(?:${tenants}|${operators})`;
  return [
    new RegExp(`${both}/protocol/openid-connect/(?:auth|logout|certs|login-status-iframe\\.html)$`),
    new RegExp(`${both}/protocol/openid-connect/(?:logout/[a-z-]+|3p-cookies/[a-z0-9]+\\.html)$`),
    new RegExp(`${both}/login-actions/[a-z-]+$`),
    new RegExp(`${both}/\\.well-known/openid-configuration$`),
    new RegExp(`^/realms/${operators}/protocol/openid-connect/(?:token|auth/device)$`),
    new RegExp(`^/realms/${operators}/device(?:/[a-z-]+)?$`),
    /^\/resources\/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$/,
  ];
};

/** Decided on the bytes as they came: no decoding, so no disagreement with Keycloak about what they mean. */
const isOpen = (open: readonly RegExp[], url: string): boolean => {
  const [path = ''] = url.split('?', 1);
  return open.some((pattern) => pattern.test(path));
};

const escaped = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '\\$&');

const withoutCookies = (header: string, names: readonly string[]): string =>
  header
    .split(';')
    .filter((pair) => !names.includes(pair.trim().split('=', 1)[0] ?? ''))
    .join(';');

/** Keycloak hears from us where the request came from; what a client says about it is dropped, like our own cookie. */
const setForwarded = (request: Request, { publicBaseUrl, cookieNames }: Options): void => {
  const { headers } = request;
  for (const name of Object.keys(headers)) {
    if (name === 'forwarded' || name.startsWith('x-forwarded-') || name === 'x-real-ip')
      Reflect.deleteProperty(headers, name);
  }
  const { host, protocol, port } = new URL(publicBaseUrl);
  headers.host = host;
  headers['x-forwarded-host'] = host;
  headers['x-forwarded-proto'] = protocol.slice(0, -1);
  headers['x-forwarded-port'] = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  headers['x-forwarded-for'] = request.ip ?? '';
  if (headers.cookie !== undefined) headers.cookie = withoutCookies(headers.cookie, cookieNames);
};

/** Keycloak on our own origin, through an allow-list. Stands before helmet, body parsers and session: it has its own. */
export const authProxy = (options: Options): (RequestHandler | ErrorRequestHandler)[] => {
  const open = openPaths(options);
  // A failure comes back by the server's event, by `next`, or by both: the first one counts.
  const waiting = new WeakMap<Request, NextFunction>();
  const settle = (request: Request, error: unknown): void => {
    const next = waiting.get(request);
    waiting.delete(request);
    next?.(error);
  };
  const proxy = createProxyMiddleware<Request>({
    target: options.keycloakInternalUrl,
    changeOrigin: false,
    xfwd: false,
    proxyTimeout: 30_000,
    // The default plugins write addresses into answers and logs.
    ejectPlugins: true,
    plugins: [
      (server) => {
        server.on('error', (error, request) => {
          if (request !== undefined) settle(request, error);
        });
      },
    ],
  });
  const gate: RequestHandler = (request, response, next) => {
    if (!isOpen(open, request.url)) throw notFound('route');
    setForwarded(request, options);
    waiting.set(request, next);
    void proxy(request, response, (error: unknown) => {
      settle(request, error);
    });
  };
  const onFailure: ErrorRequestHandler = (error: unknown, request, response, next) => {
    const problem = isAppError(error) ? error : unavailable('keycloak', error);
    const wantsPage = problem.code === 'unavailable' && request.accepts(['json', 'html']) === 'html';
    if (response.headersSent || !wantsPage) next(problem);
    else sendMessagePage(request, response, { status: 503, text: 'signInStarting' });
  };
  return [gate, onFailure];
};
