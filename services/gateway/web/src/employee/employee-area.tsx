import { Route, Routes } from 'react-router';
import { Layout } from '../shared/layout.js';
import { NotFoundPage } from '../shared/not-found-page.js';
import { RequireSession } from '../shared/require-session.js';

/** 従業員: one's own declarations. */
export const EmployeeArea = () => (
  <RequireSession>
    <Routes>
      <Route element={<Layout signedIn />}>
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  </RequireSession>
);
