import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, Route, Routes, useParams } from 'react-router';
import { get } from '../api/client.js';
import { meQuery } from '../api/queries.js';
import type { DeclarationView, GetDeclarationView } from '../api/types.js';
import { hasAdminArea } from '../shared/areas.js';
import { AsyncView } from '../shared/async-view.js';
import { Layout } from '../shared/layout.js';
import { NotFoundPage } from '../shared/not-found-page.js';
import { RequireSession } from '../shared/require-session.js';
import { CheckStep } from './check-step.js';
import { DraftContext } from './draft-context.js';
import { MyPage } from './my-page.js';
import { ReceiptPage } from './receipt-page.js';
import { ResultPage } from './result-page.js';
import { EarthquakeInsuranceStep } from './steps/earthquake-insurance-step.js';
import { HousingLoanStep } from './steps/housing-loan-step.js';
import { LifeInsuranceStep } from './steps/life-insurance-step.js';
import { OtherIncomeStep } from './steps/other-income-step.js';
import { PersonStep } from './steps/person-step.js';
import { RelativesStep } from './steps/relatives-step.js';
import { SocialInsuranceStep } from './steps/social-insurance-step.js';
import { SpouseStep } from './steps/spouse-step.js';
import { useDraft } from './use-draft.js';

const WithDraft = ({ declaration }: { declaration: DeclarationView }) => (
  <DraftContext value={useDraft(declaration)}>
    <Outlet />
  </DraftContext>
);

/** Loads one declaration and shares its draft with the questions. */
const DeclarationFrame = () => {
  const { declarationId = '' } = useParams();
  const declaration = useQuery({
    queryKey: ['declaration', declarationId],
    queryFn: async () => get<GetDeclarationView>(`/api/v1/declarations/${declarationId}`),
    staleTime: Infinity, // what is typed lives in the draft; a newer state is read after submitting or a conflict
  });
  return (
    <AsyncView query={declaration}>
      {(data) => <WithDraft key={data.declaration.summary.id} declaration={data.declaration} />}
    </AsyncView>
  );
};

const Frame = () => {
  const { t } = useLingui();
  const { data } = useQuery(meQuery);
  const nav = hasAdminArea(data?.permissions ?? [])
    ? [
        { to: '/my', text: t`わたしの年末調整` },
        { to: '/admin', text: t`管理` },
      ]
    : [];
  return <Layout signedIn nav={nav} />;
};

/** 従業員: one's own declarations. */
export const EmployeeArea = () => (
  <RequireSession>
    <Routes>
      <Route element={<Frame />}>
        <Route index element={<MyPage />} />
        <Route path=":declarationId" element={<DeclarationFrame />}>
          <Route index element={<Navigate to="person" replace />} />
          <Route path="person" element={<PersonStep />} />
          <Route path="spouse" element={<SpouseStep />} />
          <Route path="relatives" element={<RelativesStep />} />
          <Route path="life-insurance" element={<LifeInsuranceStep />} />
          <Route path="earthquake-insurance" element={<EarthquakeInsuranceStep />} />
          <Route path="social-insurance" element={<SocialInsuranceStep />} />
          <Route path="housing-loan" element={<HousingLoanStep />} />
          <Route path="other-income" element={<OtherIncomeStep />} />
          <Route path="check" element={<CheckStep />} />
          <Route path="receipt" element={<ReceiptPage />} />
        </Route>
        <Route path=":declarationId/result" element={<ResultPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  </RequireSession>
);
