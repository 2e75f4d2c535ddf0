import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unavailable } from '@nencho/kernel';
import express, { type RequestHandler } from 'express';

const oneYear = 31_536_000;

/** A place in the application: a path whose last part looks like no file. */
const isPage = (path: string): boolean => !/\.[^/]*$/.test(path) && !path.startsWith('/assets/');

/**
 * The built single-page application: files under /assets carry a hash in their name and never change; every other
 * address that a person may open is index.html, asked for anew each time.
 */
export const serveSpa = (webRoot: string): RequestHandler[] => {
  const index = join(webRoot, 'index.html');
  const files = express.static(webRoot, {
    index: false,
    redirect: false,
    setHeaders: (response, path) => {
      const isHashed = path.startsWith(join(webRoot, 'assets'));
      response.set('cache-control', isHashed ? `public, max-age=${oneYear}, immutable` : 'no-cache');
    },
  });
  const page: RequestHandler = (request, response, next) => {
    if ((request.method !== 'GET' && request.method !== 'HEAD') || !isPage(request.path)) {
      next();
      return;
    }
    if (!existsSync(index)) throw unavailable('web');
    response.set('cache-control', 'no-cache').sendFile(index, { cacheControl: false });
  };
  return [files, page];
};
