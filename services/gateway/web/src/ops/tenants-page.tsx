import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { AsyncView } from '../shared/async-view.js';
import { useDateTexts } from '../shared/date-text.js';
import { Page } from '../shared/page.js';
import { PagedTable } from '../shared/paged-table.js';
import { usePaged } from '../shared/use-paged.js';
import { canRotateKeys, type TenantView, useTenantStateTexts } from './tenants.js';

const canEnd = ({ state }: TenantView): boolean => state === 'active' || state === 'notice';

const ActsOfEnd = ({ tenant }: { tenant: TenantView }) => {
  if (canEnd(tenant)) {
    return (
      <Link to={`/ops/tenants/${tenant.id}/contract-end`}>
        <Trans>終了日を記録</Trans>
        <span className="visually-hidden">: {tenant.code}</span>
      </Link>
    );
  }
  return tenant.state === 'creating' ? null : (
    <Link to={`/ops/erasures/${tenant.id}`}>
      <Trans>消去の状況</Trans>
      <span className="visually-hidden">: {tenant.code}</span>
    </Link>
  );
};

const Acts = ({ tenant }: { tenant: TenantView }) => (
  <div className="actions">
    <ActsOfEnd tenant={tenant} />
    {canRotateKeys(tenant) && (
      <Link to={`/ops/tenants/${tenant.id}/keys`}>
        <Trans>鍵の更新</Trans>
        <span className="visually-hidden">: {tenant.code}</span>
      </Link>
    )}
  </div>
);

/** 契約の一覧: codes, names of customers, seats and dates. Nobody's data. */
export const TenantsPage = () => {
  const { t } = useLingui();
  const dates = useDateTexts();
  const states = useTenantStateTexts();
  const { query, items, more } = usePaged<TenantView>('tenants', '/api/v1/ops/tenants', {});
  return (
    <Page title={t`契約`}>
      <div className="actions actions-top">
        <Link className="button button-primary" to="/ops/tenants/new">
          <Trans>契約を登録する</Trans>
        </Link>
      </div>
      <AsyncView query={query}>
        {() => (
          <PagedTable
            caption={t`契約の一覧`}
            items={items}
            keyOf={({ id }) => id}
            empty={<Trans>契約はまだありません。</Trans>}
            more={more}
            columns={[
              { key: 'code', title: t`会社コード`, cell: ({ code }) => (code === '' ? '—' : code) },
              { key: 'name', title: t`名称`, cell: ({ displayName }) => (displayName === '' ? '—' : displayName) },
              { key: 'state', title: t`状態`, cell: ({ state }) => states[state] ?? state },
              { key: 'seats', title: t`人数`, cell: ({ seats, seatsUsed }) => `${seatsUsed} / ${seats}`, number: true },
              {
                key: 'start',
                title: t`開始`,
                cell: ({ contractStart }) => (contractStart === '' ? '—' : dates.date(contractStart)),
              },
              {
                key: 'end',
                title: t`終了`,
                cell: ({ contractEnd }) => (contractEnd === '' ? '—' : dates.date(contractEnd)),
              },
              { key: 'acts', title: t`操作`, cell: (tenant) => <Acts tenant={tenant} /> },
            ]}
          />
        )}
      </AsyncView>
    </Page>
  );
};
