import { repositoryRoot } from '@nencho/local-stack';
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

const web = join(repositoryRoot, 'services/gateway/web');

/** Builds the web application by one of its configurations into a folder of its own. */
export const buildWeb = (config: 'vite.config.mjs' | 'vite.states.config.mjs') => {
  const folder = mkdtempSync(join(tmpdir(), 'nencho-web-'));
  const vite = join(repositoryRoot, 'node_modules/.bin/vite');
  const args = ['build', '--config', config, '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'];
  const { status, stderr } = spawnSync(vite, args, { cwd: web, encoding: 'utf8' });
  if (status !== 0) throw new Error(`vite build ended with ${String(status)}\n${stderr}`);
  return {
    folder,
    /** Files of the build that hold a text. */
    holding: (text: string): readonly string[] =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name))
        .filter((file) => readFileSync(file).includes(text)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Serves a folder on loopback, under the part of our content policy that a page without a server can keep. */
export const serveFolder = async (folder: string) => {
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'";
  const server = createServer((request, response) => {
    const file = join(folder, new URL(request.url ?? '/', 'http://localhost').pathname);
    if (!file.startsWith(folder) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': policy,
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
};
