import { z } from 'zod';
import { unauthenticated } from '@nencho/kernel';
import { type OidcClient } from '../login/oidc-client.js';
import { type SignInStore } from '../login/sign-in-store.js';
import { jsonRoute, type Route } from '../http/route.js';

type Deps = {
  readonly signIns: Pick<SignInStore, 'exists' | 'remove'>;
  readonly oidcClient: Pick<OidcClient, 'isReady'>;
  readonly endKeycloakSession: (idToken: string) => Promise<string>;
};

export const sessionRoutes = ({ signIns, oidcClient, endKeycloakSession }: Deps): readonly Route[] => [
  jsonRoute({
    method: 'get',
    path: '/api/v1/session',
    access: 'public',
    summary: 'Whether one is signed in, the token that mutations need, and whether sign-in works at this moment',
    calls: [],
    answer: z.object({ signedIn: z.boolean(), csrfToken: z.string().optional(), keycloakReady: z.boolean() }),
    run: async ({ request }) => {
      const { signInId, csrfToken } = request.session;
      const [keycloakReady, signedIn] = await Promise.all([
        oidcClient.isReady(),
        signInId === undefined ? false : signIns.exists(signInId),
      ]);
      return signedIn ? { signedIn, csrfToken, keycloakReady } : { signedIn, keycloakReady };
    },
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/logout',
    access: 'session',
    summary: 'Ends the sign-in here and at Keycloak; the browser goes to redirectTo',
    calls: [],
    answer: z.object({ redirectTo: z.string() }),
    keyed: false,
    run: async ({ request, response }) => {
      const { signInId } = request.session;
      if (signInId === undefined) throw unauthenticated('not_signed_in');
      const tokens = await signIns.remove(signInId);
      request.session = null as never; // express-session: `unset: 'destroy'` removes it from the store
      response.set('clear-site-data', '"cache", "storage"');
      return { redirectTo: tokens === undefined ? '/' : await endKeycloakSession(tokens.idToken) };
    },
  }),
];
