import { parseArgs } from 'node:util';
import { isLocalDate } from '@nencho/kernel';

export const usage = `Usage: npm run ops -- <command> [options]

Commands
  create-tenant    creates a tenant with its first administrator and prints the letter with the initial password
      --code CODE            3 to 20 of a–z, 0–9, -; part of the address people sign in at
      --name NAME            name of the customer
      --seats N              people under contract
      --start YYYY-MM-DD     first day of the contract
      --admin-login ID       login id of the first administrator: a–z, 0–9, . _ -
      --admin-family NAME    family name of the first administrator, for the letter
      --admin-given NAME     given name
      --letter-file FILE     writes the letter there (readable by you alone) instead of printing it
  list-tenants     lists the tenants with contract and seats

Options
  --url URL        public address of the system (or NENCHO_URL; otherwise http://localhost:3000)
  --browser        sign in with this computer's browser instead of a code for any device
  --help           this text

You sign in as an operator (realm nencho-ops) each time; nothing is kept on disk.
`;

export type NewTenant = {
  readonly tenantCode: string;
  readonly displayName: string;
  readonly seats: number;
  readonly contractStart: string;
  readonly adminLoginId: string;
  readonly adminFamilyName: string;
  readonly adminGivenName: string;
};

type Common = { readonly baseUrl: string; readonly browser: boolean };
export type OpsCommand = Common &
  (
    | { readonly kind: 'list-tenants' }
    | { readonly kind: 'create-tenant'; readonly tenant: NewTenant; readonly letterFile?: string }
  );

/** What is wrong with the command line, one line each. */
export class UsageError extends Error {
  constructor(readonly reasons: readonly string[]) {
    super(reasons.join('\n'));
  }
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const options = {
  code: text,
  name: text,
  seats: text,
  start: text,
  'admin-login': text,
  'admin-family': text,
  'admin-given': text,
  'letter-file': text,
  url: text,
  browser: flag,
  help: flag,
};

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError([error instanceof Error ? error.message : 'unreadable options']);
  }
};

type Values = ReturnType<typeof parsed>['values'];

const loopback = ['localhost', '127.0.0.1', '[::1]'];

const baseUrlOf = (address: string): string => {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.includes(url.hostname));
  if (url === undefined || !isSafe) throw new UsageError(['--url must be https, or http on this computer']);
  return url.origin;
};

const rules = [
  ['code', /^[a-z0-9-]{3,20}$/, '3 to 20 of a–z, 0–9 and -'],
  ['name', /^.{1,200}$/, '1 to 200 characters'],
  ['seats', /^[1-9]\d{0,6}$/, 'a whole number from 1'],
  ['start', /^\d{4}-\d{2}-\d{2}$/, 'a date like 2026-10-01'],
  ['admin-login', /^[a-z0-9._-]{1,64}$/, 'of a–z, 0–9, . _ -'],
  ['admin-family', /^.{1,50}$/, '1 to 50 characters'],
  ['admin-given', /^.{1,50}$/, '1 to 50 characters'],
] as const;

const newTenant = (values: Values): NewTenant => {
  const reasons = rules.flatMap(([name, form, words]) => {
    const value = values[name];
    if (value === undefined) return [`--${name} is missing: ${words}`];
    return form.test(value) ? [] : [`--${name} must be ${words}`];
  });
  const { start = '' } = values;
  if (/^\d{4}-\d{2}-\d{2}$/.test(start) && !isLocalDate(start)) reasons.push('--start is no day of the calendar');
  if (reasons.length > 0) throw new UsageError(reasons);
  return {
    tenantCode: values.code ?? '',
    displayName: values.name ?? '',
    seats: Number(values.seats),
    contractStart: start,
    adminLoginId: values['admin-login'] ?? '',
    adminFamilyName: values['admin-family'] ?? '',
    adminGivenName: values['admin-given'] ?? '',
  };
};

/** @returns the command, or 'help'. @throws UsageError with everything that is wrong */
export const readCommandLine = (args: readonly string[], defaultUrl: string): OpsCommand | 'help' => {
  const { values, positionals } = parsed(args);
  const [kind, ...more] = positionals;
  if (values.help === true || kind === undefined) return 'help';
  if (more.length > 0) throw new UsageError([`only one command at a time: ${more.length} word(s) too many`]);
  const common = { baseUrl: baseUrlOf(values.url ?? defaultUrl), browser: values.browser === true };
  if (kind === 'list-tenants') return { kind, ...common };
  if (kind !== 'create-tenant') throw new UsageError(['the command is create-tenant or list-tenants']);
  const letterFile = values['letter-file'];
  return { kind, ...common, tenant: newTenant(values), ...(letterFile === undefined ? {} : { letterFile }) };
};
