import { z } from 'zod';
import { unauthenticated } from '@nencho/kernel';
import { type Request, type Response } from 'express';
import { loginIdSchema, tenantCodeSchema } from '../http/fields.js';
import { type OpenDoor } from '../login/doors.js';
import { jsonRoute, type Route } from '../http/route.js';

type DoorParts = Pick<OpenDoor, 'signIns' | 'oidcClient' | 'endKeycloakSession'>;

type Deps = {
  readonly tenantDoor: DoorParts & Pick<OpenDoor, 'beginFor'>;
  readonly operatorDoor: DoorParts;
};

const sessionAnswer = z.object({
  signedIn: z.boolean(),
  csrfToken: z.string().optional(),
  keycloakReady: z.boolean(),
});

const sessionOf =
  ({ signIns, oidcClient }: DoorParts) =>
  async ({ request }: { readonly request: Request }) => {
    const { signInId, csrfToken } = request.session;
    const [keycloakReady, signedIn] = await Promise.all([
      oidcClient.isReady(),
      signInId === undefined ? false : signIns.exists(signInId),
    ]);
    return signedIn ? { signedIn, csrfToken, keycloakReady } : { signedIn, keycloakReady };
  };

const destroySession = async ({ session }: Request): Promise<void> =>
  new Promise((resolve, reject) => {
    session.destroy((error: unknown) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('the session could not be removed'));
    });
  });

const signOut =
  ({ signIns, endKeycloakSession }: DoorParts, home: string) =>
  async ({ request, response }: { readonly request: Request; readonly response: Response }) => {
    const { signInId } = request.session;
    if (signInId === undefined) throw unauthenticated('not_signed_in');
    const tokens = await signIns.remove(signInId);
    await destroySession(request);
    response.set('clear-site-data', '"cache", "storage"');
    return { redirectTo: tokens === undefined ? home : await endKeycloakSession(tokens.idToken) };
  };

const redirect = z.object({ redirectTo: z.string() });

export const sessionRoutes = ({ tenantDoor, operatorDoor }: Deps): readonly Route[] => [
  jsonRoute({
    method: 'post',
    path: '/api/v1/sign-in',
    access: 'public',
    summary: 'Begins the sign-in of a person; the browser goes to redirectTo, whose address names nobody',
    calls: [],
    answer: redirect,
    keyed: false,
    body: z.strictObject({
      tenantCode: tenantCodeSchema,
      loginId: loginIdSchema,
      returnTo: z.string().max(500).optional(),
      again: z.boolean().default(false).meta({ description: 'Asks for the password in any case' }),
    }),
    run: async ({ request, body: { tenantCode, loginId, returnTo, again } }) => ({
      redirectTo: await tenantDoor.beginFor(request, { username: `${tenantCode}.${loginId}`, returnTo, again }),
    }),
  }),
  jsonRoute({
    method: 'get',
    path: '/api/v1/session',
    access: 'public',
    summary: 'Whether one is signed in, the token that mutations need, and whether sign-in works at this moment',
    calls: [],
    answer: sessionAnswer,
    run: sessionOf(tenantDoor),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/logout',
    access: 'session',
    summary: 'Ends the sign-in here and at Keycloak; the browser goes to redirectTo',
    calls: [],
    answer: redirect,
    keyed: false,
    run: signOut(tenantDoor, '/'),
  }),
  jsonRoute({
    method: 'get',
    path: '/api/v1/ops/session',
    access: 'public',
    summary: 'The same of an operator’s session',
    calls: [],
    answer: sessionAnswer,
    run: sessionOf(operatorDoor),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/ops/logout',
    access: 'session',
    summary: 'Ends an operator’s sign-in here and at Keycloak',
    calls: [],
    answer: redirect,
    keyed: false,
    run: signOut(operatorDoor, '/ops'),
  }),
];
