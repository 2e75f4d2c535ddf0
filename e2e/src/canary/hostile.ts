import { methodPolicies, type ServiceName } from '@nencho/auth';
import type { SystemState } from '@nencho/local-stack/system';
import { rawCall, signInTenantUser, type TestSession } from '@nencho/testing';
import { readRouteTable } from '../isolation/route-rows.js';
import { inPool } from '../season/api.js';
import type { PlayedSeason } from '../season/season.js';
import type { CanaryCast } from './cast.js';

/** Words that stand for what a careless or hostile client puts where it does not belong. */
export type Bait = {
  readonly name: string;
  readonly kana: string;
  readonly mail: string;
  readonly number: number;
  readonly amount: number;
};

export const newBait = ({ words: { word, number } }: CanaryCast): Bait => ({
  ...{ name: word('name'), kana: word('kana'), mail: word('mail') },
  ...{ number: number('number'), amount: number('amount') },
});

type Hostile = { readonly headers: Readonly<Record<string, string>>; readonly body: string | Buffer };

const json = { 'content-type': 'application/json' };

/** Bodies that fail at the parser, at the shape, at a value, and deep inside. */
const bodies = ({ name, kana, mail, number, amount }: Bait): readonly Hostile[] => {
  const everywhere = {
    ...{ code: name, name, address: name, corporateNumber: String(number), phone: mail, title: name, q: name },
    ...{ companyId: name, employeeId: mail, employeeIds: [name, mail], scopeId: name, role: name, scopeKind: name },
    ...{ taxYear: name, deadline: name, lastPaymentDate: mail, tenantCode: name, displayName: name, password: name },
    ...{
      version: name,
      facts: { person: { birthDate: name }, otherIncome: String(amount), relatives: [{ name, kana }] },
    },
    ...{
      comments: [{ path: name, comment: `${name} ${number}` }],
      expectedCount: amount,
      invitationId: mail,
      token: name,
    },
    ...{ campaignId: name, cursor: name, reason: name, ticket: name, adminFamilyName: name, adminLoginId: mail },
  };
  const right = {
    version: 0,
    comments: [{ path: name, comment: `${name} ${number}` }],
    facts: { [name]: { [mail]: amount } },
  };
  return [
    { headers: json, body: JSON.stringify(everywhere) },
    { headers: json, body: JSON.stringify(right) },
    { headers: json, body: `{"name":"${name}","mail":"${mail}","salary":${amount}` },
    { headers: json, body: JSON.stringify([[[name, mail, number]]]) },
    { headers: json, body: `{"__proto__":{"${name}":"${mail}"},"constructor":{"prototype":{"${name}":${number}}}}` },
    { headers: { 'content-type': 'text/csv' }, body: `${name},${mail},${number}\r\n"${name}` },
    {
      headers: { 'content-type': 'text/csv' },
      body: `従業員番号,姓,名,姓カナ,名カナ,メールアドレス,ログインID,会社コード,部署コード,生年月日,郵便番号,住所,入社日,退職日\r\n${name},${name},${name},${name},${kana},${mail}@,${mail},${name},${name},${name},${number},${name},${name},${name}\r\n`,
    },
    {
      headers: { 'content-type': 'text/csv' },
      body: `従業員番号,給与・賞与の総額,源泉徴収税額,社会保険料\r\n${name},${amount},${name},-${number}\r\n`,
    },
    {
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: `--x\r\ncontent-disposition: form-data; name="file"; filename="${mail}.pdf"\r\n\r\n${name}${number}\r\n--x--`,
    },
    { headers: { 'content-type': `application/${mail}` }, body: Buffer.from(name) },
  ];
};

/** Headers that servers like to write down. */
const headersOf = ({ mail, number }: Bait): Readonly<Record<string, string>> => ({
  'idempotency-key': mail,
  'user-agent': mail,
  referer: `https://${mail}/${number}`,
  'accept-language': mail,
  'x-request-id': mail,
  'x-forwarded-host': mail,
  tracestate: `canary=${mail.replace('@', '.')}`,
  baggage: `user=${mail}`,
});

const fillPath = (path: string, { mail, name }: Bait): string =>
  path.replace(/:[A-Za-z]+/g, encodeURIComponent(path.length % 2 === 0 ? mail : name));

/** Each route with each kind of wrong request. @returns how many were sent, and answers that say more than an error */
const provokeRoutes = async (
  session: TestSession,
  bearer: string,
  bait: Bait,
): Promise<{ readonly sent: number; readonly broken: readonly string[] }> => {
  const broken: string[] = [];
  let sent = 0;
  const ask = async (label: string, path: string, init: Parameters<TestSession['fetch']>[1]): Promise<void> => {
    sent += 1;
    try {
      const response = await session.fetch(path, { ...init, signal: AbortSignal.timeout(20_000) });
      const text = await response.text();
      if (
        response.status >= 400 &&
        !/^application\/(?:problem\+)?json/.test(response.headers.get('content-type') ?? '')
      ) {
        broken.push(`${label}: ${response.status} ${text.slice(0, 40)}`);
      }
    } catch {
      // the gateway or what is behind it was away at this moment: that is provoked, too
    }
  };
  const routes = readRouteTable().filter(({ name }) => !name.includes('/logout'));
  await inPool(routes, 2, async ({ name, area }) => {
    const [method = '', pattern = ''] = name.split(' ');
    const path = fillPath(pattern, bait);
    const query = new URLSearchParams({
      q: bait.name,
      cursor: bait.mail,
      limit: bait.name,
      companyId: bait.mail,
      campaignId: bait.name,
      type: bait.mail,
      subjectId: bait.name,
      from: bait.mail,
      state: bait.name,
    });
    const authorization: Record<string, string> = area === 'operator' ? { authorization: `Bearer ${bearer}` } : {};
    await ask(name, `${path}?${query.toString()}`, {
      method,
      headers: { ...authorization, ...headersOf(bait) },
      ...(method === 'GET' ? {} : { body: '{}' }),
    });
    if (method === 'GET') return;
    for (const { headers, body } of bodies(bait))
      await ask(name, path, { method, headers: { ...authorization, ...headers }, body });
  });
  for (const path of [
    `/${encodeURIComponent(bait.name)}`,
    `/api/v1/${bait.mail}`,
    `/t/${bait.mail}`,
    `/login?tenantCode=${encodeURIComponent(bait.name)}&loginId=${bait.mail}`,
  ]) {
    await ask(path, path, { headers: headersOf(bait) });
  }
  return { sent, broken };
};

const field = (number: number, wireType: number, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from([number * 8 + wireType]), bytes]);
const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
};

/** Messages that decode into any message with texts, or break off within one. */
const messages = ({ name, mail }: Bait): readonly Buffer[] => [
  Buffer.concat(Array.from({ length: 12 }, (_, index) => field(index + 1, 2, text(index % 2 === 0 ? name : mail)))),
  Buffer.concat(
    Array.from({ length: 12 }, (_, index) =>
      field(index + 1, 2, text(`\n${String.fromCharCode(name.length * 3)}${name}`)),
    ),
  ),
  Buffer.concat([field(1, 2, Buffer.from([0x7f])), Buffer.from(name), Buffer.from(mail)]),
  Buffer.from(`${name}${mail}`),
];

/** Each RPC with each kind of wrong message, in the name of a service that may call it. */
const provokeMethods = async (
  system: SystemState,
  tokens: Readonly<Record<'user' | 'operator', string>>,
  bait: Bait,
): Promise<number> => {
  const served: readonly ServiceName[] = ['identity', 'declaration', 'document', 'notification', 'retention'];
  const calls = Object.entries(methodPolicies).flatMap(([path, policy]) =>
    messages(bait).map((body) => ({ path, policy, body })),
  );
  await inPool(calls, 4, async ({ path, policy, body }) => {
    const area = /^\/nencho\.(\w+)\./.exec(path)?.[1];
    const service = served.find((name) => name === area) ?? 'identity';
    const [as] = policy.callers;
    if (as === undefined) return;
    const token = policy.kind === 'operator' ? tokens.operator : tokens.user;
    const metadata =
      policy.kind === 'internal' || policy.kind === 'anonymous' ? {} : { authorization: `Bearer ${token}` };
    await rawCall(system, { service, path, as, metadata, deadlineMs: 10_000, body });
  });
  return calls.length;
};

/** Somebody types a mail address and a name where a login id belongs, and a wrong password, which is a name, too. */
const mistypeLogin = async (system: SystemState, season: PlayedSeason, { mail, name }: Bait): Promise<void> => {
  for (const loginId of [mail, 'admin', encodeURIComponent(mail)]) {
    await signInTenantUser({
      baseUrl: system.publicBaseUrl,
      tenantCode: season.tenantCode,
      loginId,
      password: `${name}${mail}`,
    }).catch(() => undefined);
  }
};

export type Provoked = { readonly requests: number; readonly calls: number; readonly broken: readonly string[] };

/** Provokes errors in every handler with canaries in what it is given. */
export const provokeErrors = async (
  system: SystemState,
  season: PlayedSeason,
  tokens: Readonly<Record<'user' | 'operator', string>>,
  bait: Bait,
): Promise<Provoked> => {
  const session = await signInTenantUser({
    baseUrl: system.publicBaseUrl,
    tenantCode: season.tenantCode,
    loginId: 'admin',
    password: season.adminPassword,
  });
  const { sent, broken } = await provokeRoutes(session, tokens.operator, bait);
  const calls = await provokeMethods(system, tokens, bait);
  await mistypeLogin(system, season, bait);
  return { requests: sent, calls, broken };
};
