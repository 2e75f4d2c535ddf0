import { Route, Routes } from 'react-router';
import { Layout } from '../shared/layout.js';
import { NotFoundPage } from '../shared/not-found-page.js';
import { RequireSession } from '../shared/require-session.js';

/** 管理者: the work of the season. */
export const AdminArea = () => (
  <RequireSession>
    <Routes>
      <Route element={<Layout signedIn />}>
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  </RequireSession>
);
