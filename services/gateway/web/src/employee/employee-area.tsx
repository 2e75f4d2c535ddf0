import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { lazy, useEffect } from 'react';
import { Route, Routes } from 'react-router';
import { meQuery } from '../api/queries.js';
import { hasAdminArea } from '../shared/areas.js';
import { Account, Layout } from '../shared/layout.js';
import { NotFoundPage } from '../shared/not-found-page.js';
import { RequireSession } from '../shared/require-session.js';
import { MyPage } from './my-page.js';

const loadDeclarationPart = async () => ({ default: (await import('./declaration-part.js')).DeclarationPart });
const loadResultPage = async () => ({ default: (await import('./result-page.js')).ResultPage });
const DeclarationPart = lazy(loadDeclarationPart);
const ResultPage = lazy(loadResultPage);

const Frame = () => {
  const { t } = useLingui();
  const { data } = useQuery(meQuery);
  const nav = hasAdminArea(data?.permissions ?? [])
    ? [
        { to: '/my', text: t`わたしの年末調整` },
        { to: '/admin', text: t`管理` },
      ]
    : [];
  return <Layout account={<Account />} nav={nav} />;
};

/** The first page is drawn without the questions and their engine; they are fetched while it is being read. */
const FirstPage = () => {
  useEffect(() => {
    const fetched = Promise.all([loadDeclarationPart(), loadResultPage()]);
    fetched.catch(() => undefined); // whoever goes there is told
  }, []);
  return <MyPage />;
};

/** 従業員: one's own declarations. */
export const EmployeeArea = () => (
  <RequireSession>
    <Routes>
      <Route element={<Frame />}>
        <Route index element={<FirstPage />} />
        <Route path=":declarationId/result" element={<ResultPage />} />
        <Route path=":declarationId/*" element={<DeclarationPart />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  </RequireSession>
);
