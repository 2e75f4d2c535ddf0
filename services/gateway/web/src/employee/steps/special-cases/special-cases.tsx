import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useFactTexts } from '../../../shared/fact-texts.js';
import { CheckField } from '../../../shared/field.js';
import { YenField } from '../../../shared/yen.js';
import { useCurrentDraft } from '../../draft-context.js';
import { withCase, withPension, type CaseName } from '../../special-case-facts.js';
import { useFieldErrors } from '../../violations.js';
import { EmployersFields } from './employers-fields.js';
import { SingleParentFields, WidowFields } from './status-fields.js';
import { WorkingStudentFields } from './working-student-fields.js';

/** 公的年金等に係る雑所得: as the person finds it, no deduction is computed. */
const PensionField = () => {
  const { t } = useLingui();
  const { facts, update } = useCurrentDraft();
  const errorOf = useFieldErrors();
  const pension = facts.incomes?.find(({ kind }) => kind === 'public_pension')?.amount;
  return (
    <YenField
      label={t`公的年金等に係る雑所得の金額`}
      hint={t`受け取った年金の額ではなく、公的年金等控除を引いたあとの金額です（引いて0円以下になるときは0）。ここでは計算しません。年金の源泉徴収票の支払金額と、国税庁のサイトの「公的年金等の課税関係」（No.1600）の表からわかります。`}
      error={errorOf('specialCases.publicPension') && t`金額を入力してください。なければ0と書いてください。`}
      notANumber={t`円単位の数字で入力してください`}
      zero={pension !== undefined}
      value={pension ?? 0}
      onChange={(amount) => update((old) => withPension(old, amount))}
    />
  );
};

/** Who lives abroad is said where that person is stated. */
const WhereAbroad = () => {
  const { id } = useCurrentDraft().declaration.summary;
  return (
    <p>
      <Trans>
        くわしいことは、<Link to={`/my/${id}/spouse`}>「配偶者について」</Link>か
        <Link to={`/my/${id}/relatives`}>「家族について」</Link>
        の画面で、海外に住んでいる人のところに書いてください。
      </Trans>
    </p>
  );
};

const details: Readonly<Record<CaseName, () => ReactNode>> = {
  widow: WidowFields,
  singleParent: SingleParentFields,
  workingStudent: WorkingStudentFields,
  nonResidentRelative: WhereAbroad,
  publicPension: PensionField,
  otherEmployer: EmployersFields,
};

/** What to do where a ticked case has no field of its own here that could say so. */
const useWaysOut = (): Partial<Record<CaseName, string>> => {
  const { t } = useLingui();
  return {
    nonResidentRelative: t`下の画面で、海外に住んでいる家族に印を付けてください。`,
    otherEmployer: t`会社を1つ以上書いてください。`,
  };
};

/** One case: its tick, and below it what has to be known of it. */
const SpecialCase = ({ name, text }: { readonly name: CaseName; readonly text: string }) => {
  const { facts, update } = useCurrentDraft();
  const isMissing = useFieldErrors()(`specialCases.${name}`) !== undefined;
  const waysOut = useWaysOut();
  const Details = details[name];
  const applies = facts.specialCases[name];
  return (
    <>
      <CheckField
        checked={applies}
        onChange={(checked) => update((old) => withCase(old, name, checked))}
        error={isMissing ? waysOut[name] : undefined}
      >
        {text}
      </CheckField>
      {applies && (
        <div className="case-details">
          <Details />
        </div>
      )}
    </>
  );
};

/** What most people have not: each case opens its details when it is ticked, and loses them when it is not. */
export const SpecialCases = () => {
  const { specialCases } = useFactTexts();
  return (
    <fieldset className="choice">
      <legend className="field-label">
        <Trans>次にあてはまるものを選んでください</Trans>
      </legend>
      <p className="field-hint">
        <Trans>なければ、そのまま進んでください。</Trans>
      </p>
      {(Object.keys(specialCases) as CaseName[]).map((name) => (
        <SpecialCase key={name} name={name} text={specialCases[name]} />
      ))}
    </fieldset>
  );
};
