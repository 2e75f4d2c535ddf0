import '../zod-without-eval.js';
import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, Route, Routes, useParams } from 'react-router';
import { get } from '../api/client.js';
import type { DeclarationView, GetDeclarationView } from '../api/types.js';
import { AsyncView } from '../shared/async-view.js';
import { NotFoundPage } from '../shared/not-found-page.js';
import { CheckStep } from './check-step.js';
import { DraftContext, useCurrentDraft } from './draft-context.js';
import { isEditable } from './is-editable.js';
import { ReceiptPage } from './receipt-page.js';
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
    // What is typed lives in the draft; a newer state is read after submitting, a conflict, or coming back.
    staleTime: Infinity,
    gcTime: 0,
  });
  return (
    <AsyncView query={declaration}>
      {(data) => <WithDraft key={data.declaration.summary.id} declaration={data.declaration} />}
    </AsyncView>
  );
};

/** The questions, as long as they may be answered; afterwards what was submitted. */
const Questions = () =>
  isEditable(useCurrentDraft().declaration) ? <Outlet /> : <Navigate to="../check" relative="path" replace />;

/** One declaration: its questions with the engine behind the estimate. Comes after the first page of the area. */
export const DeclarationPart = () => (
  <Routes>
    <Route element={<DeclarationFrame />}>
      <Route element={<Questions />}>
        <Route index element={<Navigate to="person" replace />} />
        <Route path="person" element={<PersonStep />} />
        <Route path="spouse" element={<SpouseStep />} />
        <Route path="relatives" element={<RelativesStep />} />
        <Route path="life-insurance" element={<LifeInsuranceStep />} />
        <Route path="earthquake-insurance" element={<EarthquakeInsuranceStep />} />
        <Route path="social-insurance" element={<SocialInsuranceStep />} />
        <Route path="housing-loan" element={<HousingLoanStep />} />
        <Route path="other-income" element={<OtherIncomeStep />} />
      </Route>
      <Route path="check" element={<CheckStep />} />
      <Route path="receipt" element={<ReceiptPage />} />
      <Route path="*" element={<NotFoundPage />} />
    </Route>
  </Routes>
);
