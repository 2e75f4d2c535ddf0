import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureFile } from '../private-files.js';
import { VaultError } from './vault-error.js';

export type KeyAction =
  'get' | 'list' | 'wrapKey' | 'unwrapKey' | 'create' | 'rotate' | 'update' | 'delete' | 'recover';

/**
 * What the workload identities may do, as the role assignments of production: every service opens and seals, identity
 * makes keys, retention destroys them. Nobody may purge, back up or export.
 */
const use: readonly KeyAction[] = ['get', 'wrapKey', 'unwrapKey'];
const actionsOf: Readonly<Record<string, readonly KeyAction[]>> = {
  identity: [...use, 'create', 'rotate'],
  declaration: use,
  document: use,
  notification: use,
  retention: [...use, 'list', 'update', 'delete', 'recover'],
  tests: [...use, 'list', 'create', 'rotate', 'update', 'delete', 'recover'],
};

export const workloads = Object.keys(actionsOf);

export const requireAction = (workload: string, action: KeyAction | 'purge'): void => {
  if (action === 'purge' || actionsOf[workload]?.includes(action) !== true) {
    throw new VaultError(
      403,
      'Forbidden',
      `Caller is not authorized to perform action on resource: ${action}`,
      'ForbiddenByRbac',
    );
  }
};

/** The token that the cluster would give to a workload: here a secret in a file of its own. */
export const federatedTokenFile = (directory: string, workload: string): string => join(directory, `${workload}.token`);

const lifetimeSeconds = 3_600;

export type Tokens = {
  /** @returns an access token, or undefined when the assertion is not this workload's. */
  readonly issue: (
    workload: string,
    assertion: string,
  ) => { readonly token: string; readonly seconds: number } | undefined;
  /** @returns the workload */
  readonly verify: (token: string) => string | undefined;
};

const same = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** Access tokens that survive a restart of the emulator, as those of the real one do. */
export const openTokens = (directory: string): Tokens => {
  const key = readFileSync(ensureFile(join(directory, 'signing.key'), () => randomBytes(32)));
  const secrets = new Map(
    workloads.map((workload) => {
      const file = ensureFile(federatedTokenFile(directory, workload), () => randomBytes(32).toString('base64url'));
      return [workload, readFileSync(file, 'utf8').trim()];
    }),
  );
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  const now = () => Math.floor(Date.now() / 1000);
  return {
    issue: (workload, assertion) => {
      const secret = secrets.get(workload);
      if (secret === undefined || !same(secret, assertion)) return undefined;
      const body = `${workload}.${now() + lifetimeSeconds}`;
      return { token: `${body}.${sign(body)}`, seconds: lifetimeSeconds };
    },
    verify: (token) => {
      const [workload = '', until = '', signature = ''] = token.split('.');
      return same(sign(`${workload}.${until}`), signature) && Number(until) > now() ? workload : undefined;
    },
  };
};
