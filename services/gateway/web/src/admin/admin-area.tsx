import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, Route, Routes } from 'react-router';
import { meQuery } from '../api/queries.js';
import { Account, Layout, type NavItem } from '../shared/layout.js';
import { ForbiddenPage } from '../shared/forbidden-page.js';
import { NotFoundPage } from '../shared/not-found-page.js';
import { RequireSession } from '../shared/require-session.js';
import { ContractPage } from './contract/contract-page.js';
import { ImportPage } from './people/import-page.js';
import { PeoplePage } from './people/people-page.js';
import { CampaignPage } from './season/campaign-page.js';
import { CampaignsPage } from './season/campaigns-page.js';
import { PayPage } from './season/pay-page.js';
import { ReviewListPage } from './season/review-list-page.js';
import { ReviewPage } from './season/review-page.js';
import { AuditPage } from './settings/audit-page.js';
import { PlacesPage } from './settings/places-page.js';
import { RolesPage } from './settings/roles-page.js';
import { TransparencyPage } from './settings/transparency-page.js';

/** The menu shows what the person may do; the services decide whether they may. */
const Frame = () => {
  const { t } = useLingui();
  const { data } = useQuery(meQuery);
  const items: readonly (NavItem & { readonly permission?: string })[] = [
    { to: '/admin/campaigns', text: t`年末調整` },
    { to: '/admin/people', text: t`従業員`, permission: 'employee.read' },
    { to: '/admin/places', text: t`会社と部署`, permission: 'company.manage' },
    { to: '/admin/roles', text: t`役割`, permission: 'grant.manage' },
    { to: '/admin/audit', text: t`操作の記録`, permission: 'audit.read' },
    { to: '/admin/transparency', text: t`運用者の操作`, permission: 'audit.read' },
    { to: '/admin/contract', text: t`契約の終了`, permission: 'contract.manage' },
    { to: '/my', text: t`わたしの年末調整`, permission: 'declaration.own' },
  ];
  const nav = items.filter(
    ({ permission }) => permission === undefined || data?.permissions.includes(permission) === true,
  );
  return <Layout account={<Account />} nav={nav} />;
};

/** A page for those who may use it; others are told so instead of meeting its buttons. */
const Only = ({ permission }: { permission: string }) => {
  const { data } = useQuery(meQuery);
  return data?.permissions.includes(permission) === true ? <Outlet /> : <ForbiddenPage />;
};

/** 管理者: the work of the season. */
export const AdminArea = () => (
  <RequireSession>
    <Routes>
      <Route element={<Frame />}>
        <Route index element={<Navigate to="campaigns" replace />} />
        <Route path="campaigns" element={<CampaignsPage />} />
        <Route path="campaigns/:campaignId" element={<CampaignPage />} />
        <Route path="campaigns/:campaignId/pay" element={<PayPage />} />
        <Route path="campaigns/:campaignId/review" element={<ReviewListPage />} />
        <Route path="campaigns/:campaignId/review/:declarationId" element={<ReviewPage />} />
        <Route element={<Only permission="employee.read" />}>
          <Route path="people" element={<PeoplePage />} />
          <Route path="people/import" element={<ImportPage />} />
        </Route>
        <Route element={<Only permission="company.manage" />}>
          <Route path="places" element={<PlacesPage />} />
        </Route>
        <Route element={<Only permission="grant.manage" />}>
          <Route path="roles" element={<RolesPage />} />
        </Route>
        <Route element={<Only permission="audit.read" />}>
          <Route path="audit" element={<AuditPage />} />
          <Route path="transparency" element={<TransparencyPage />} />
        </Route>
        <Route element={<Only permission="contract.manage" />}>
          <Route path="contract" element={<ContractPage />} />
        </Route>
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  </RequireSession>
);
