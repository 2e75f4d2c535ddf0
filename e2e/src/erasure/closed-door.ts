import { createConnection, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A way to a server that is shut until somebody opens it: connections are cut, as by an outage. */
export type ClosedDoor = {
  readonly port: number;
  /** How often somebody knocked in vain. */
  readonly refusals: () => number;
  readonly openTo: (port: number) => void;
  readonly stop: () => void;
};

const pipe = (from: Socket, port: number): void => {
  const to = createConnection(port, '127.0.0.1');
  from.pipe(to).pipe(from);
  for (const [one, other] of [
    [from, to],
    [to, from],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
};

export const closedDoor = async (): Promise<ClosedDoor> => {
  let target: number | undefined;
  let refused = 0;
  const server = createServer((socket) => {
    if (target !== undefined) {
      pipe(socket, target);
      return;
    }
    refused += 1;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    refusals: () => refused,
    openTo: (port) => {
      target = port;
    },
    stop: () => server.close(),
  };
};
