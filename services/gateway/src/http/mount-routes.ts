import { type RequestHandler, Router } from 'express';
import { type Access, type Route } from './route.js';

/** What stands before the handler of a route: who may come this far, and from which site. */
export type Gates = {
  readonly [A in Access]: { readonly read: readonly RequestHandler[]; readonly write: readonly RequestHandler[] };
};

export const mountRoutes = (routes: readonly Route[], gates: Gates): Router => {
  // Exact addresses only: one spelling a route.
  const router = Router({ caseSensitive: true, strict: true });
  for (const { method, path, access, handle } of routes) {
    const named: RequestHandler = (request, _response, next) => {
      request.routePattern = path;
      next();
    };
    const gate = gates[access][method === 'get' ? 'read' : 'write'];
    router[method](path, named, ...gate, handle);
  }
  return router;
};
