import { generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChannelCredentials, Client, Metadata, type ServiceError } from '@grpc/grpc-js';
import {
  createActorCache,
  createTokenVerifier,
  type MethodPolicy,
  type ResolvedActor,
  type TokenVerifier,
} from '@nencho/auth';
import { systemClock } from '@nencho/kernel';
import { createCertificateAuthority, type CertificateAuthority, type LeafOptions } from '@nencho/local-stack';
import type { Logger } from '@nencho/telemetry';
import { createAuthenticator } from '../authenticate.js';
import { bindService, type Handlers } from '../bind-service.js';
import type { TlsConfig } from '../credentials.js';
import { createClients, type Clients, type PeerClient } from '../grpc-client.js';
import { startGrpcServer, type RunningServer } from '../grpc-server.js';

/** Certificates in a directory that `close` removes. */
export const createTestCertificates = async () => {
  const directory = mkdtempSync(join(tmpdir(), 'nencho-wire-'));
  const authority = await createCertificateAuthority(new Date());
  const stranger = await createCertificateAuthority(new Date());
  let count = 0;
  const write = (text: string): string => {
    const file = join(directory, `${String((count += 1))}.pem`);
    writeFileSync(file, text);
    return file;
  };
  const issue = async (
    name: string,
    {
      by = authority,
      trusts = authority,
      ...leaf
    }: LeafOptions & { by?: CertificateAuthority; trusts?: CertificateAuthority } = {},
  ): Promise<TlsConfig> => {
    const { cert, key } = await by.issue(name, leaf);
    return { TLS_CERT_FILE: write(cert), TLS_KEY_FILE: write(key), TLS_CA_FILE: write(trusts.certificate) };
  };
  return { authority, stranger, issue, close: () => rmSync(directory, { recursive: true }) };
};

/** A realm of our own that signs what the tests want, with its keys served over HTTP. */
export const startTestRealm = async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwks = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256' }] });
  const server = createServer((_request, response) => void response.end(jwks));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const realms = { tenant: `${origin}/realms/nencho`, ops: `${origin}/realms/nencho-ops` };
  const sign = (claims: Readonly<Record<string, unknown>> = {}): string => {
    const seconds = Math.floor(Date.now() / 1_000);
    const usual = {
      iss: realms.tenant,
      aud: 'nencho-api',
      sub: 'person-1',
      typ: 'Bearer',
      tenant: 'tenant-1',
      realm_access: { roles: ['tenant-user', 'operator'] },
      iat: seconds,
      exp: seconds + 300,
    };
    const parts = [
      { alg: 'RS256', kid: 'k1' },
      { ...usual, ...claims },
    ];
    const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${signed}.${signBytes('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
  };
  const verify: TokenVerifier = createTokenVerifier({
    tenantRealm: { issuer: realms.tenant, jwksUrl: origin },
    opsRealm: { issuer: realms.ops, jwksUrl: origin },
    audience: 'nencho-api',
  });
  return { realms, sign, verify, close: () => void server.close() };
};

type Message = { readonly text: string; readonly count?: number };

const toBytes = (message: Message): Buffer => Buffer.from(JSON.stringify(message));
const fromBytes = (bytes: Buffer): Message => JSON.parse(bytes.toString()) as Message;
const rpc = <Q extends boolean, S extends boolean>(name: string, requestStream: Q, responseStream: S) => ({
  path: `/test.Echo/${name}`,
  requestStream,
  responseStream,
  requestSerialize: toBytes,
  requestDeserialize: fromBytes,
  responseSerialize: toBytes,
  responseDeserialize: fromBytes,
});

/** A service of one method of each form and of each policy. */
export const echoDefinition = {
  say: rpc('Say', false, false),
  list: rpc('List', false, true),
  join: rpc('Join', true, false),
  operate: rpc('Operate', false, false),
  internal: rpc('Internal', false, false),
  forPerson: rpc('ForPerson', false, false),
  open: rpc('Open', false, false),
} as const;
export type EchoService = typeof echoDefinition;

export const echoPolicies: Readonly<Record<string, MethodPolicy>> = {
  '/test.Echo/Say': { kind: 'user', callers: ['gateway'], permissions: [] },
  '/test.Echo/List': { kind: 'internal', callers: ['gateway'] },
  '/test.Echo/Join': { kind: 'internal', callers: ['gateway'] },
  '/test.Echo/Operate': { kind: 'operator', callers: ['gateway'], permission: 'tenant.list' },
  '/test.Echo/Internal': { kind: 'internal', callers: ['gateway', 'document'] },
  '/test.Echo/ForPerson': { kind: 'internalWithUser', callers: ['declaration'], permissions: ['employee.read'] },
  '/test.Echo/Open': { kind: 'anonymous', callers: ['gateway'] },
};

export type LogLine = {
  readonly level: string;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
};

/** Keeps the lines: what `createLogger` prints of them is telemetry's own test. */
export const recordingLogger = (): { readonly logger: Logger; readonly lines: LogLine[] } => {
  const lines: LogLine[] = [];
  const at =
    (level: string) =>
    (event: string, fields: object = {}): void =>
      void lines.push({ level, event, fields: { ...fields } });
  return { lines, logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
};

type Wire = {
  readonly server: RunningServer;
  readonly lines: readonly LogLine[];
  /** An echo client with this certificate; closed with the wire. */
  readonly clientAs: (tls: TlsConfig, targets?: string) => PeerClient<EchoService>;
  readonly close: () => Promise<void>;
};

/** A real server of the echo service on a free port (or `port`), as `identity`. */
export const startEcho = async ({
  tls,
  verify,
  resolve,
  handlers,
  port = 0,
}: {
  readonly tls: TlsConfig;
  readonly verify: TokenVerifier;
  readonly resolve: (tenantId: string, sub: string) => Promise<ResolvedActor>;
  readonly handlers: Handlers<EchoService>;
  readonly port?: number;
}): Promise<Wire> => {
  const { logger, lines } = recordingLogger();
  const actors = createActorCache({ resolve, clock: systemClock });
  const server = await startGrpcServer({
    config: { ...tls, GRPC_HOST: '127.0.0.1', GRPC_PORT: port },
    services: [bindService(echoDefinition, handlers)],
    policies: echoPolicies,
    authenticate: createAuthenticator({ verify, actors }),
    logger,
  });
  const opened: Clients[] = [];
  return {
    server,
    lines,
    clientAs: (clientTls, targets = `127.0.0.1:${String(server.port)}`) => {
      const clients = createClients({ targets: { identity: targets }, tls: clientTls, policies: echoPolicies });
      opened.push(clients);
      return clients.client(echoDefinition, 'identity');
    },
    close: async () => {
      for (const clients of opened) {
        clients.close();
      }
      await server.stop(200);
    },
  };
};

/** A call by plain grpc-js, as a client that is not ours might make it. Answers with the error, if any. */
export const rawCall = async (
  port: number,
  path: string,
  {
    tls,
    certificate = true,
    metadata = {},
    bytes = Buffer.from('{"text":"hi"}'),
    deadlineMs,
  }: {
    readonly tls: TlsConfig;
    readonly certificate?: boolean;
    readonly metadata?: Readonly<Record<string, string>>;
    readonly bytes?: Buffer;
    readonly deadlineMs?: number;
  },
): Promise<ServiceError | null> => {
  const own = [tls.TLS_KEY_FILE, tls.TLS_CERT_FILE].map((file) => readFileSync(file));
  const credentials = ChannelCredentials.createSsl(readFileSync(tls.TLS_CA_FILE), ...(certificate ? own : []));
  const client = new Client(`localhost:${String(port)}`, credentials);
  const asIs = (value: Buffer): Buffer => value;
  const sent = new Metadata();
  for (const [key, value] of Object.entries(metadata)) {
    sent.set(key, value);
  }
  const options = deadlineMs === undefined ? {} : { deadline: Date.now() + deadlineMs };
  return new Promise((resolve) => {
    client.makeUnaryRequest(path, asIs, asIs, bytes, sent, options, (error) => {
      client.close();
      resolve(error);
    });
  });
};
