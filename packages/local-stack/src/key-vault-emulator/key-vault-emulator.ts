import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type CertificateFiles } from '../certificate-files.js';
import { openTokens, type Tokens } from './access.js';
import { openVault } from './vault.js';
import { VaultError } from './vault-error.js';
import { answerVaultRequest } from './vault-routes.js';

/*
 * OURS, not Azure's: the part of the interfaces of Azure Key Vault (keys) and of Microsoft Entra (workload identity)
 * that the product uses, so that the real SDK can be run against something. It proves our wiring, not Azure's
 * behaviour. Private keys lie in a file, so it is for development and tests only.
 */

export const emulatedTenant = '00000000-0000-4000-8000-000000000001';

export type KeyVaultEmulatorOptions = {
  /** Holds the keys of the vaults and the tokens of the workloads. */
  readonly directory: string;
  readonly certificate: Pick<CertificateFiles, 'certFile' | 'keyFile'>;
  /** Alias of each vault and its port (0: any). */
  readonly vaults: Readonly<Record<string, number>>;
  readonly tokenPort: number;
  readonly host?: string;
  /** Of the vaults' retention; tokens live on the real clock. */
  readonly now?: () => Date;
  readonly deletingMs?: number;
  readonly recoverableDays?: number;
};

export type EmulatedVault = {
  readonly port: number;
  /** The next requests are refused for being too many, as a vault does beyond its quota. */
  readonly throttle: (requests: number, retryAfterSeconds?: number) => void;
  /** How many requests with a valid token have come in. */
  readonly requests: () => number;
  readonly stop: () => Promise<void>;
};

export type KeyVaultEmulator = {
  readonly vaults: Readonly<Record<string, EmulatedVault>>;
  readonly tokenPort: number;
  readonly stop: () => Promise<void>;
};

const maxBodyBytes = 64 * 1024;

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new VaultError(413, 'RequestTooLarge', 'The request is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const send = (
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
};

const listen = async (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });

const close = async (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const jsonBody = (text: string): Readonly<Record<string, unknown>> => {
  const value: unknown = text === '' ? {} : JSON.parse(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
};

const tls = ({ certificate }: KeyVaultEmulatorOptions) => ({
  cert: readFileSync(certificate.certFile),
  key: readFileSync(certificate.keyFile),
});

const answerError = (response: ServerResponse, error: unknown): void => {
  if (error instanceof VaultError) send(response, error.status, error.body());
  else send(response, 500, { error: { code: 'InternalServerError', message: 'The emulator failed.' } });
};

const startVault = async (
  options: KeyVaultEmulatorOptions,
  tokens: Tokens,
  alias: string,
  tokenPort: number,
): Promise<EmulatedVault> => {
  const { directory, host = '127.0.0.1', now = () => new Date(), deletingMs = 0 } = options;
  const stateFile = join(directory, `vault-${alias}.json`);
  const { recoverableDays } = options;
  const vault = openVault({
    stateFile,
    now,
    deletingMs,
    ...(recoverableDays === undefined ? {} : { recoverableDays }),
  });
  let throttled = { requests: 0, retryAfter: undefined as number | undefined };
  let count = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await readBody(request);
    const workload = tokens.verify(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    const base = `https://${request.headers.host ?? ''}`;
    if (workload === undefined) {
      const challenge = `Bearer authorization="https://localhost:${tokenPort}/${emulatedTenant}", resource="https://vault.localhost"`;
      const error = { code: 'Unauthorized', message: 'AKV10000: Request is missing a Bearer or PoP token.' };
      send(response, 401, { error }, { 'www-authenticate': challenge });
      return;
    }
    count += 1;
    if (throttled.requests > 0) {
      throttled = { ...throttled, requests: throttled.requests - 1 };
      const headers = throttled.retryAfter === undefined ? {} : { 'retry-after': String(throttled.retryAfter) };
      send(
        response,
        429,
        { error: { code: 'Throttled', message: 'Request was not processed because too many requests were received.' } },
        headers,
      );
      return;
    }
    const path = new URL(request.url ?? '/', base).pathname.replace(/(.)\/$/, '$1');
    const result = await answerVaultRequest(vault, {
      method: request.method ?? '',
      path,
      body: jsonBody(text),
      workload,
      base,
    });
    send(response, result.status, result.body);
  };
  const server = createServer(tls(options), (request, response) => {
    answer(request, response).catch((error: unknown) => answerError(response, error));
  });
  const port = await listen(server, options.vaults[alias] ?? 0, host);
  return {
    port,
    throttle: (requests, retryAfter) => {
      throttled = { requests, retryAfter };
    },
    requests: () => count,
    stop: async () => close(server),
  };
};

const startTokenServer = async (options: KeyVaultEmulatorOptions, tokens: Tokens) => {
  const { host = '127.0.0.1' } = options;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const base = `https://${request.headers.host ?? ''}/${emulatedTenant}`;
    if (request.url?.startsWith(`/${emulatedTenant}/v2.0/.well-known/openid-configuration`) === true) {
      send(response, 200, {
        issuer: `${base}/v2.0`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        jwks_uri: `${base}/discovery/v2.0/keys`,
      });
      return;
    }
    const form = new URLSearchParams(await readBody(request));
    const issued = tokens.issue(form.get('client_id') ?? '', form.get('client_assertion') ?? '');
    if (issued === undefined) {
      send(response, 401, {
        error: 'invalid_client',
        error_description: 'AADSTS700213: no matching federated identity',
      });
      return;
    }
    send(response, 200, {
      token_type: 'Bearer',
      expires_in: issued.seconds,
      ext_expires_in: issued.seconds,
      access_token: issued.token,
    });
  };
  const server = createServer(tls(options), (request, response) => {
    answer(request, response).catch((error: unknown) => answerError(response, error));
  });
  return { port: await listen(server, options.tokenPort, host), stop: async () => close(server) };
};

export const startKeyVaultEmulator = async (options: KeyVaultEmulatorOptions): Promise<KeyVaultEmulator> => {
  const tokens = openTokens(join(options.directory, 'workloads'));
  const tokenServer = await startTokenServer(options, tokens);
  const vaults: Record<string, EmulatedVault> = {};
  for (const alias of Object.keys(options.vaults)) {
    vaults[alias] = await startVault(options, tokens, alias, tokenServer.port);
  }
  return {
    vaults,
    tokenPort: tokenServer.port,
    stop: async () => {
      await Promise.all([...Object.values(vaults).map(async (vault) => vault.stop()), tokenServer.stop()]);
    },
  };
};
