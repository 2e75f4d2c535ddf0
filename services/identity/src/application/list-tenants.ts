import { readPage, type PageQuery } from './paging.js';
import type { Cursors, TenantStore } from './ports.js';

export type ListTenantsDeps = { readonly tenants: Pick<TenantStore, 'list'>; readonly cursors: Cursors };

/** For operators: nothing in it is about a person. */
export const listTenants =
  ({ tenants, cursors }: ListTenantsDeps) =>
  async (page: PageQuery) =>
    readPage(page, {
      cursors,
      scope: 'operators/tenants',
      position: ({ code, id }) => [code, id],
      read: tenants.list,
    });
