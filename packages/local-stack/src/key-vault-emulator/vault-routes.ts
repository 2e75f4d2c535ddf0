import { type KeyAction, requireAction } from './access.js';
import type { Found, FoundDeleted, Vault } from './vault.js';
import { VaultError } from './vault-error.js';
import { publicNumbers } from './vault-keys.js';

export type VaultRequest = {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly workload: string;
  /** `https://host:port` as the caller wrote it: part of every key id. */
  readonly base: string;
};
export type VaultAnswer = { readonly status: number; readonly body: object };

const attributes = ({ recoverableDays }: Vault, { version }: Pick<Found, 'version'>) => ({
  ...{ enabled: version.enabled, created: version.created, updated: version.updated },
  ...{ recoveryLevel: 'CustomizedRecoverable', recoverableDays, exportable: false },
});

const bundle = (vault: Vault, base: string, found: Found) => ({
  key: {
    kid: `${base}/keys/${found.name}/${found.version.version}`,
    kty: 'RSA',
    key_ops: ['wrapKey', 'unwrapKey'],
    ...publicNumbers(found.version),
  },
  attributes: attributes(vault, found),
});

const deletedBundle = (vault: Vault, base: string, found: FoundDeleted) => ({
  recoveryId: `${base}/deletedkeys/${found.name}`,
  deletedDate: Math.floor(found.deletedAt / 1000),
  scheduledPurgeDate: Math.floor(found.deletedAt / 1000) + vault.recoverableDays * 86_400,
  ...bundle(vault, base, found),
});

const textOf = (body: VaultRequest['body'], name: string): string => {
  const value = body[name];
  if (typeof value !== 'string') throw new VaultError(400, 'BadParameter', `Property ${name} is missing or no text.`);
  return value;
};

const enabledOf = (body: VaultRequest['body']): boolean => {
  const given = body['attributes'];
  const enabled = typeof given === 'object' && given !== null && 'enabled' in given ? given.enabled : undefined;
  if (typeof enabled !== 'boolean')
    throw new VaultError(400, 'BadParameter', 'Only attributes.enabled can be changed here.');
  return enabled;
};

const requireRsa = (body: VaultRequest['body']): void => {
  if (body['kty'] !== 'RSA' || (body['key_size'] ?? 2048) !== 2048) {
    throw new VaultError(400, 'BadParameter', 'This emulator makes RSA keys of 2048 bits only.');
  }
};

const versionsOf = (vault: Vault, { base }: VaultRequest, { name, key }: Found): object => ({
  value: key.versions.map((version) => ({
    kid: `${base}/keys/${name}/${version.version}`,
    attributes: attributes(vault, { version }),
  })),
  nextLink: null,
});

const transformed = (vault: Vault, { body, base }: VaultRequest, found: Found, operation: 'wrapkey' | 'unwrapkey') => {
  if (textOf(body, 'alg') !== 'RSA-OAEP-256') throw new VaultError(400, 'BadParameter', 'alg is not RSA-OAEP-256');
  const value = vault.transform(operation, found, textOf(body, 'value'));
  return { kid: `${base}/keys/${found.name}/${found.version.version}`, value };
};

type Route = {
  readonly method: string;
  readonly form: RegExp;
  readonly action: KeyAction | 'purge';
  readonly answer: (vault: Vault, request: VaultRequest, name: string, version: string) => Promise<object> | object;
};

const routes: readonly Route[] = [
  {
    ...{ method: 'POST', form: /^\/keys\/([^/]+)\/create$/, action: 'create' },
    answer: async (vault, { base, body }, name) => {
      requireRsa(body);
      return bundle(vault, base, await vault.create(name));
    },
  },
  {
    ...{ method: 'POST', form: /^\/keys\/([^/]+)\/rotate$/, action: 'rotate' },
    answer: async (vault, { base }, name) => bundle(vault, base, await vault.rotate(name)),
  },
  {
    ...{ method: 'GET', form: /^\/keys\/([^/]+)\/versions$/, action: 'list' },
    answer: (vault, request, name) => versionsOf(vault, request, vault.get(name)),
  },
  {
    ...{ method: 'GET', form: /^\/keys\/([^/]+)(?:\/([^/]*))?$/, action: 'get' },
    answer: (vault, { base }, name, version) => bundle(vault, base, vault.get(name, version)),
  },
  {
    ...{ method: 'PATCH', form: /^\/keys\/([^/]+)(?:\/([^/]*))?$/, action: 'update' },
    answer: async (vault, { base, body }, name, version) =>
      bundle(vault, base, await vault.setEnabled(name, version, enabledOf(body))),
  },
  {
    ...{ method: 'DELETE', form: /^\/keys\/([^/]+)$/, action: 'delete' },
    answer: async (vault, { base }, name) => deletedBundle(vault, base, await vault.remove(name)),
  },
  {
    ...{ method: 'POST', form: /^\/keys\/([^/]+)\/([^/]*)\/wrapkey$/, action: 'wrapKey' },
    answer: (vault, request, name, version) => transformed(vault, request, vault.get(name, version), 'wrapkey'),
  },
  {
    ...{ method: 'POST', form: /^\/keys\/([^/]+)\/([^/]*)\/unwrapkey$/, action: 'unwrapKey' },
    answer: (vault, request, name, version) => transformed(vault, request, vault.get(name, version), 'unwrapkey'),
  },
  {
    ...{ method: 'GET', form: /^\/deletedkeys\/([^/]+)$/, action: 'get' },
    answer: (vault, { base }, name) => deletedBundle(vault, base, vault.getDeleted(name)),
  },
  {
    ...{ method: 'POST', form: /^\/deletedkeys\/([^/]+)\/recover$/, action: 'recover' },
    answer: async (vault, { base }, name) => bundle(vault, base, await vault.recover(name)),
  },
  {
    ...{ method: 'DELETE', form: /^\/deletedkeys\/([^/]+)$/, action: 'purge' },
    answer: () => ({}), // nobody is let in
  },
];

/** The part of the REST interface that the product uses. @throws VaultError */
export const answerVaultRequest = async (vault: Vault, request: VaultRequest): Promise<VaultAnswer> => {
  for (const { method, form, action, answer } of routes) {
    const [whole, name = '', version = ''] = form.exec(request.path) ?? [];
    if (whole === undefined || method !== request.method) continue;
    if (!/^[0-9a-zA-Z-]{1,127}$/.test(name)) throw new VaultError(400, 'BadParameter', 'The name is not allowed.');
    requireAction(request.workload, action);
    return { status: 200, body: await answer(vault, request, name, version) };
  }
  throw new VaultError(404, 'NotFound', 'This emulator does not know the operation.');
};
