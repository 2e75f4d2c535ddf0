import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type RunningProbes = { readonly port: number; readonly stop: () => Promise<void> };

/**
 * GET /livez: the process answers. GET /readyz: `ready` holds, that is the service's own database answers; Kafka,
 * Keycloak and peers do not count, or their outage would take every pod out.
 */
export const startProbes = async ({
  host,
  port,
  ready,
}: {
  readonly host: string;
  readonly port: number;
  readonly ready: () => Promise<boolean>;
}): Promise<RunningProbes> => {
  const statusOf = async (path: string | undefined): Promise<number> => {
    if (path === '/livez') {
      return 200;
    }
    if (path === '/readyz') {
      return (await ready().catch(() => false)) ? 200 : 503;
    }
    return 404;
  };
  const server = createServer((request, response) => {
    void statusOf(request.url).then((status) => {
      response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' });
      response.end(status === 200 ? 'ok\n' : `${status}\n`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
