import { createBrowserRouter } from 'react-router';
import { HomePage } from './home-page.js';
import { loadArea } from './locale.js';
import { Layout } from './shared/layout.js';
import { NotFoundPage } from './shared/not-found-page.js';
import { InvitationPage } from './sign-in/invitation-page.js';
import { SignInPage } from './sign-in/sign-in-page.js';

/** The public pages come at once; an area with its texts when somebody first goes there. */
export const router = createBrowserRouter([
  {
    path: '/my/*',
    lazy: async () => {
      await loadArea('employee');
      return { Component: (await import('./employee/employee-area.js')).EmployeeArea };
    },
  },
  {
    path: '/admin/*',
    lazy: async () => {
      await loadArea('admin');
      return { Component: (await import('./admin/admin-area.js')).AdminArea };
    },
  },
  {
    element: <Layout />,
    children: [
      { path: '/', element: <HomePage /> },
      { path: '/sign-in', element: <SignInPage /> },
      { path: '/t/:tenantCode', element: <SignInPage /> },
      { path: '/t/:tenantCode/invitation', element: <InvitationPage /> },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
]);
