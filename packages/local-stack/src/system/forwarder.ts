import { connect, createServer, type Socket } from 'node:net';

export type Forwarder = { stop(): Promise<void> };

const join = (client: Socket, upstream: Socket): void => {
  client.pipe(upstream);
  upstream.pipe(client);
  client.on('error', () => upstream.destroy());
  upstream.on('error', () => client.destroy());
  client.on('close', () => upstream.destroy());
  upstream.on('close', () => client.destroy());
};

/** Tries one target after the other, beginning with `first`, until one takes the connection. */
const forward = (client: Socket, targets: readonly number[], first: number, tries: number): void => {
  const port = targets[first % targets.length];
  if (port === undefined || tries === 0) {
    client.destroy();
    return;
  }
  const upstream = connect(port, '127.0.0.1');
  const giveUp = () => upstream.destroy();
  const tryNext = () => {
    client.off('close', giveUp);
    forward(client, targets, first + 1, tries - 1);
  };
  client.once('close', giveUp);
  upstream.once('error', tryNext);
  upstream.once('connect', () => {
    upstream.off('error', tryNext);
    client.off('close', giveUp);
    join(client, upstream);
  });
};

/** One public port, any number of gateways behind it: connections are dealt out in turn. */
export const startForwarder = async (port: number, targets: readonly number[]): Promise<Forwarder> => {
  const clients = new Set<Socket>();
  let next = 0;
  const server = createServer((client) => {
    clients.add(client);
    client.on('error', () => client.destroy());
    client.once('close', () => clients.delete(client));
    forward(client, targets, next, targets.length);
    next = (next + 1) % targets.length;
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    stop: async () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        clients.forEach((client) => client.destroy());
      }),
  };
};
