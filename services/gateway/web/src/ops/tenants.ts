import { useLingui } from '@lingui/react/macro';
import type { Tenant } from '@nencho/contracts/identity/v1/identity';
import { queryOptions } from '@tanstack/react-query';
import { ApiError, get } from '../api/client.js';
import type { Plain } from '../api/types.js';

export type TenantView = Plain<Tenant>;
type TenantPage = { readonly items: readonly TenantView[]; readonly nextCursor: string };

/** Keys are of use as long as somebody may read: until the contract's end. */
export const canRotateKeys = ({ state }: TenantView): boolean => state === 'active' || state === 'notice';

/** One tenant, found in the list: operators read nothing else of it. */
export const tenantQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['tenants', 'one', tenantId],
    queryFn: async () => {
      for (let cursor = ''; ;) {
        const query = new URLSearchParams({ limit: '200', ...(cursor === '' ? {} : { cursor }) });
        const page = await get<TenantPage>(`/api/v1/ops/tenants?${query.toString()}`);
        const found = page.items.find(({ id }) => id === tenantId);
        if (found !== undefined) {
          return found;
        }
        if (page.nextCursor === '') {
          throw new ApiError({ status: 404, code: 'not_found' });
        }
        cursor = page.nextCursor;
      }
    },
  });

export const useTenantStateTexts = (): Record<string, string> => {
  const { t } = useLingui();
  return {
    creating: t`準備中`,
    active: t`契約中`,
    notice: t`終了の予告あり`,
    ended: t`終了`,
    erasing: t`消去中`,
    erased: t`消去ずみ`,
  };
};
