import type { Amount } from './amounts.js';
import { answersOf, me } from './fixtures.js';
import type { Screen, StateName } from './screens.js';

const amounts: Partial<Record<StateName, Amount>> = { long: 'long', empty: 'none' };

const problem = (status: number, code: string, more: object = {}): Response =>
  new Response(JSON.stringify({ status, code, violations: [], errorId: '5f0c1d9a-3e7b', ...more }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });

const never = async (): Promise<Response> => new Promise(() => undefined);
const noNetwork = async (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'));

type Reply = () => Response | Promise<Response>;

/** What a read answers in a state, when it is not the content. */
const readReplies: Partial<Record<StateName, Reply>> = {
  loading: never,
  error: () => problem(500, 'internal'),
  forbidden: () => problem(403, 'forbidden'),
  offline: noNetwork,
};

const writeReplies: Partial<Record<StateName, Reply>> = {
  ...readReplies,
  conflict: () => problem(409, 'version_conflict'),
  refused: () => problem(409, 'illegal_state', { reason: 'sign_in_not_recent' }),
};

const isPost = /\/(search|preview)$/;

/** Stands in for the network on the page of states, and there alone: the screens are the real ones. */
export const scriptedFetch = (
  { end = 'notice', status = 'DECLARATION_STATUS_OPEN', cases }: Screen,
  state: StateName,
) => {
  const amount = amounts[state] ?? 'some';
  const answers = answersOf(amount, { end, status, cases });
  return async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const { pathname } = new URL(new Request(input).url);
    const method = init.method ?? 'GET';
    if (pathname.endsWith('/session')) {
      const signedIn = state !== 'signed-out';
      return Response.json({ signedIn, keycloakReady: true, ...(signedIn ? { csrfToken: 'x' } : {}) });
    }
    if (pathname === '/api/v1/me') {
      return Response.json(me(amount));
    }
    const isRead = method === 'GET' || isPost.test(pathname);
    const reply = (isRead ? readReplies : writeReplies)[state];
    if (reply !== undefined) {
      return reply();
    }
    const found = answers.find(([pattern]) => pattern.test(`${method} ${pathname}`));
    return found === undefined ? problem(404, 'not_found') : Response.json(found[1]);
  };
};
