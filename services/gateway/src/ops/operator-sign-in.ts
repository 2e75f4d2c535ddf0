import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import * as oidc from 'openid-client';

type Options = {
  /** `<public origin>/auth/realms/nencho-ops` */
  readonly issuer: string;
  /** Says something to the person at the terminal. */
  readonly tell: (text: string) => void;
};

const clientId = 'nencho-ops-cli';
const waitSeconds = 300;

const discover = async (issuer: string): Promise<oidc.Configuration> => {
  const isPlain = new URL(issuer).protocol === 'http:';
  return oidc.discovery(new URL(issuer), clientId, undefined, oidc.None(), {
    timeout: 10,
    // Deprecated so that it stands out; the command refuses http for any host but loopback.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    execute: isPlain ? [oidc.allowInsecureRequests] : [],
  });
};

const pkce = async () => {
  const verifier = oidc.randomPKCECodeVerifier();
  const challenge = await oidc.calculatePKCECodeChallenge(verifier);
  return { verifier, parameters: { code_challenge: challenge, code_challenge_method: 'S256' } };
};

/** RFC 8628: the person signs in on any device; this one needs no browser and no open port. @returns the access token */
export const signInByDevice = async ({ issuer, tell }: Options): Promise<string> => {
  const configuration = await discover(issuer);
  const { verifier, parameters } = await pkce();
  const device = await oidc.initiateDeviceAuthorization(configuration, { scope: 'openid', ...parameters });
  tell(`Open    ${device.verification_uri_complete ?? device.verification_uri}`);
  tell(`Code    ${device.user_code}`);
  tell('Waiting for you to sign in and allow it …');
  const signal = AbortSignal.timeout(Math.min(device.expires_in, waitSeconds) * 1_000);
  const tokens = await oidc.pollDeviceAuthorizationGrant(
    configuration,
    device,
    { code_verifier: verifier },
    { signal },
  );
  return tokens.access_token;
};

const page = '<!doctype html><meta charset="utf-8"><title>Nencho</title><p>Done. You can close this page.</p>';

/** Takes the one redirect that comes back; everything else is not found. */
const receiveRedirect = async (server: Server, signal: AbortSignal): Promise<URL> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('nobody signed in in time'));
    });
    server.on('request', (request, response) => {
      const { port } = server.address() as AddressInfo;
      const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
      const isCallback = request.method === 'GET' && url.pathname === '/callback';
      const headers = { 'content-type': 'text/html', 'referrer-policy': 'no-referrer', connection: 'close' };
      response.writeHead(isCallback ? 200 : 404, headers).end(isCallback ? page : '');
      if (isCallback) resolve(url);
    });
  });

/** RFC 8252: this computer's browser and a redirect to a loopback port that is open for this moment only. */
export const signInByBrowser = async ({ issuer, tell }: Options): Promise<string> => {
  const configuration = await discover(issuer);
  const { verifier, parameters } = await pkce();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const url = oidc.buildAuthorizationUrl(configuration, {
      ...{ scope: 'openid', state, nonce, ...parameters },
      redirect_uri: `http://127.0.0.1:${port}/callback`,
    });
    tell(`Open    ${url.href}`);
    tell('Waiting for you to sign in …');
    const answer = await receiveRedirect(server, AbortSignal.timeout(waitSeconds * 1_000));
    const tokens = await oidc.authorizationCodeGrant(configuration, answer, {
      ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
    });
    return tokens.access_token;
  } finally {
    server.close();
  }
};
