import { rmSync } from 'node:fs';
import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net';

/** A place to listen at or to connect to: TCP, or a socket file, which network namespaces have in common. */
export type Place = { readonly host: string; readonly port: number } | { readonly path: string };

export type Crossing = { readonly from: Place; readonly to: Place };

const pipe = (client: Socket, to: Place): void => {
  const upstream = connect({ ...to, noDelay: true, allowHalfOpen: true } as NetConnectOpts);
  client.setNoDelay(true);
  client.pipe(upstream).pipe(client);
  for (const [one, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
};

const open = async ({ from, to }: Crossing): Promise<Server> => {
  if ('path' in from) rmSync(from.path, { force: true });
  const server = createServer({ allowHalfOpen: true }, (client) => {
    pipe(client, to);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(from, resolve);
  });
  return server;
};

/**
 * Carries connections from one network namespace to another through socket files: the host's own interfaces, routes and
 * packet filters have no part in it.
 */
export const startBridge = async (crossings: readonly Crossing[]): Promise<readonly Server[]> =>
  Promise.all(crossings.map(open));
