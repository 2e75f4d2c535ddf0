import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { sessionQueryOf } from '../api/queries.js';
import { AsyncView } from '../shared/async-view.js';
import { Layout, SignOut } from '../shared/layout.js';
import { NotFoundPage } from '../shared/not-found-page.js';
import { Notice } from '../shared/notice.js';
import { Page } from '../shared/page.js';
import { ActionsPage } from './actions-page.js';
import { ErasurePage } from './erasure-page.js';
import { ErasuresPage } from './erasures-page.js';
import { KeysPage } from './keys-page.js';
import { NewTenantPage } from './new-tenant-page.js';
import { TenantEndPage } from './tenant-end-page.js';
import { TenantsPage } from './tenants-page.js';

const opsSessionQuery = sessionQueryOf('/api/v1/ops/session');

/** Before sign-in: the way to the operators' own realm. */
const SignInPage = ({ starting }: { starting: boolean }) => {
  const { t } = useLingui();
  const { pathname } = useLocation();
  return (
    <Page title={t`運用者のサインイン`} lead={t`契約の運用のための画面です。ここからは、契約者のデータは見えません。`}>
      {starting ? (
        <Notice tone="info" title={t`サインインの準備をしています`}>
          <Trans>起動中です。準備ができると、このまま進めます。</Trans>
        </Notice>
      ) : (
        <p>
          <a className="button button-primary" href={`/login/ops?returnTo=${encodeURIComponent(pathname)}`}>
            <Trans>サインインする</Trans>
          </a>
        </p>
      )}
    </Page>
  );
};

const Frame = () => {
  const { t } = useLingui();
  const nav = [
    { to: '/ops/tenants', text: t`契約` },
    { to: '/ops/erasures', text: t`終了と消去` },
    { to: '/ops/actions', text: t`運用者の操作` },
  ];
  return <Layout home="/ops" account={<SignOut path="/api/v1/ops/logout" />} nav={nav} />;
};

const SignedOut = ({ starting }: { starting: boolean }) => (
  <Routes>
    <Route element={<Layout home="/ops" />}>
      <Route path="*" element={<SignInPage starting={starting} />} />
    </Route>
  </Routes>
);

/** 運用: tenants, letters and ends of contracts, behind a realm of its own. No personal data of anybody. */
export const OpsArea = () => {
  const session = useQuery(opsSessionQuery);
  return (
    <AsyncView query={session}>
      {({ signedIn, keycloakReady }) =>
        signedIn ? (
          <Routes>
            <Route element={<Frame />}>
              <Route index element={<Navigate to="tenants" replace />} />
              <Route path="tenants" element={<TenantsPage />} />
              <Route path="tenants/new" element={<NewTenantPage />} />
              <Route path="tenants/:tenantId/contract-end" element={<TenantEndPage />} />
              <Route path="tenants/:tenantId/keys" element={<KeysPage />} />
              <Route path="erasures" element={<ErasuresPage />} />
              <Route path="erasures/:tenantId" element={<ErasurePage />} />
              <Route path="actions" element={<ActionsPage />} />
              <Route path="*" element={<NotFoundPage />} />
            </Route>
          </Routes>
        ) : (
          <SignedOut starting={!keycloakReady} />
        )
      }
    </AsyncView>
  );
};
