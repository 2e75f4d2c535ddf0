import { type Logger } from '@nencho/telemetry';
import * as oidc from 'openid-client';
import { type OidcClient } from './oidc-client.js';

type Deps = {
  readonly oidcClient: Pick<OidcClient, 'configuration'>;
  readonly publicBaseUrl: string;
  /** Page of ours where the browser goes afterwards. */
  readonly home: string;
  readonly logger: Pick<Logger, 'warn'>;
};

const waitMs = 5_000;

/**
 * RP-initiated logout, sent by us as a form: the ID token names the session to end and stays out of every URL.
 * Answers where the browser goes next: home, or, when Keycloak could not be reached, its own logout page.
 */
export const endKeycloakSession =
  ({ oidcClient, publicBaseUrl, home: path, logger }: Deps) =>
  async (idToken: string): Promise<string> => {
    const home = publicBaseUrl + path;
    const configuration = await oidcClient.configuration();
    const url = oidc.buildEndSessionUrl(configuration, { post_logout_redirect_uri: home });
    const form = new URLSearchParams(url.search);
    form.set('id_token_hint', idToken);
    url.search = '';
    const send = configuration[oidc.customFetch] ?? fetch;
    try {
      const answer = await send(url.href, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form,
        redirect: 'manual',
        signal: AbortSignal.timeout(waitMs),
      });
      await answer.body?.cancel();
      // Done: it sends us to where we asked. A question or an error is a page, and then the browser must see it.
      if (answer.status === 302 && answer.headers.get('location') === home) return path;
    } catch (error) {
      logger.warn('keycloak_logout_failed', { dependency: 'keycloak', err: error });
    }
    return oidc.buildEndSessionUrl(configuration, { post_logout_redirect_uri: home }).href;
  };
