import { type AppError, forbidden, unauthenticated, unavailable } from '@nencho/kernel';
import { type Request, type RequestHandler } from 'express';
import Keycloak, { type Grant } from 'keycloak-connect';
import { keycloakBaseOf, realmOf } from './issuer.js';

type Options = {
  readonly issuer: string;
  /** Base address of Keycloak as the gateway reaches it. */
  readonly keycloakInternalUrl: string;
  readonly audience: string;
  readonly role: 'tenant-user' | 'operator';
  /** The access token that the request stands for. @throws AppError `unauthenticated`, `unavailable` */
  readonly tokenOf: (request: Request) => Promise<string>;
  /** Tells keys that cannot be fetched from a token that is no good. */
  readonly isKeycloakUp: () => Promise<boolean>;
};

const keyFetchMs = 5_000;

const adapter = ({ issuer, keycloakInternalUrl, audience }: Options) => {
  const realm = realmOf(issuer);
  // keycloak-connect knows the audience as the name of its own client; its typings lack this option.
  const settings = {
    'auth-server-url': keycloakBaseOf(issuer),
    realm,
    resource: audience,
    'bearer-only': true,
    'verify-token-audience': true,
    'ssl-required': 'external',
    'confidential-port': 0,
  };
  const keycloak = new Keycloak({}, settings);
  // The issuer is the public address; its keys are fetched on the inner way. Not part of the typings.
  const { rotation } = keycloak.grantManager as unknown as { rotation: { realmUrl: string } };
  rotation.realmUrl = `${keycloakInternalUrl}/realms/${realm}`;
  keycloak.redirectToLogin = () => false;
  return keycloak;
};

const inTime = async <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error('keys not fetched in time'));
    }, keyFetchMs);
  });
  return Promise.race([work, late]).finally(() => {
    clearTimeout(timer);
  });
};

const why = async (error: unknown, isKeycloakUp: Options['isKeycloakUp']): Promise<AppError> => {
  const isAboutKeys = error instanceof Error && /public key to verify|in time/.test(error.message);
  return isAboutKeys && !(await isKeycloakUp()) ? unavailable('keycloak', error) : unauthenticated('token_invalid');
};

/**
 * The only use of keycloak-connect: does the grant made of this request's token carry the realm role? Its own login,
 * callback and logout routes are never mounted; its 403 page is replaced by our problem.
 */
export const createGrantGuard = (options: Options): readonly RequestHandler[] => {
  const keycloak = adapter(options);
  // Called with `next` as well, which the typings leave out.
  const refuse: RequestHandler = (_request, _response, next) => {
    next(forbidden(`realm:${options.role}`));
  };
  keycloak.accessDenied = refuse as typeof keycloak.accessDenied;
  const attachGrant: RequestHandler = async (request, _response, next) => {
    const token = await options.tokenOf(request);
    request.grantedToken = token;
    // The typings ask for a Token object; the library parses the string.
    const made: Promise<Grant> = keycloak.grantManager.createGrant({ access_token: token as never });
    const grant = await inTime(made).catch(async (error: unknown) => {
      throw await why(error, options.isKeycloakUp);
    });
    (request as Request & { kauth?: { grant: Grant } }).kauth = { grant };
    next();
  };
  return [attachGrant, keycloak.protect(`realm:${options.role}`)];
};
