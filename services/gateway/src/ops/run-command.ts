import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { type OpsCommand } from './command-line.js';
import { type ListedTenant, opsApi, OpsFailure } from './ops-api.js';
import { signInByBrowser, signInByDevice } from './operator-sign-in.js';

type Terminal = {
  /** The result: a letter, a list. */
  readonly print: (text: string) => void;
  /** Everything said on the way. */
  readonly tell: (text: string) => void;
};

const table = (tenants: readonly ListedTenant[]): string => {
  const rows = tenants.map((tenant) => [
    tenant.code,
    tenant.contractStart,
    `${tenant.seatsUsed}/${tenant.seats}`,
    tenant.displayName,
  ]);
  const all = [['code', 'start', 'seats', 'name'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')).join('\n');
};

const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;

/** Opened before the tenant is made: the letter, with its secret, must have a place to go. */
const openLetterFile = (path: string): number => {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    const isThere = codeOf(error) === 'EEXIST';
    throw new OpsFailure(isThere ? `${path} exists already; name another file.` : `${path} cannot be written.`);
  }
};

const createTenant = async (
  api: ReturnType<typeof opsApi>,
  command: Extract<OpsCommand, { kind: 'create-tenant' }>,
  { print, tell }: Terminal,
): Promise<void> => {
  const { letterFile, tenant } = command;
  const file = letterFile === undefined ? undefined : openLetterFile(letterFile);
  try {
    const { letter } = await api.createTenant(tenant);
    if (letter === '')
      throw new OpsFailure('The tenant exists already, and its letter has been used or is older than 30 days.');
    if (file === undefined) print(letter);
    else writeSync(file, letter);
  } catch (error) {
    if (letterFile !== undefined) rmSync(letterFile, { force: true });
    throw error;
  } finally {
    if (file !== undefined) closeSync(file);
  }
  if (letterFile !== undefined) tell(`The letter is in ${letterFile}.`);
  tell(`People of ${tenant.tenantCode} sign in at ${command.baseUrl}/t/${tenant.tenantCode}`);
};

/** Signs the operator in, does what was asked, forgets the token. */
export const runCommand = async (command: OpsCommand, terminal: Terminal, realm = 'nencho-ops'): Promise<void> => {
  const signIn = command.browser ? signInByBrowser : signInByDevice;
  const issuer = `${command.baseUrl}/auth/realms/${realm}`;
  const token = await signIn({ issuer, tell: terminal.tell }).catch((error: unknown) => {
    const code = codeOf(error) ?? 'no answer';
    throw new OpsFailure(`Sign-in at ${command.baseUrl} did not succeed (${code}). Is the system running and ready?`);
  });
  const api = opsApi(command.baseUrl, token);
  if (command.kind === 'create-tenant') await createTenant(api, command, terminal);
  else terminal.print(table(await api.listTenants()));
};
