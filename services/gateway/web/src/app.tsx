import { lazy, type ComponentType } from 'react';
import { Route, Routes } from 'react-router';
import { HomePage } from './home-page.js';
import { type Area, loadArea } from './locale.js';
import { Layout } from './shared/layout.js';
import { NotFoundPage } from './shared/not-found-page.js';
import { WhileLoading } from './shared/while-loading.js';
import { InvitationPage } from './sign-in/invitation-page.js';
import { SignInPage } from './sign-in/sign-in-page.js';

const lazyArea = (area: Area, load: () => Promise<ComponentType>) =>
  lazy(async () => {
    const [component] = await Promise.all([load(), loadArea(area)]);
    return { default: component };
  });

const EmployeeArea = lazyArea('employee', async () => (await import('./employee/employee-area.js')).EmployeeArea);
const AdminArea = lazyArea('admin', async () => (await import('./admin/admin-area.js')).AdminArea);

/** The public pages come at once; an area with its texts when somebody first goes there. */
export const App = () => (
  <WhileLoading>
    <Routes>
      <Route path="/my/*" element={<EmployeeArea />} />
      <Route path="/admin/*" element={<AdminArea />} />
      <Route element={<Layout />}>
        <Route path="/" element={<HomePage />} />
        <Route path="/sign-in" element={<SignInPage />} />
        <Route path="/t/:tenantCode" element={<SignInPage />} />
        <Route path="/t/:tenantCode/invitation" element={<InvitationPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  </WhileLoading>
);
