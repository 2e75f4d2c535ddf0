import { lazy, type ComponentType } from 'react';
import { Route, Routes } from 'react-router';
import { HomePage } from './home-page.js';
import { type Area, loadAreas } from './locale.js';
import { Layout } from './shared/layout.js';
import { NotFoundPage } from './shared/not-found-page.js';
import { WhileLoading } from './shared/while-loading.js';

const lazyArea = (areas: readonly Area[], load: () => Promise<ComponentType>) =>
  lazy(async () => {
    const [component] = await Promise.all([load(), loadAreas(areas)]);
    return { default: component };
  });

const EmployeeArea = lazyArea(['employee'], async () => (await import('./employee/employee-area.js')).EmployeeArea);
const AdminArea = lazyArea(['admin', 'contract'], async () => (await import('./admin/admin-area.js')).AdminArea);
const OpsArea = lazyArea(['ops', 'contract'], async () => (await import('./ops/ops-area.js')).OpsArea);
const SignInPage = lazyArea(['sign-in'], async () => (await import('./sign-in/sign-in-page.js')).SignInPage);
const InvitationPage = lazyArea(['sign-in'], async () => (await import('./sign-in/invitation-page.js')).InvitationPage);
const CertificatePage = lazyArea(
  ['contract'],
  async () => (await import('./contract/certificate-page.js')).CertificatePage,
);

/** Each part comes, with its texts, when somebody first goes there. */
export const App = () => (
  <WhileLoading>
    <Routes>
      <Route path="/my/*" element={<EmployeeArea />} />
      <Route path="/admin/*" element={<AdminArea />} />
      <Route path="/ops/*" element={<OpsArea />} />
      <Route element={<Layout />}>
        <Route path="/" element={<HomePage />} />
        <Route path="/sign-in" element={<SignInPage />} />
        <Route path="/certificate" element={<CertificatePage />} />
        <Route path="/t/:tenantCode" element={<SignInPage />} />
        <Route path="/t/:tenantCode/invitation" element={<InvitationPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  </WhileLoading>
);
