/** What the realms are to be, as data. `reconcile-realms.ts` makes them so. */

export type RealmNames = { readonly tenants: string; readonly operators: string };

export type RealmInput = {
  readonly names: RealmNames;
  /** Public origin of the product, without a slash at the end. */
  readonly publicBaseUrl: string;
  /** Where Keycloak tells the gateway that a session ended; an inner address, if the public one cannot be reached. */
  readonly backChannelLogoutUrl: string;
  readonly accessTokenSeconds: number;
  readonly gateway: { readonly clientId: string; readonly secret: string };
  readonly identity: { readonly clientId: string; readonly secret: string };
};

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export type DesiredClient = {
  readonly clientId: string;
  /** Settings that must hold; whatever is not named here stays as Keycloak made it. */
  readonly settings: JsonObject;
  /** Exactly these; absent for the clients that Keycloak brings along. */
  readonly mappers?: readonly { readonly name: string; readonly protocolMapper: string; readonly config: JsonObject }[];
  readonly defaultScopes?: readonly string[];
  /** Roles of `realm-management` for the client's service account, which gets no other role. */
  readonly serviceAccountRoles?: readonly string[];
};

export type DesiredRealm = {
  readonly realm: string;
  readonly settings: JsonObject;
  readonly attributes: Readonly<Record<string, string>>;
  readonly profile: JsonObject;
  readonly roles: readonly string[];
  /** What every user has; everything that Keycloak gives by default is taken away. */
  readonly defaultRoles: readonly string[];
  readonly clients: readonly DesiredClient[];
};

const AUDIENCE = 'nencho-api';
const OPS_CLIENT = 'nencho-ops-cli';
/** Shipped in services/identity/keycloak/password-blocklist; Keycloak is started so that it finds it. */
const BLOCKLIST = 'nencho.txt';
/** Longest time between two sign-ins. */
export const SESSION_SECONDS = 43_200;
const NINETY_DAYS_SECONDS = 90 * 86_400;

const passwordPolicy = [
  'length(15)',
  'maxLength(128)',
  'notUsername(undefined)',
  'hashAlgorithm(argon2)',
  `passwordBlacklist(${BLOCKLIST})`,
].join(' and ');

/** Sign-in by user name alone; no self-service of Keycloak; nothing about the person asked or kept. */
const commonSettings = (accessTokenSeconds: number): JsonObject => ({
  enabled: true,
  sslRequired: 'external',
  registrationAllowed: false,
  registrationEmailAsUsername: false,
  rememberMe: false,
  verifyEmail: false,
  loginWithEmailAllowed: false,
  duplicateEmailsAllowed: false,
  resetPasswordAllowed: false,
  editUsernameAllowed: false,
  userManagedAccessAllowed: false,
  organizationsEnabled: false,
  passwordPolicy,
  bruteForceProtected: true,
  permanentLockout: false,
  bruteForceStrategy: 'MULTIPLE',
  failureFactor: 5,
  waitIncrementSeconds: 30,
  maxFailureWaitSeconds: 900,
  minimumQuickLoginWaitSeconds: 30,
  quickLoginCheckMilliSeconds: 1000,
  maxDeltaTimeSeconds: 43_200,
  accessTokenLifespan: accessTokenSeconds,
  revokeRefreshToken: true,
  refreshTokenMaxReuse: 0,
  ssoSessionIdleTimeout: 1_800,
  ssoSessionMaxLifespan: SESSION_SECONDS,
  accessCodeLifespan: 60,
  internationalizationEnabled: true,
  supportedLocales: ['ja', 'en'],
  defaultLocale: 'ja',
  // Events of users would keep user names and addresses; those of administrators are kept without what was changed.
  eventsEnabled: false,
  eventsListeners: [],
  adminEventsEnabled: true,
  adminEventsDetailsEnabled: false,
});

const attribute = (name: string, edit: readonly string[], view: readonly string[], validations: JsonObject) => ({
  name,
  displayName: `\${${name}}`,
  validations,
  permissions: { view, edit },
  multivalued: false,
});

const usernameAttribute = attribute('username', ['admin'], ['admin', 'user'], {
  length: { min: 3, max: 255 },
  'username-prohibited-characters': {},
  'up-username-not-idn-homograph': {},
});

/** Keycloak refuses a profile without it. Nobody can see or set it, administrators included, and nobody is asked. */
const emailAttribute = attribute('email', [], [], {});

const mapper = (name: string, protocolMapper: string, config: JsonObject) => ({ name, protocolMapper, config });

const inTokens = { 'access.token.claim': 'true', 'id.token.claim': 'true', 'introspection.token.claim': 'true' };

/** The whole content of a token beside the standard claims and `sub`, `auth_time` (scope `basic`). */
const commonMappers = [
  mapper('audience', 'oidc-audience-mapper', {
    'included.custom.audience': AUDIENCE,
    'access.token.claim': 'true',
    'id.token.claim': 'false',
    'introspection.token.claim': 'true',
  }),
  mapper('user name', 'oidc-usermodel-attribute-mapper', {
    ...inTokens,
    'user.attribute': 'username',
    'claim.name': 'preferred_username',
    'jsonType.label': 'String',
  }),
  mapper('realm roles', 'oidc-usermodel-realm-role-mapper', {
    'access.token.claim': 'true',
    'id.token.claim': 'false',
    'introspection.token.claim': 'true',
    'claim.name': 'realm_access.roles',
    'jsonType.label': 'String',
    multivalued: 'true',
  }),
  mapper('authentication methods', 'oidc-amr-mapper', inTokens),
];

const tenantMapper = mapper('tenant', 'oidc-usermodel-attribute-mapper', {
  ...inTokens,
  'user.attribute': 'tenant',
  'claim.name': 'tenant',
  'jsonType.label': 'String',
});

const closed = {
  standardFlowEnabled: false,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  serviceAccountsEnabled: false,
} as const;

/** Keycloak brings these along. Nobody signs in to them: account pages and the realm's own console are off. */
const builtInClients: readonly DesiredClient[] = [
  ...['account', 'account-console', 'admin-cli', 'security-admin-console'].map((clientId) => ({
    clientId,
    settings: { ...closed, enabled: false },
  })),
  // These two only carry roles; disabling them would take the roles of the service account away.
  ...['broker', 'realm-management'].map((clientId) => ({
    clientId,
    settings: { directAccessGrantsEnabled: false, serviceAccountsEnabled: false },
  })),
];

const ownClient = (clientId: string, settings: JsonObject): DesiredClient => ({
  clientId,
  settings: {
    protocol: 'openid-connect',
    enabled: true,
    ...closed,
    fullScopeAllowed: true,
    consentRequired: false,
    frontchannelLogout: false,
    webOrigins: [],
    ...settings,
  },
  defaultScopes: ['basic'],
});

/** Sign-in in the browser, at the tenants' door or the operators'. */
const webClient = (
  { gateway, publicBaseUrl }: RealmInput,
  { loginPath, home, logout }: { readonly loginPath: string; readonly home: string; readonly logout: string },
): DesiredClient =>
  ownClient(gateway.clientId, {
    publicClient: false,
    clientAuthenticatorType: 'client-secret',
    secret: gateway.secret,
    standardFlowEnabled: true,
    // Where Keycloak's own error pages lead back to.
    baseUrl: publicBaseUrl + home,
    redirectUris: [`${publicBaseUrl}${loginPath}/callback`],
    attributes: {
      'pkce.code.challenge.method': 'S256',
      'post.logout.redirect.uris': `${publicBaseUrl}/*`,
      'backchannel.logout.url': logout,
      'backchannel.logout.session.required': 'true',
      'oauth2.device.authorization.grant.enabled': 'false',
    },
  });

const tenantWebClient = (input: RealmInput): DesiredClient => ({
  ...webClient(input, { loginPath: '/login', home: '/', logout: input.backChannelLogoutUrl }),
  mappers: [...commonMappers, tenantMapper],
});

const operatorWebClient = (input: RealmInput): DesiredClient => ({
  ...webClient(input, {
    loginPath: '/login/ops',
    home: '/ops',
    logout: input.backChannelLogoutUrl.replace('/login/', '/login/ops/'),
  }),
  mappers: commonMappers,
});

const identityClient = ({ identity }: RealmInput): DesiredClient => ({
  ...ownClient(identity.clientId, {
    publicClient: false,
    clientAuthenticatorType: 'client-secret',
    secret: identity.secret,
    serviceAccountsEnabled: true,
    redirectUris: [],
  }),
  mappers: [],
  serviceAccountRoles: ['manage-users'],
});

/** Code flow with PKCE to a loopback address of any port (RFC 8252), or the device flow. */
const operatorClient: DesiredClient = {
  ...ownClient(OPS_CLIENT, {
    publicClient: true,
    standardFlowEnabled: true,
    redirectUris: ['http://127.0.0.1/callback'],
    attributes: {
      'pkce.code.challenge.method': 'S256',
      'oauth2.device.authorization.grant.enabled': 'true',
    },
  }),
  mappers: commonMappers,
};

export const desiredRealms = (input: RealmInput): readonly DesiredRealm[] => {
  const settings = commonSettings(input.accessTokenSeconds);
  const attributes = { adminEventsExpiration: String(NINETY_DAYS_SECONDS) };
  return [
    {
      realm: input.names.tenants,
      settings: { ...settings, displayName: '年末調整' },
      attributes,
      profile: {
        attributes: [
          usernameAttribute,
          emailAttribute,
          attribute('tenant', ['admin'], ['admin'], { length: { max: 64 } }),
        ],
      },
      roles: ['tenant-user'],
      defaultRoles: ['tenant-user'],
      clients: [...builtInClients, tenantWebClient(input), identityClient(input)],
    },
    {
      realm: input.names.operators,
      settings: { ...settings, displayName: '年末調整 運用' },
      attributes,
      profile: { attributes: [usernameAttribute, emailAttribute] },
      roles: ['operator'],
      defaultRoles: [],
      clients: [...builtInClients, operatorWebClient(input), operatorClient],
    },
  ];
};
